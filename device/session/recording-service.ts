/**
 * What the button means: which session it is for, what may begin, what has gone on for too long.
 * Gestures are done one after the other, in the order they were made.
 */

import type { Clock } from '../clock.js'
import type { EarshotConfig } from '../contracts/config.js'
import type { Gesture } from '../contracts/device-api.js'
import { type ErrorMessage, toErrorMessage } from '../contracts/errors.js'
import type { Phase } from '../contracts/session-machine.js'
import type { SpoolUsage } from '../spool/spool-usage.js'
import type { System } from '../system.js'
import type { RecordedSession } from './recorded-session.js'
import { requireProtections, spoolTrouble, TOO_LONG } from './recording-gate.js'
import type { SessionBook } from './session-book.js'
import type { SessionFactory } from './session-factory.js'

/** How long a claim or an invitation may be used after the button was held for ten seconds. */
export const PAIRING_MS = 120_000
/** A file waits while more segments than this have no text yet: a fast one must not outrun the transcriber. */
export const HELD_SEGMENTS = 3
/** The device has something to do for a session in these phases; later ones are the companion's. */
const AT_BUTTON: readonly Phase[] = ['recording', 'paused', 'finishing']

export interface ServiceOptions {
  readonly config: EarshotConfig
  readonly system: System
  readonly clock: Clock
  readonly factory: SessionFactory
  readonly book: SessionBook
  readonly changed: () => void
}

export class RecordingService {
  readonly #options: ServiceOptions
  #gestures: Promise<unknown> = Promise.resolve()
  /** Of the last refused gesture or of recovery; gone with the next gesture that means something. */
  #fault: ErrorMessage | null = null
  /**
   * The box has ended a session that somebody may still believe to be recording. Their next press means "stop": it is
   * taken as having seen the fault, and does not begin a recording that nobody has consented to.
   */
  #unseen = false
  #pairing: { readonly utcMs: number; readonly monotonicMs: number } | null = null
  #usage: SpoolUsage = { bytes: 0, keys: 0, freeBytes: 0 }
  #spoolTaking = true
  #tidying = false

  constructor(options: ServiceOptions) {
    this.#options = options
  }

  /** Takes over what recovery has found, oldest first. */
  adopt(sessions: readonly RecordedSession[], fault: ErrorMessage | null): void {
    for (const session of sessions) this.#options.book.add(session)
    this.#fault = fault ?? this.#fault
  }

  /** The box has ended a session by itself. */
  selfEnded(error: ErrorMessage, heard: boolean): void {
    this.#fault = error
    this.#unseen = heard
  }

  /** The session that the button means, while the device has anything to do for it. */
  get current(): RecordedSession | null {
    const { newest } = this.#options.book
    return newest !== null && AT_BUTTON.includes(newest.phase) ? newest : null
  }

  get phase(): Phase {
    return this.current?.phase ?? 'idle'
  }

  get fault(): ErrorMessage | null {
    const errors = [this.current, ...this.#options.book.sessions].map(session => session?.error ?? null)
    return errors.find(error => error !== null) ?? this.#fault
  }

  /** The spool takes what it is given: it could be measured, has room, and no journal waits for a place in it. */
  get spoolTaking(): boolean {
    return this.#spoolTaking && this.#options.book.sessions.every(({ record }) => record.isComplete)
  }

  get usage(): SpoolUsage {
    return this.#usage
  }

  /** In UTC milliseconds, null when the window is closed. What closes it is the monotonic clock. */
  get pairingUntilMs(): number | null {
    const { clock } = this.#options
    return this.#pairing !== null && clock.monotonicMs() < this.#pairing.monotonicMs ? this.#pairing.utcMs : null
  }

  /**
   * @returns whether it meant anything
   * @throws why a press was refused; a fault says the same until the next gesture
   */
  gesture(gesture: Gesture, by: 'button' | 'page'): Promise<boolean> {
    const done = this.#gestures.then(() => this.#do(gesture, by))
    this.#gestures = done.catch(() => {})
    return done
  }

  /** Ten times a second. @param lateMs how much later than meant */
  watch(lateMs: number): void {
    const { capture } = this.#options.config
    const session = this.current
    if (session === null) return
    session.capture.keeper.watch(lateMs)
    if (capture.adapter === 'wav-file') {
      session.capture.keeper.hold(session.record.facts.held.length > HELD_SEGMENTS)
    }
    const runningMs = this.#options.clock.monotonicMs() - session.file.startedMonotonicMs
    if (Math.max(runningMs, session.capture.durationMs) >= capture.maxMinutes * 60_000) {
      session.act('max_length', 'box', TOO_LONG)
    }
  }

  /** Once a second: bounds and deadlines. */
  async tidy(): Promise<void> {
    if (this.#tidying) return
    this.#tidying = true
    try {
      const { config, book } = this.#options
      await this.measure()
      const trouble = spoolTrouble(config.spool, this.#usage)
      this.#spoolTaking = trouble === null
      if (trouble !== null) this.current?.act('spool_full', 'box', toErrorMessage(trouble))
      for (const session of book.sessions) await session.tidy(config.spool.keepUntranscribedHours * 3_600_000)
    } catch (error) {
      this.#spoolTaking = false
      this.#fault = toErrorMessage(error)
    } finally {
      this.#tidying = false
    }
  }

  async measure(): Promise<void> {
    this.#usage = await this.#options.system.usage()
  }

  /** Closes every microphone; sessions are left for the next process. */
  async suspend(): Promise<void> {
    await this.#gestures
    await Promise.all(this.#options.book.sessions.map(session => session.suspend()))
  }

  async #do(gesture: Gesture, by: 'button' | 'page'): Promise<boolean> {
    const meant = await this.#doOnce(gesture, by).catch((error: unknown) => {
      this.#fault = toErrorMessage(error)
      this.#options.changed()
      throw error
    })
    if (meant) this.#fault = null
    this.#options.changed()
    return meant
  }

  async #doOnce(gesture: Gesture, by: 'button' | 'page'): Promise<boolean> {
    switch (gesture) {
      case 'press':
        if (this.current?.act('press', by) === true) return true
        if (!this.#unseen) return this.#start()
        this.#unseen = false
        return true
      case 'double_press':
      case 'hold_3s':
        return this.current?.act(gesture, by) ?? false
      case 'hold_10s':
        if (this.phase !== 'idle') return false
        return this.#openPairing()
    }
  }

  #openPairing(): true {
    const { clock } = this.#options
    this.#pairing = { utcMs: clock.nowMs() + PAIRING_MS, monotonicMs: clock.monotonicMs() + PAIRING_MS }
    return true
  }

  async #start(): Promise<boolean> {
    const { config, system, factory, book } = this.#options
    // An earlier session may be closing the same microphone.
    await book.newest?.settled()
    const [downgrades, medium, usage] = await Promise.all([system.downgrades(), system.medium(), system.usage()])
    requireProtections(config.mode, downgrades)
    const trouble = spoolTrouble(config.spool, usage)
    if (trouble !== null) throw trouble
    this.#pairing = null
    book.add(factory.start(downgrades, medium))
    return true
  }
}
