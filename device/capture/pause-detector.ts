/**
 * Hears where nobody speaks, from loudness alone: good enough to choose where to cut a segment, and for nothing else.
 * The noise floor is the quietest moment of the last ten seconds, so it follows a fan that starts, and does not rise
 * while someone speaks without a breath.
 */

/** A pause is this much quiet … */
export const PAUSE_MS = 300
/** … this close to the noise floor. Speech is seldom below 10 dB above it. */
const ABOVE_FLOOR_DB = 6
/** Always quiet, whatever the floor: a floor of digital silence says nothing about a room. */
const QUIET_DBFS = -65
const SLOT_MS = 500
const SLOTS = 20

export class PauseDetector {
  readonly #windowMs: number
  /** Quietest window of each half second, in a ring. */
  readonly #slots: number[] = []
  #slot = 0
  #slotMs = 0
  #quietMs = 0

  /** @param windowMs how much sound each level stands for */
  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** @param dbfs level of the next window @returns how long it has been quiet, in milliseconds */
  add(dbfs: number): number {
    this.#remember(dbfs)
    const floor = Math.min(...this.#slots)
    this.#quietMs = dbfs < Math.max(floor + ABOVE_FLOOR_DB, QUIET_DBFS) ? this.#quietMs + this.#windowMs : 0
    return this.#quietMs
  }

  #remember(dbfs: number): void {
    if (this.#slotMs >= SLOT_MS) {
      this.#slot = (this.#slot + 1) % SLOTS
      this.#slots[this.#slot] = dbfs
      this.#slotMs = 0
    }
    this.#slots[this.#slot] = Math.min(this.#slots[this.#slot] ?? dbfs, dbfs)
    this.#slotMs += this.#windowMs
  }
}
