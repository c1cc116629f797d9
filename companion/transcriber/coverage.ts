/**
 * Whether a segment's text accounts for its sound. What the voice detector left out is silence; what went through the
 * recogniser and came out as text is transcribed; speech that gave no text is neither, and fails the segment: the next
 * step would destroy the only trace of it.
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

/**
 * @param words in all turns
 * @throws TRANSCRIBE_NO_RESULT where speech is audible and there is no word at all
 * @throws TRANSCRIBE_COVERAGE where some of the speech gave no text
 */
export function checkCoverage({ capturedMs, transcribedMs, silenceMs }: Coverage, words: number): void {
  const missingMs = capturedMs - transcribedMs - silenceMs
  const detail = { capturedMs, transcribedMs, silenceMs, missingMs }
  if (missingMs > 0 && words === 0) {
    throw new EarshotError('TRANSCRIBE_NO_RESULT', 'audible speech gave no plausible text', {
      detail,
      hint: 'check the place of the microphone and the language of the model',
      retryable: true,
    })
  }
  if (Math.abs(missingMs) > capturedMs * TOLERANCE) {
    throw new EarshotError('TRANSCRIBE_COVERAGE', 'text does not account for all of the speech', {
      detail,
      hint: 'the audio is kept until its deadline: look at the missing times',
      retryable: true,
    })
  }
}
