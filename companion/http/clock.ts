/** Time, handed in so that tests can turn it. */
export interface Clock {
  /** UTC milliseconds, as good as the box's clock. */
  wallMs(): number
  /** Milliseconds that only ever run forward: what idle limits and lockouts are measured with. */
  monotonicMs(): number
}

export const SYSTEM_CLOCK: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
}
