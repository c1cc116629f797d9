/** How a risk question was answered. A plain no is a denial; half a no is only a mention, for the clinician to read. */

import { isNod, negates } from './extractive/speech-acts.js'
import { straighten } from './extractive/text.js'
import type { RiskTopic } from './note-draft.js'
import { AFFIRMS_RISK, HALF_DENIAL, PAST, PRESENT } from './risk-cues.js'
import type { OpenQuestion, Said } from './risk-state.js'
import { topicsIn } from './risk-topics.js'

/** Several people may answer one question: the gravest answer counts. */
export function readAnswer({ exchange, past }: OpenQuestion): Said | null {
  const bySeat = new Map<string | null, string[]>()
  for (const { seat, text } of exchange.answer) bySeat.set(seat, [...(bySeat.get(seat) ?? []), straighten(text)])
  const readings = [...bySeat.values()].map(sentences => readOne(sentences, past, exchange.topics))
  for (const said of ['endorsed', 'past', 'mentioned', 'denied'] as const) if (readings.includes(said)) return said
  return null
}

/** "Not since last year": a no that says there was something before. */
const NO_LONGER =
  /\b(?:(?:not|never|nothing|no,?) since|not any ?more|no longer|not for (?:ages|a (?:long|while)|\w+ (?:years|months)|years|months)|used to|years? ago|when i was)\b/i
const TAKEN_BACK = /\b(?:sometimes|but i (?:do|have|did)|well,? (?:yes|maybe|sometimes)|except)\b/i

function readOne(sentences: readonly string[], askedPast: boolean, topics: readonly RiskTopic[]): Said {
  const [first = ''] = sentences
  const whole = sentences.join(' ')
  const opening = sentences.slice(0, 2)
  const refusing = negates(first) || HALF_DENIAL.test(first)
  const affirmed = AFFIRMS_RISK.test(first) || (!refusing && opening.some(text => AFFIRMS_RISK.test(text)))
  if (!affirmed && (opening.some(negates) || opening.some(text => HALF_DENIAL.test(text)))) {
    if (NO_LONGER.test(whole)) return 'past'
    // The no must be plain and come first; "Only him. No, not really." is for the clinician to read.
    const plain = negates(first) || (isNod(first) && negates(sentences[1] ?? ''))
    const half = opening.some(text => HALF_DENIAL.test(text)) || sentences.slice(1).some(text => TAKEN_BACK.test(text))
    return plain && !half ? 'denied' : 'mentioned'
  }
  const named = sentences.some(text => topicsIn(text).topics.some(topic => topics.includes(topic)))
  if (!affirmed && !named) return 'mentioned'
  const isPast = (askedPast && !PRESENT.test(whole)) || (PAST.test(whole) && !PRESENT.test(first))
  return isPast ? 'past' : 'endorsed'
}
