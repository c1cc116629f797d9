/** How often a claim code may be guessed: five times in one pairing window, twenty times in all. */

import { EarshotError } from '../../device/contracts/errors.js'

export const WRONG_CODES_PER_WINDOW = 5
export const WRONG_CODES_IN_ALL = 20
/** A pairing window is open for so long after the press; a later try has seen another press. */
const WINDOW_MS = 120_000

/** Counts within the present window. The count in all is stored by the accounts. */
export class ClaimWindow {
  #wrong = 0
  #firstWrongAtMs = 0
  #untilMs: number | null = null

  /**
   * @param untilMs when the window that is open now will close, if the caller knows: tells one window from the next
   * @throws CLAIM_NOT_OPEN when this window, or the box, has seen too many wrong codes
   */
  check(wrongInAll: number, nowMs: number, untilMs: number | null): void {
    if (wrongInAll >= WRONG_CODES_IN_ALL) {
      throw new EarshotError('CLAIM_NOT_OPEN', 'too many wrong claim codes in all', {
        hint: 'the box must be provisioned again, which prints a new claim code',
      })
    }
    const another = untilMs !== null && this.#untilMs !== null && untilMs !== this.#untilMs
    if (another || nowMs - this.#firstWrongAtMs >= WINDOW_MS) this.#wrong = 0
    this.#untilMs = untilMs
    if (this.#wrong >= WRONG_CODES_PER_WINDOW) {
      throw new EarshotError('CLAIM_NOT_OPEN', 'too many wrong claim codes in this pairing window', {
        hint: 'wait until the pairing light goes out, then open the window again at the box',
        retryable: true,
      })
    }
  }

  wrongCode(nowMs: number): void {
    if (this.#wrong === 0) this.#firstWrongAtMs = nowMs
    this.#wrong += 1
  }
}
