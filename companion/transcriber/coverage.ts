/**
 * Whether a segment's text accounts for its sound. What the voice detector left out is silence; what went through the
 * recogniser and came out as text is transcribed; speech that gave no text is neither. Then the text there is is kept, and
 * so is the segment's audio: destroying it would destroy the only trace of what was not understood.
 */

import { EarshotError } from '../../device/contracts/errors.js'

/** What became of a speech region. */
export type RegionOutcome =
  /** Text was kept for it. */
  | 'text'
  /** Too little voice for a word, or sounds that the recogniser itself calls no words: counted with the silence. */
  | 'no-words'
  /** Audible speech without plausible text. */
  | 'unheard'

export interface RegionFinding {
  readonly startMs: number
  readonly endMs: number
  readonly outcome: RegionOutcome
}

export interface Coverage {
  readonly capturedMs: number
  readonly transcribedMs: number
  readonly silenceMs: number
}

/** Design: seconds captured = seconds transcribed + seconds of silence, within 1 %. */
const TOLERANCE = 0.01

/** @param findings every speech region that the voice detector found, in order, apart from each other */
export function measureCoverage(capturedMs: number, findings: readonly RegionFinding[]): Coverage {
  let transcribedMs = 0
  let silenceMs = 0
  let atMs = 0
  for (const { startMs, endMs, outcome } of findings) {
    silenceMs += startMs - atMs
    if (outcome === 'text') transcribedMs += endMs - startMs
    if (outcome === 'no-words') silenceMs += endMs - startMs
    atMs = endMs
  }
  silenceMs += capturedMs - atMs
  return { capturedMs, transcribedMs, silenceMs }
}

/** Captured is transcribed plus silent, within 1 %: only then may a segment's audio go because its text is stored. */
export function accountsForAll({ capturedMs, transcribedMs, silenceMs }: Coverage): boolean {
  return Math.abs(capturedMs - transcribedMs - silenceMs) <= capturedMs * TOLERANCE
}

/**
 * Some speech without text is told by the coverage, and the rest is worth keeping. No text at all is a failure.
 *
 * @param words in all turns
 * @throws TRANSCRIBE_NO_RESULT where speech is audible and there is no word at all
 */
export function refuseNoResult({ capturedMs, transcribedMs, silenceMs }: Coverage, words: number): void {
  const missingMs = capturedMs - transcribedMs - silenceMs
  if (missingMs <= 0 || words > 0) return
  throw new EarshotError('TRANSCRIBE_NO_RESULT', 'audible speech gave no plausible text', {
    detail: { capturedMs, transcribedMs, silenceMs, missingMs },
    hint: 'check the place of the microphone and the language of the model',
    retryable: true,
  })
}
