/** Turns: the one shape of transcribed speech, from the transcriber to the drafter, the pages and the API. */

/** A stretch of one speaker's speech. Times are seconds from the press. */
export interface Turn {
  /** Stable from the first storing on: `s3-07` is turn 7 of segment 3. */
  readonly id: string
  readonly start: number
  readonly end: number
  /** Which chair the sound came from, where two microphones could tell. Never a voiceprint. */
  readonly seat?: string
  readonly text: string
  /** Mean token probability, 0 to 1. */
  readonly confidence?: number
  /** Words the recogniser was least sure of, as positions in `text` split at white space. */
  readonly uncertainWords?: readonly number[]
}

/** @param segment from 1 @param turn from 1 within the segment */
export function turnId(segment: number, turn: number): string {
  return `s${segment}-${String(turn).padStart(2, '0')}`
}
