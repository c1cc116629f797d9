/**
 * A capture child that a test plays by hand: it says what the test wants, and what it seals is really in the spool.
 * Sound is silence of the wanted length; nobody here listens to it.
 */

import type { BeginCapture, FromCapture } from '../../device/capture/messages.js'
import { SegmentWriter } from '../../device/capture/segment-writer.js'
import { sessionIdBytes } from '../../device/contracts/session-id.js'
import type { CaptureHandlers, CaptureLauncher, CaptureProcess } from '../../device/session/capture-process.js'

const BYTES_PER_MS = 32

export class FakeCapture implements CaptureProcess {
  readonly pid: number
  readonly begin: BeginCapture
  readonly told: string[] = []
  readonly #handlers: CaptureHandlers
  #segment: { readonly number: number; readonly writer: SegmentWriter } | null = null
  #positionMs: number
  #capturedMs = 0
  #next: number
  #gone = false
  /** What it does by itself when it is told to stop. */
  obedient = true

  constructor(pid: number, begin: BeginCapture, handlers: CaptureHandlers) {
    this.pid = pid
    this.begin = begin
    this.#handlers = handlers
    this.#positionMs = begin.startMs
    this.#next = begin.firstSegment
  }

  stop(): void {
    this.told.push('stop')
    if (this.obedient) setImmediate(() => this.close('stopped'))
  }

  kill(): void {
    this.told.push('kill')
    setImmediate(() => this.crash())
  }

  hold(on: boolean): void {
    this.told.push(on ? 'hold' : 'go on')
  }

  say(message: FromCapture): void {
    if (!this.#gone) this.#handlers.onMessage(message)
  }

  open(): this {
    this.say({ type: 'opened', recorderPid: null })
    return this
  }

  /** Sound of so many milliseconds into the open segment, which is opened if there is none. */
  hear(ms: number, { silentMs = 0, clippedPerMille = 0 } = {}): this {
    if (this.#segment === null) {
      const number = this.#next++
      const header = {
        session: sessionIdBytes(this.begin.sessionId),
        segment: number,
        startMs: this.#positionMs,
        sampleRate: this.begin.sampleRate,
        channels: this.begin.channels,
      }
      this.#segment = { number, writer: new SegmentWriter(this.begin.directory, header) }
      this.say({ type: 'segment_opened', ...this.#segment.writer.opened() })
    }
    for (let left = ms; left > 0; left -= 1000)
      this.#segment.writer.write(new Uint8Array(Math.min(left, 1000) * BYTES_PER_MS))
    this.#positionMs += ms
    this.#capturedMs += ms
    const [positionMs, capturedMs] = [this.#positionMs, this.#capturedMs]
    this.say({ type: 'frames', positionMs, capturedMs, levelDbfs: -30, clippedPerMille, silentMs })
    return this
  }

  /** Ends the open segment. @returns its number */
  seal(): number {
    if (this.#segment === null) throw new Error('no segment is open')
    const { number, writer } = this.#segment
    this.#segment = null
    this.say({ type: 'segment_sealed', ...writer.finish(new Uint8Array(0)) })
    return number
  }

  close(reason: 'stopped' | 'lost'): void {
    if (this.#gone) return
    if (this.#segment !== null) this.seal()
    const farewell = { type: 'closed', reason, exitCode: 0, signal: null } as const
    this.say(farewell)
    this.#gone = true
    this.#handlers.onGone({ farewell, exitCode: 0, signal: null })
  }

  /** Dies without a word, as a killed process does. */
  crash(): void {
    if (this.#gone) return
    this.#gone = true
    this.#handlers.onGone({ farewell: null, exitCode: null, signal: 'SIGKILL' })
  }
}

/** Launches fakes and remembers them. */
export class FakeCaptures {
  readonly all: FakeCapture[] = []
  /** What every new one does at once. */
  onLaunch: (capture: FakeCapture) => void = () => {}

  readonly launch: CaptureLauncher = (begin, handlers) => {
    const capture = new FakeCapture(900_000 + this.all.length, begin, handlers)
    this.all.push(capture)
    setImmediate(() => this.onLaunch(capture))
    return capture
  }

  get newest(): FakeCapture {
    const newest = this.all.at(-1)
    if (newest === undefined) throw new Error('no capture child was started')
    return newest
  }
}
