/** The box at this moment: its light, its microphone, what is missing of its protection, and the button by remote. */

import { DOWNGRADES } from '../../../device/contracts/downgrades.js'
import type { Phase } from '../../../device/contracts/session-machine.js'
import type { LiveStatus } from '../../http/services.js'
import { ask, wordsOf } from '../api.js'
import { announce, button, h, setText } from '../dom.js'
import { duration } from '../format.js'
import { ledPicture } from '../led-picture.js'
import { messageLine } from '../message-line.js'
import { phaseWords } from '../words.js'

export interface RightNow {
  readonly element: HTMLElement
  show(status: LiveStatus | null): void
}

export function rightNow(): RightNow {
  const led = ledPicture()
  const phase = h('p', { class: 'phase', 'aria-live': 'polite' })
  const microphone = h('p', { class: 'meta' })
  const audio = h('p', { class: 'meta' })
  const fault = h('p', { class: 'message', role: 'alert' })
  const missing = h('p', { class: 'downgrades', hidden: true })
  const message = messageLine()
  let seen: Phase | null = null

  const gesture = async (name: 'press' | 'double_press', done: string) => {
    try {
      await ask('gestures', { body: { gesture: name, ...(seen === null ? {} : { phase: seen }) } })
      message.say('')
      announce(done)
    } catch (error) {
      message.say(wordsOf(error))
    }
  }
  const start = button('Start session', () => gesture('press', 'Session started'), { id: 'start', class: 'primary' })
  const stop = button('Stop session', () => gesture('press', 'Session stopped'), { id: 'stop', class: 'primary' })
  const pause = button('Off the record', () => gesture('double_press', 'Off the record'), { id: 'pause' })
  const resume = button('Back on the record', () => gesture('double_press', 'Back on the record'), { id: 'resume' })
  const consent = h(
    'p',
    { class: 'help', id: 'consent-note' },
    'Starting says that everyone in the room was asked about recording and drafting with a program, and agreed.',
  )
  start.setAttribute('aria-describedby', 'consent-note')

  return {
    element: h(
      'section',
      { class: 'now', 'aria-labelledby': 'now' },
      h('h2', { id: 'now' }, 'Right now'),
      phase,
      led.element,
      microphone,
      audio,
      fault,
      message.element,
      h('div', { class: 'actions' }, start, stop, pause, resume),
      consent,
      missing,
    ),
    show: status => {
      const device = status?.device ?? null
      seen = device?.phase ?? null
      const recording = device?.phase === 'recording'
      const paused = device?.phase === 'paused'
      const busy = recording || paused || device?.phase === 'finishing'
      led.show(device?.led.pattern ?? null)
      setText(phase, device === null ? 'The recorder does not answer' : phaseWords(device.phase))
      setText(microphone, device === null ? 'Microphone: not known' : microphoneWords(device.microphone))
      const { bytes, oldestAudioAgeMs } = device?.spool ?? { bytes: 0, oldestAudioAgeMs: 0 }
      setText(
        audio,
        device === null
          ? ''
          : bytes === 0
            ? 'Audio held: none'
            : `Audio held, sealed: ${(bytes / 1e6).toFixed(1)} MB, the oldest ${duration(oldestAudioAgeMs)} old`,
      )
      fault.className = device?.fault ? 'message error' : 'message'
      setText(fault, device?.fault ? (device.fault.hint ?? device.fault.code) : '')
      start.hidden = device === null || busy
      consent.hidden = start.hidden
      stop.hidden = !recording && !paused
      pause.hidden = !recording
      resume.hidden = !paused
      const names = device?.downgrades ?? []
      missing.hidden = names.length === 0
      if (names.length > 0) {
        const words = names.map(name => DOWNGRADES[name].means).join('; ')
        if (missing.dataset['words'] !== words) {
          missing.dataset['words'] = words
          missing.replaceChildren(
            h('strong', {}, 'Missing protection: '),
            `${words}. `,
            h('a', { href: '#/proof' }, 'What this means'),
          )
        }
      }
    },
  }
}

function microphoneWords({
  open,
  framesFresh,
  adapter,
  levelDbfs,
}: NonNullable<LiveStatus['device']>['microphone']): string {
  const kind = adapter === 'wav-file' ? 'Microphone (played from a file)' : 'Microphone'
  if (!open) return `${kind}: closed`
  if (!framesFresh) return `${kind}: open, but no sound arrives`
  return `${kind}: open, sound arrives${levelDbfs === null ? '' : `, ${Math.round(levelDbfs)} dBFS`}`
}
