/** What arecord says on its standard error, in the C locale, and what that means. Its words never go further. */

import { EarshotError } from '../contracts/errors.js'

/** More than any line of it; the rest of a longer one is noise. */
const MAX_LINE = 1000
const OVERRUN = /^overrun!!! \(at least ([\d.]+) ms long\)/

interface Reason {
  readonly name: string
  readonly pattern: RegExp
  readonly hint: string
}

const REASONS: readonly Reason[] = [
  {
    name: 'busy',
    pattern: /Device or resource busy/,
    hint: 'another program holds the microphone: stop it (fuser -v /dev/snd/*), then press again',
  },
  {
    name: 'permission',
    pattern: /Permission denied|Operation not permitted/,
    hint: 'let the box use its sound card: add its user to the group audio, then press again',
  },
  {
    name: 'format',
    pattern: /Sample format non available|Channels count non available|rate is not accurate|install hw params/,
    hint: 'the microphone refuses 16 kHz: name it as plughw:… in capture.alsaDevice, so that ALSA converts',
  },
  {
    name: 'refused',
    pattern: /Connection refused/,
    hint: 'the sound server does not answer: start it, or name the microphone as plughw:… in capture.alsaDevice',
  },
  {
    name: 'absent',
    pattern: /No such (?:file or directory|device)|Unknown PCM|cannot find card|Invalid argument/,
    hint: 'plug the microphone in, then compare capture.alsaDevice with what arecord -L lists',
  },
]

export class RecorderComplaints {
  #line = ''
  #reason: Reason | null = null
  readonly #onOverrun: (lostMs: number) => void

  constructor(onOverrun: (lostMs: number) => void) {
    this.#onOverrun = onOverrun
  }

  read(text: string): void {
    const lines = (this.#line + text).split('\n')
    this.#line = (lines.pop() ?? '').slice(0, MAX_LINE)
    for (const line of lines) this.#hear(line)
  }

  /** Why the microphone did not open. Call it after the last {@link read}. */
  notOpened(): EarshotError {
    this.#hear(this.#line)
    return new EarshotError('CAPTURE_DEVICE_NOT_FOUND', 'microphone does not open', {
      detail: { reason: this.#reason?.name ?? 'unknown' },
      hint: this.#reason?.hint ?? 'try arecord -D with the name in capture.alsaDevice, and see what it says',
    })
  }

  #hear(line: string): void {
    const overrun = OVERRUN.exec(line)
    if (overrun !== null) {
      const lostMs = Math.round(Number(overrun[1]))
      if (Number.isSafeInteger(lostMs)) this.#onOverrun(lostMs)
    }
    this.#reason ??= REASONS.find(reason => reason.pattern.test(line)) ?? null
  }
}
