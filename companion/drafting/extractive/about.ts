/** Whom a candidate's "he" or "she" means, and what becomes of it where that is not plain. */

import { antecedentOf, hearMentions, pronounIn } from './antecedents.js'
import type { Candidate } from './candidate.js'
import type { MapState } from './map-state.js'
import { peopleNamedIn } from './names.js'
import type { Contribution } from './utterance.js'

export function hear(state: MapState, { utterances, order }: Contribution): void {
  for (const { text } of utterances) hearMentions(state.mentions, state.names, text, order)
}

/** What matters most must not be told of the wrong person: a dose of "hers" is left out unless it is plain whose. */
const MUST_BE_PLAIN: ReadonlySet<Candidate['kind']> = new Set(['medication', 'substance', 'risk'])

export function aboutSomebody(state: MapState, candidate: Candidate): Candidate[] {
  const text = candidate.said.map(part => part.text).join(' ')
  const pronoun = peopleNamedIn(state.names, text).length > 0 ? null : pronounIn(text)
  if (pronoun === null) return [candidate]
  candidate.about = antecedentOf(state.mentions, pronoun, candidate.order)
  if (candidate.about !== null) return [candidate]
  const own = /\b(?:i|i'm|i've|my|me)\b/i.test(text)
  if (MUST_BE_PLAIN.has(candidate.kind) && (!own || /^(?:he|she)\b/i.test(text))) return []
  candidate.score -= /^(?:he|she|his|her)\b/i.test(text) ? 1.2 : 0.4
  return [candidate]
}
