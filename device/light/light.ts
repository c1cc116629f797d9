/** Gathers the facts, asks the policy, tells the lamp. Asked ten times a second and on every change; no memory of hopes. */

import type { Clock } from '../clock.js'
import type { RecordingService } from '../session/recording-service.js'
import type { SessionBook } from '../session/session-book.js'
import type { Leases } from './leases.js'
import type { Led } from './led.js'
import { type LedFacts, type LedShown, ledFor } from './led-policy.js'

/** Sound that arrived longer ago is no longer arriving. */
export const FRESH_MS = 500
/** A companion takes up an ended session within seconds; longer means that nobody is there to transcribe. */
const WAITING_MS = 10_000

export interface LightOptions {
  readonly service: RecordingService
  readonly book: SessionBook
  readonly leases: Leases
  readonly led: Led
  readonly clock: Clock
  /** Any capture stream of any sound card runs, as the kernel says. */
  readonly captureStreamOpen: () => boolean
  readonly buttonHeld: () => boolean
  readonly fault: () => boolean
}

export class Light {
  readonly #options: LightOptions
  #shown: LedShown = { pattern: 'off', reason: 'idle' }
  #microphoneOpen = false
  #waitingSinceMs: number | null = null

  constructor(options: LightOptions) {
    this.#options = options
  }

  get shown(): LedShown {
    return this.#shown
  }

  get microphoneOpen(): boolean {
    return this.#microphoneOpen
  }

  /** @returns whether it shows something else than before */
  look(): boolean {
    const facts = this.#facts()
    const before = this.#shown
    const opened = facts.microphoneOpen !== this.#microphoneOpen
    this.#microphoneOpen = facts.microphoneOpen
    this.#shown = ledFor(facts)
    if (this.#shown.pattern === before.pattern && this.#shown.reason === before.reason) return opened
    this.#options.led.show(this.#shown.pattern, this.#shown.reason)
    return true
  }

  #facts(): LedFacts {
    const { service, book, leases, captureStreamOpen, buttonHeld, fault } = this.#options
    const keeper = service.current?.capture.keeper
    const frames =
      keeper?.held === true
        ? 'held'
        : (keeper?.soundMissingMs ?? Number.POSITIVE_INFINITY) <= FRESH_MS
          ? 'fresh'
          : 'stale'
    // Also an earlier session's microphone, which is being closed while the next session begins.
    const ownSourceOpen = book.sessions.some(session => session.capture.keeper.isOpen)
    return {
      microphoneOpen: captureStreamOpen() || ownSourceOpen,
      ownSourceOpen,
      frames,
      spoolTaking: service.spoolTaking,
      phase: service.phase,
      opening: keeper?.isOpening ?? false,
      buttonHeld: buttonHeld(),
      fault: fault(),
      pairingOpen: service.pairingUntilMs !== null,
      transcribing: leases.state('transcribing'),
      drafting: leases.state('drafting'),
      ready: leases.state('ready'),
      attention: leases.state('attention'),
      audioWaiting: this.#audioWaiting(),
    }
  }

  #audioWaiting(): LedFacts['audioWaiting'] {
    const { book, leases, clock } = this.#options
    const waits = book.sessions.some(({ phase, record }) => phase === 'finishing' && record.facts.held.length > 0)
    if (!waits || leases.state('transcribing') === 'live') {
      this.#waitingSinceMs = null
      return 'none'
    }
    this.#waitingSinceMs ??= clock.monotonicMs()
    return clock.monotonicMs() - this.#waitingSinceMs > WAITING_MS ? 'overdue' : 'briefly'
  }
}
