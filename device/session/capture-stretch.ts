/** One stretch between opening and closing the microphone: one capture child, and what has been observed of it. */

import type { BeginCapture, FromCapture } from '../capture/messages.js'
import type { Clock } from '../clock.js'
import type { ErrorMessage } from '../contracts/errors.js'
import type { CaptureExit, CaptureLauncher, CaptureProcess } from './capture-process.js'
import { type KeeperTimes, trouble } from './capture-troubles.js'
import type { ProcessIdentity } from './process-identity.js'

/** A tick that comes this late says that this very process was stopped: what arrived meanwhile is not read yet. */
const LATE_MS = 500

export interface StretchHandlers {
  onMessage(message: FromCapture): void
  onGone(exit: CaptureExit): void
  onProcesses(processes: readonly ProcessIdentity[]): void
}

export class CaptureStretch {
  readonly #process: CaptureProcess
  readonly #clock: Clock
  readonly #times: KeeperTimes
  #sinceMs: number
  #openedAtMs: number | null = null
  #framesAtMs: number | null = null
  #held = false
  #sourceEnded = false
  #ending: 'no' | 'asked' | 'given-up' = 'no'
  #error: ErrorMessage | null = null

  constructor(
    launch: CaptureLauncher,
    begin: BeginCapture,
    handlers: StretchHandlers,
    clock: Clock,
    times: KeeperTimes,
  ) {
    this.#clock = clock
    this.#times = times
    this.#sinceMs = clock.monotonicMs()
    this.#process = launch(begin, {
      onProcesses: processes => handlers.onProcesses(processes),
      onGone: exit => handlers.onGone(exit),
      onMessage: message => {
        this.#observe(message)
        handlers.onMessage(message)
      },
    })
  }

  get pid(): number {
    return this.#process.pid
  }

  get isOpen(): boolean {
    return this.#openedAtMs !== null
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  get held(): boolean {
    return this.#held
  }

  get sourceEnded(): boolean {
    return this.#sourceEnded
  }

  /** Its end was wanted by a person, not forced by trouble. */
  get askedToEnd(): boolean {
    return this.#ending === 'asked'
  }

  get isLate(): boolean {
    return this.#framesAtMs === null && this.#clock.monotonicMs() - this.#sinceMs > this.#times.firstSoundMs
  }

  /** It brought sound: it was a success, however it ended, and the tries are counted anew. */
  get broughtSound(): boolean {
    return this.#framesAtMs !== null
  }

  /** Age of the newest sound; null before the first. */
  get framesAgeMs(): number | null {
    return this.#framesAtMs === null ? null : this.#clock.monotonicMs() - this.#framesAtMs
  }

  /** For how long sound has been missing: since the newest, or since the source opened and brought none yet. */
  get soundMissingMs(): number {
    const sinceMs = this.#framesAtMs ?? this.#openedAtMs
    return sinceMs === null ? Number.POSITIVE_INFINITY : this.#clock.monotonicMs() - sinceMs
  }

  stop(): void {
    this.#ending = 'asked'
    this.#process.stop()
  }

  kill(): void {
    this.#ending = 'asked'
    this.#process.kill()
  }

  hold(on: boolean): void {
    if (on === this.#held || this.#ending !== 'no') return
    this.#held = on
    if (!on && this.#framesAtMs !== null) this.#framesAtMs = this.#clock.monotonicMs()
    this.#process.hold(on)
  }

  /**
   * Ends the child if sound has been missing for too long.
   * @param lateMs how much later than meant this is called
   * @returns whether it was ended now
   */
  endIfStalled(lateMs: number): boolean {
    if (this.#ending !== 'no' || this.#held || this.#sourceEnded) return false
    if (lateMs > LATE_MS) {
      this.#sinceMs += lateMs
      if (this.#framesAtMs !== null) this.#framesAtMs += lateMs
      return false
    }
    if (!this.isLate && (this.framesAgeMs ?? 0) <= this.#times.stallMs) return false
    this.#error ??= trouble('CAPTURE_STALLED')
    this.#ending = 'given-up'
    this.#process.kill()
    return true
  }

  #observe(message: FromCapture): void {
    switch (message.type) {
      case 'opened':
        this.#openedAtMs = this.#clock.monotonicMs()
        break
      case 'frames':
        this.#framesAtMs = this.#clock.monotonicMs()
        break
      case 'source_ended':
        this.#sourceEnded = true
        break
      case 'failed':
        this.#error = message.error
        break
      case 'closed':
      case 'segment_opened':
      case 'segment_sealed':
      case 'overrun':
        break
    }
  }
}
