/** What the capture child has told of the sound: numbers, never the sound. Says when a person should know. */

import type { FromCapture } from '../capture/messages.js'
import { EarshotError, type ErrorMessage, toErrorMessage } from '../contracts/errors.js'

/** A room is never this quiet for this long: the microphone is dead, muted or not the one that was meant. */
export const SILENT_FAULT_MS = 10_000
/** Louder than the converter can say, in this many reports in a row (about three seconds): not a laugh, a setting. */
const CLIPPING_REPORTS = 24
const CLIPPING_PER_MILLE = 1

type Frames = Extract<FromCapture, { type: 'frames' }>

export class SoundFacts {
  #newest: Frames | null = null
  #clippingReports = 0

  told(frames: Frames): void {
    this.#newest = frames
    this.#clippingReports = frames.clippedPerMille > CLIPPING_PER_MILLE ? this.#clippingReports + 1 : 0
  }

  /** The source is closed: what was heard last is no longer so. */
  closed(): void {
    this.#newest = null
    this.#clippingReports = 0
  }

  get levelDbfs(): number | null {
    return this.#newest?.levelDbfs ?? null
  }

  get clippedPerMille(): number {
    return this.#newest?.clippedPerMille ?? 0
  }

  get silentMs(): number {
    return this.#newest?.silentMs ?? 0
  }

  /** Session time of the newest sample. */
  get positionMs(): number {
    return this.#newest?.positionMs ?? 0
  }

  get isClipping(): boolean {
    return this.#clippingReports >= CLIPPING_REPORTS
  }

  get error(): ErrorMessage | null {
    if (this.silentMs < SILENT_FAULT_MS) return null
    return toErrorMessage(
      new EarshotError('CAPTURE_NO_AUDIO', 'microphone hears nothing', {
        hint: 'check that the microphone is not muted and is the right one',
        retryable: true,
      }),
    )
  }
}
