/**
 * What the companion says it is doing, for as long as it keeps saying so. A lease that was not renewed has run out and
 * asks for a person until it is renewed or ended: silence is never taken for success.
 */

import type { Clock } from '../clock.js'
import { ACTIVITIES, type Activity } from '../contracts/device-api.js'
import type { LeaseState } from './led-policy.js'

/** Longer than this nobody may promise anything. */
export const LEASE_MAX_MS = 600_000

export class Leases {
  readonly #clock: Clock
  readonly #endsAtMs = new Map<Activity, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param ttlMs 0 ends it properly */
  set(activity: Activity, ttlMs: number): void {
    if (ttlMs === 0) this.#endsAtMs.delete(activity)
    else this.#endsAtMs.set(activity, this.#clock.monotonicMs() + ttlMs)
  }

  state(activity: Activity): LeaseState {
    const endsAtMs = this.#endsAtMs.get(activity)
    if (endsAtMs === undefined) return 'none'
    return this.#clock.monotonicMs() < endsAtMs ? 'live' : 'expired'
  }

  /** What goes on now; anything that ran out shows as attention. */
  get activities(): readonly Activity[] {
    const expired = ACTIVITIES.some(activity => this.state(activity) === 'expired')
    return ACTIVITIES.filter(activity => this.state(activity) === 'live' || (activity === 'attention' && expired))
  }
}
