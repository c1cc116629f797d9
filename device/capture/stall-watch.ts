/** Notices when no sound comes any more, without taking our own sleep for the microphone's. */

const STALLED_MS = 2000
/** A sound server may need more than a second before its first sound. */
const FIRST_SOUND_MS = 5000
const LOOK_EVERY_MS = 250

export class StallWatch {
  readonly #timer: NodeJS.Timeout
  #patienceMs = FIRST_SOUND_MS
  #lookedMs = performance.now()
  #quietMs = 0

  /** @param onStalled called once */
  constructor(onStalled: () => void) {
    this.#timer = setInterval(() => {
      const nowMs = performance.now()
      // A process that was stopped or starved counts one look, not the time that it missed: sound may be waiting.
      this.#quietMs += Math.min(nowMs - this.#lookedMs, 2 * LOOK_EVERY_MS)
      this.#lookedMs = nowMs
      if (this.#quietMs < this.#patienceMs) return
      this.stop()
      onStalled()
    }, LOOK_EVERY_MS)
  }

  sound(): void {
    this.#patienceMs = STALLED_MS
    this.#quietMs = 0
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
