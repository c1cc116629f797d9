/** What the map keeps of a session: pieces that may become a sentence, with the words they rest on. Plain data. */

import type { ObservationKind } from '../note-draft.js'
import type { Statement } from './statements.js'
import type { Speaker } from './utterance.js'

/** How a candidate becomes a sentence. */
export type Form =
  | 'account'
  | 'rating'
  | 'score'
  | 'observed'
  | 'intervention'
  | 'homework'
  | 'agreed'
  | 'promise'
  | 'offer'
  | 'echo'
  | 'recap'
  | 'next-session'

export interface Candidate {
  readonly kind: ObservationKind
  readonly form: Form
  /** Place in the session: contributions count up. */
  readonly order: number
  readonly speaker: Speaker
  readonly seat: string | null
  /** The therapist's question, as asked. */
  readonly asked: { readonly turnId: string; readonly text: string } | null
  /** What it rests on, in order. A rating grows while it is asked again. */
  readonly said: Statement[]
  /** Other turns that belong to the evidence: the yes to a proposal, the confirmation of a list. */
  readonly also: string[]
  /** Words of the client that belong beside a task: "I can do it in the evening". */
  readonly reply: Statement | null
  readonly answered: 'yes' | 'no' | null
  /** Whom a lone "he" or "she" in it means, in the client's word for them; `null` where nobody or not plain. */
  about: string | null
  score: number
}

export function evidenceOf(candidate: Candidate): string[] {
  const ids = new Set<string>()
  if (candidate.asked !== null) ids.add(candidate.asked.turnId)
  for (const statement of candidate.said) ids.add(statement.turnId)
  for (const id of candidate.also) ids.add(id)
  if (candidate.reply !== null) ids.add(candidate.reply.turnId)
  return [...ids]
}
