/** Utterances that were kept, as turns: named, timed from the press, with what the reader should doubt. */

import { type Turn, turnId } from '../../device/contracts/turn.js'
import type { Utterance } from './speech-engine.js'

/** The recogniser rather guessed than knew such a word. Shown, never corrected. */
const UNCERTAIN_BELOW = 0.5

/**
 * @param utterances with times in the segment, in order of start
 * @param startMs of the segment, from the press
 */
export function turnsOf(utterances: readonly Utterance[], segment: number, startMs: number): readonly Turn[] {
  return utterances.map((utterance, index) => {
    const uncertainWords = utterance.wordProbabilities.flatMap((p, word) => (p < UNCERTAIN_BELOW ? [word] : []))
    return {
      id: turnId(segment, index + 1),
      start: seconds(startMs + utterance.startMs),
      end: seconds(startMs + utterance.endMs),
      text: utterance.text,
      confidence: Math.round(utterance.confidence * 1000) / 1000,
      ...(uncertainWords.length === 0 ? {} : { uncertainWords }),
    }
  })
}

/** To the hundredth: the recogniser's own marks are two of them apart. */
function seconds(ms: number): number {
  return Math.round(ms / 10) / 100
}
