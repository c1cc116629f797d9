/** The two clocks of the device. Durations come from the monotonic one only: the time of day may jump. */

export interface Clock {
  /** UTC milliseconds, for people and for the ledger. */
  nowMs(): number
  /** Milliseconds since the kernel booted: the same for every process of this boot, never set back. */
  monotonicMs(): number
}

/** libuv reads CLOCK_MONOTONIC, which all processes of a boot share: a restarted device goes on counting. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
}
