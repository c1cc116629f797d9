/** Shapes between the stages of the map: a sentence, who said it, and a stretch of one speaker's sentences. */

export type Speaker = 'client' | 'therapist' | 'unknown'

export interface Sentence {
  readonly turnId: string
  readonly seat: string | null
  readonly text: string
  /** First of its turn: where a change of speaker is likeliest. */
  readonly opensTurn: boolean
}

export interface Utterance extends Sentence {
  readonly speaker: Speaker
}

/** What one speaker said until the other spoke. */
export interface Contribution {
  readonly order: number
  readonly speaker: Speaker
  readonly seat: string | null
  readonly utterances: readonly Utterance[]
}

export function textsOf(contribution: Contribution | undefined): readonly string[] {
  return contribution === undefined ? [] : contribution.utterances.map(utterance => utterance.text)
}
