/**
 * Keeps a microphone open for as long as it is wanted: starts the capture child, starts it again when it dies or hangs,
 * gives up after three tries. What is wanted and what is there are two facts; every event only brings the second
 * nearer to the first, so no order of presses and deaths can confuse it.
 *
 * ```
 * wanted, no child ──► launch ──► opened ──► frames …        not wanted, child ──► stop (or kill) ──► gone
 *        ▲                                      │
 *        └── delay ◄── gone (crashed, lost, stalled) ── third time ──► give up
 * ```
 */

import type { BeginCapture, FromCapture } from '../capture/messages.js'
import type { Clock } from '../clock.js'
import { type ErrorMessage, toErrorMessage } from '../contracts/errors.js'
import type { JournalBodies } from '../contracts/journal.js'
import type { CaptureExit, CaptureLauncher } from './capture-process.js'
import { CaptureStretch } from './capture-stretch.js'
import { closingReason, KEEPER_TIMES, type KeeperTimes, nextTryMs, trouble } from './capture-troubles.js'
import type { ProcessIdentity } from './process-identity.js'

export type GapReason = JournalBodies['gap']['reason']

export interface KeeperOwner {
  /** What to tell the next child; asked when it is about to start. The owner accounts for the gap before it. */
  begin(gap: GapReason): BeginCapture
  processes(processes: readonly ProcessIdentity[]): void
  told(message: FromCapture, pid: number): void
  /** The child and its recorder are gone. Settles what they left; nothing else happens before. Must not throw. */
  gone(closed: JournalBodies['capture_closed']): Promise<void>
  /** No more tries. */
  gaveUp(error: ErrorMessage): void
}

export class CaptureKeeper {
  readonly #launch: CaptureLauncher
  readonly #owner: KeeperOwner
  readonly #clock: Clock
  readonly #times: KeeperTimes
  #wanted = false
  #gap: GapReason = 'paused'
  #stretch: CaptureStretch | null = null
  /** What a child left is being settled. */
  #settling = false
  #retry: NodeJS.Timeout | null = null
  #failures = 0
  #error: ErrorMessage | null = null
  #sourceEnded = false
  #waiters: (() => void)[] = []

  constructor(launch: CaptureLauncher, owner: KeeperOwner, clock: Clock, times: KeeperTimes = KEEPER_TIMES) {
    this.#launch = launch
    this.#owner = owner
    this.#clock = clock
    this.#times = times
  }

  /** @param gap why it was not open until now */
  open(gap: GapReason): void {
    this.#wanted = true
    this.#gap = gap
    this.#failures = 0
    this.#error = null
    this.#sourceEnded = false
    this.#reconcile()
  }

  /** Resolves when child and recorder are gone and what they left is settled. */
  close(): Promise<void> {
    this.#stretch?.stop()
    return this.#whenGone()
  }

  /** As {@link close}, but nothing more is written: for audio that must not exist any longer. */
  kill(): Promise<void> {
    this.#stretch?.kill()
    return this.#whenGone()
  }

  /** The child says that its source is open, or has not yet gone after saying so. */
  get isOpen(): boolean {
    return this.#stretch?.isOpen ?? false
  }

  get isGone(): boolean {
    return this.#stretch === null && !this.#settling
  }

  /** Asked to open, not answered yet, not late, and no trouble so far. */
  get isOpening(): boolean {
    if (!this.#wanted || this.isOpen || this.#sourceEnded || this.error !== null) return false
    return this.#stretch === null || !this.#stretch.isLate
  }

  /** Present trouble of the microphone; gone as soon as sound arrives again, or a file waits because we told it to. */
  get error(): ErrorMessage | null {
    return (this.held ? null : this.#error) ?? this.#stretch?.error ?? null
  }

  get sourceEnded(): boolean {
    return this.#sourceEnded
  }

  get held(): boolean {
    return this.#stretch?.held ?? false
  }

  get framesAgeMs(): number | null {
    return this.#stretch?.framesAgeMs ?? null
  }

  get soundMissingMs(): number {
    return this.#stretch?.soundMissingMs ?? Number.POSITIVE_INFINITY
  }

  /** File sources only. */
  hold(on: boolean): void {
    this.#stretch?.hold(on)
  }

  /** To be called a few times a second. @param lateMs see {@link CaptureStretch.endIfStalled} */
  watch(lateMs: number): void {
    this.#stretch?.endIfStalled(lateMs)
  }

  #whenGone(): Promise<void> {
    this.#wanted = false
    this.#error = null
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#retry = null
    if (this.isGone) return Promise.resolve()
    return new Promise(resolve => this.#waiters.push(resolve))
  }

  #reconcile(): void {
    if (!this.isGone) return
    for (const resolve of this.#waiters.splice(0)) resolve()
    if (!this.#wanted || this.#retry !== null || this.#sourceEnded) return
    try {
      this.#stretch = new CaptureStretch(
        this.#launch,
        this.#owner.begin(this.#gap),
        {
          onProcesses: processes => this.#owner.processes(processes),
          onMessage: message => this.#told(message),
          onGone: exit => void this.#gone(exit),
        },
        this.#clock,
        this.#times,
      )
    } catch (error) {
      this.#giveUp(toErrorMessage(error))
    }
  }

  #told(message: FromCapture): void {
    if (message.type === 'frames') this.#error = null
    if (message.type === 'source_ended') this.#sourceEnded = true
    this.#owner.told(message, this.#stretch?.pid ?? 0)
  }

  async #gone(exit: CaptureExit): Promise<void> {
    const stretch = this.#stretch
    if (stretch === null) return
    this.#stretch = null
    this.#settling = true
    await this.#owner.gone({
      pid: stretch.pid,
      reason: closingReason(exit, stretch.sourceEnded),
      exitCode: exit.farewell?.exitCode ?? exit.exitCode,
      signal: exit.farewell?.signal ?? exit.signal,
    })
    this.#settling = false
    if (this.#wanted && !stretch.askedToEnd && !stretch.sourceEnded) this.#failed(exit, stretch)
    this.#reconcile()
  }

  #failed(exit: CaptureExit, stretch: CaptureStretch): void {
    const crashed = exit.farewell === null && stretch.error === null
    const error = stretch.error ?? trouble(crashed ? 'CAPTURE_PROCESS_LOST' : 'CAPTURE_DEVICE_LOST')
    this.#error = error
    this.#failures = stretch.broughtSound ? 1 : this.#failures + 1
    const delayMs = nextTryMs(error, this.#failures, this.#times)
    if (delayMs === null) {
      this.#giveUp(error)
      return
    }
    this.#gap = crashed ? 'crashed' : 'lost'
    this.#retry = setTimeout(() => {
      this.#retry = null
      this.#reconcile()
    }, delayMs)
  }

  #giveUp(error: ErrorMessage): void {
    this.#wanted = false
    this.#error = error
    this.#owner.gaveUp(error)
  }
}
