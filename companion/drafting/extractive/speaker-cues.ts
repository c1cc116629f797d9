/**
 * How much a sentence sounds like the client or like the therapist, from its words alone. Log-odds, positive for the
 * client. The weights are set by hand, small on purpose: a single cue never settles who spoke.
 */

import { isQuestion } from './speech-acts.js'
import { straighten } from './text.js'

/** A recogniser puts question marks where there is no question: the first words say more. */
const OPENS_QUESTION =
  /^(?:(?:and|so|okay|but|or)\b[,.]?\s+)*(?:what|when|where|who|whose|how|why|which|do|does|did|have|has|is|are|was|were|can|could|would|any|ever)\b/i

interface Cue {
  readonly pattern: RegExp
  readonly weight: number
}

const FIRST = /\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself)\b/i
const SECOND = /\b(?:you|you're|you've|you'd|you'll|your|yours|yourself)\b/i

const CUES: readonly Cue[] = [
  // The therapist's part: to invite, to reflect, to set a task, to keep the time.
  { pattern: /^(?:(?:and|so|okay|good|right|then|now|well)\b[,.]?\s+)*let's\b/i, weight: -2 },
  {
    pattern: /\b(?:on a scale|out of ten|nought to|zero to ten|one to ten|0 to 10|for homework|between now and)\b/i,
    weight: -2,
  },
  {
    pattern:
      /\b(?:i'd like (?:you|us) to|i want you to|i wonder(?:ed|ing)?|i'm wondering|i did wonder|what i'd ask)\b/i,
    weight: -1.8,
  },
  {
    pattern:
      /^(?:(?:and|so|okay|now)\b[,.]?\s+)*(?:tell me|notice|take your time|take a breath|stay with|go with|breathe\b(?! in))/i,
    weight: -2,
  },
  {
    pattern:
      /\b(?:that (?:sounds|makes sense|must have been|must be)|it sounds (?:like|as if)|i(?:'m| am) (?:really )?(?:glad|sorry) (?:you|to hear)|i hear you)\b/i,
    weight: -2,
  },
  { pattern: /\bthank you for (?:being|telling|sharing|trusting|coming)\b/i, weight: -2 },
  { pattern: /^(?:so|and so)\b.*\byou(?:r)?\b/i, weight: -1 },
  {
    pattern:
      /\b(?:can i ask|may i ask|i (?:always )?ask every|i always ask|last time we|we(?:'ll| will) need to stop|we've got about)\b/i,
    weight: -1.8,
  },
  {
    pattern:
      /^(?:good|great|okay|right|all right|well done|perfect|lovely|that'?s (?:a )?(?:great|good|wonderful|really good))\b/i,
    weight: -0.7,
  },
  { pattern: /^(?:please|and please)\b/i, weight: -0.7 },
  { pattern: /\bwhat (?:goes|went|comes|came) (?:up|through)\b/i, weight: -1 },
  { pattern: /\b(?:my|i) .*\b(?:too|as well)[.!]?$/i, weight: -0.8 },
  // The client's part: to answer, to tell, to complain of a body and of people.
  {
    pattern:
      /^(?:(?:um|uh|well|oh)\b[,.]?\s+)*(?:yes|yeah|yep|no|nope|nah|not really|mostly|maybe|i guess|i don't know)\b/i,
    weight: 0.8,
  },
  {
    pattern:
      /\bmy (?:mum|mom|dad|mother|father|husband|wife|partner|boyfriend|girlfriend|boss|manager|brother|sister|son|daughter|friend|gp|doctor|job|work)\b/i,
    weight: 1.5,
  },
  {
    pattern:
      /\bi (?:feel|felt|think|thought|can't|couldn't|don't|didn't|was|went|tried|just|keep|kept|got|had|stayed|cried|slept|need|want|said|told|took|did|used to)\b/i,
    weight: 1,
  },
  { pattern: /\bmy (?:heart|chest|head|mind|stomach|shoulders|hands|throat|legs|back|body|face|eyes)\b/i, weight: 1.3 },
  { pattern: /\b(?:i'll|i will|i can|i could) (?:try|do|call|ring|go|bring|write|ask|tell)\b(?! you)/i, weight: 0.8 },
  { pattern: /\bworks for me\b/i, weight: 1 },
]

/** No single sentence settles more than this. */
const MOST = 4

export function clientLogOdds(sentence: string): number {
  const text = straighten(sentence)
  const first = FIRST.test(text)
  const second = SECOND.test(text)
  let sum = 0
  if (isQuestion(text)) sum += second ? -2.6 : OPENS_QUESTION.test(text) ? (first ? -0.2 : -1.9) : first ? 0.9 : -0.9
  else if (second) sum += first ? -0.4 : -1.3
  else if (first) sum += 1.3
  for (const cue of CUES) if (cue.pattern.test(text)) sum += cue.weight
  return Math.max(-MOST, Math.min(MOST, sum))
}
