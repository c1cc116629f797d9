/**
 * Compares how much sound came with how much time passed, for losses that no program reports: a stalled reader loses
 * seconds without a word. Looks at ten seconds at a time and takes their best moment, so that sound which is late but
 * comes is no loss, and a sound card's clock that runs a little slow is none either.
 */

const WINDOW_MS = 10_000
/** Two per cent of the window: a clock is off by a hundredth of that. */
const LOSS_MS = 200

export class LossMeter {
  readonly #bytesPerMs: number
  #startedMs: number | null = null
  #windowStartMs = 0
  #capturedMs = 0
  /** How far sound was behind time at the best moment: of the last window, and of this one. */
  #behindMs: number | null = null
  #leastBehindMs = Number.POSITIVE_INFINITY

  /** @param bytesPerSecond of the PCM */
  constructor(bytesPerSecond: number) {
    this.#bytesPerMs = bytesPerSecond / 1000
  }

  /** A loss that the recorder reported itself; it is not counted again. */
  reported(lostMs: number): void {
    this.#capturedMs += lostMs
  }

  /**
   * @param nowMs on a monotonic clock
   * @returns milliseconds of sound found lost, 0 nearly always
   */
  add(bytes: number, nowMs: number): number {
    this.#capturedMs += bytes / this.#bytesPerMs
    if (this.#startedMs === null) {
      this.#startedMs = nowMs
      this.#windowStartMs = nowMs
    }
    this.#leastBehindMs = Math.min(this.#leastBehindMs, nowMs - this.#startedMs - this.#capturedMs)
    if (nowMs - this.#windowStartMs < WINDOW_MS) return 0
    const lostMs = this.#behindMs === null ? 0 : this.#leastBehindMs - this.#behindMs
    const lost = lostMs >= LOSS_MS
    if (lost) this.#capturedMs += lostMs
    this.#behindMs = lost ? this.#behindMs : this.#leastBehindMs
    this.#windowStartMs = nowMs
    this.#leastBehindMs = Number.POSITIVE_INFINITY
    return lost ? Math.round(lostMs) : 0
  }
}
