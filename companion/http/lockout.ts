/**
 * Slows guessing: after five failures a name or an address waits 30 s, then twice as long after every further failure,
 * up to 15 minutes. A name is counted whether or not it exists, so the lock tells nobody who works here.
 */

import { createHash } from 'node:crypto'
import type { Clock } from './clock.js'

const FREE_FAILURES = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 15 * 60_000
/** Without a failure for so long, earlier ones are forgotten. */
const FORGET_MS = 24 * 3_600_000
/** Names are chosen by strangers: the table must not grow with their imagination. */
const MOST_ENTRIES = 10_000

interface Failures {
  count: number
  lastMs: number
}

export class Lockout {
  readonly #clock: Clock
  readonly #failures = new Map<string, Failures>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds until any of the keys may try again; 0 when now. */
  waitMs(keys: readonly string[]): number {
    const now = this.#clock.monotonicMs()
    return Math.max(0, ...keys.map(key => this.#lockedUntil(key) - now))
  }

  failed(keys: readonly string[]): void {
    const now = this.#clock.monotonicMs()
    for (const key of keys.map(hashed)) {
      const known = this.#failures.get(key)
      const fresh = known !== undefined && now - known.lastMs < FORGET_MS
      // Set anew, so that the map's order is the order of the last failures and the oldest goes first.
      this.#failures.delete(key)
      this.#failures.set(key, { count: (fresh ? known.count : 0) + 1, lastMs: now })
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= MOST_ENTRIES) break
      this.#failures.delete(key)
    }
  }

  succeeded(keys: readonly string[]): void {
    for (const key of keys) this.#failures.delete(hashed(key))
  }

  #lockedUntil(key: string): number {
    const known = this.#failures.get(hashed(key))
    if (known === undefined || known.count < FREE_FAILURES) return 0
    const doublings = Math.min(known.count - FREE_FAILURES, 20)
    return known.lastMs + Math.min(FIRST_WAIT_MS * 2 ** doublings, LONGEST_WAIT_MS)
  }
}

/** Clinicians' names stay out of the table. */
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64')
}
