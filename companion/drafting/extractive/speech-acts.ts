/** What a sentence does: asks, accepts, refuses, supposes, corrects itself. Cues of English speech, no guessing. */

import { straighten, wordsOf } from './text.js'

const LEAD = '(?:(?:um+|uh+|er|erm|well|oh|god|ooh|ha|so|and|hm+|mm+|yeah, no|i mean|honestly)\\b[,.]?\\s+)*'
const AUX = '(?:do|does|did|have|has|had|is|are|was|were|can|could|will|would|should|may|might)'
const WH = "(?:what|when|where|who|whose|how|why|which|what's|who's|how's|where's)"

const ASKS_WITHOUT_MARK = new RegExp(
  `^${LEAD}(?:${AUX} (?:you|there|it|he|she|they|we|anyone|anybody|your|that)\\b|${WH} ${AUX}\\b|how (?:\\w+ ){0,2}${AUX}\\b)`,
  'i',
)
const TAG =
  /,?\s*(?:right|you know|okay|isn't it|doesn't it|wouldn't (?:she|he|it|they)|didn't (?:i|he|she)|haven't i|aren't i|don't you|innit)\?$/i

export function isQuestion(sentence: string): boolean {
  const text = straighten(sentence)
  if (text.endsWith('?')) return !TAG.test(text) || wordsOf(text).length < 4
  return ASKS_WITHOUT_MARK.test(text)
}

/** A question put in words that only make sense towards the client. */
export function asksYou(sentence: string): boolean {
  return isQuestion(sentence) && /\b(?:you|your|yours|yourself|you'd|you've|you're)\b/i.test(sentence)
}

const PROMPT =
  /^(?:(?:and|so|okay|ok|right|good|now|well|yeah)\b[,.]?\s+)*(?:tell me|talk me|take me|walk me|say (?:a bit |some )?more|go on|describe|remind me)\b/i

/** "Tell me about sleep": a question in all but the mark. */
export function isPrompt(sentence: string): boolean {
  return PROMPT.test(straighten(sentence))
}

const AFFIRMS = new RegExp(
  `^${LEAD}(?:yes|yeah|yep|yup|okay|ok|sure|alright|all right|fine|of course|definitely|absolutely|agreed|deal|` +
    "i will|i'll|i can|i do|i have|i am|i did|that works|works for me|that'?s right|sounds good|pretty much|mm-?hm+|got it|" +
    'that fits|go on then|exactly)\\b',
  'i',
)
const NEGATES = new RegExp(
  `^${LEAD}(?:no|nah|nope|not (?:at all|once|ever|yet|now|any ?more|for me|today|right now|since|in)|never|none|nothing|neither|zero|i haven'?t|i don'?t|i didn'?t|i can'?t|i'?m not|i'?ve never|` +
    "i'?ve not|i'?d rather not|god,? no|absolutely not|of course not)\\b",
  'i',
)
const NOT_A_NO =
  /^(?:no,? (?:problem|worries|rush|go on|it's (?:nice|fine|okay)|i'm (?:okay|good|fine)|you're right)|not bad)\b/i
const UNSURE = new RegExp(
  `^${LEAD}(?:maybe|perhaps|possibly|i don'?t know|not sure|i'?m not sure|i'?d have to think|we'?ll see|i suppose|i guess)\\b`,
  'i',
)
const REFUSES =
  /\b(?:not (?:yet|now|ready|for me|right now|at the moment|today|this week)|(?:^|[,.;] |but |no )i can'?t\b(?! wait)|don'?t want|do not want|rather not|no,? thanks|not going to|won'?t be able|(?:it'?s|that'?s) (?:too much|one more thing)|can'?t see it|count me out|leave it)\b/i

export function affirms(sentence: string): boolean {
  return AFFIRMS.test(straighten(sentence))
}

export function negates(sentence: string): boolean {
  const text = straighten(sentence)
  return NEGATES.test(text) && !NOT_A_NO.test(text)
}

export function unsure(sentence: string): boolean {
  return UNSURE.test(straighten(sentence))
}

export function refuses(sentence: string): boolean {
  return REFUSES.test(straighten(sentence))
}

const COMMITS =
  /\b(?:i'll|i will|i'm going to|i am going to|i can|i could|i would like to|we'll|we will|we could|we can|let me)\b/i

/** First person and future: "I'll call her by Sunday". */
export function commits(sentence: string): boolean {
  return COMMITS.test(straighten(sentence)) && !isQuestion(sentence)
}

/** "I'll", "I will", "I'm going to": more than an offer. */
export function promises(sentence: string): boolean {
  return (
    /\b(?:i'll|i will|i'm going to|i am going to)\b(?! (?:not|never)\b)/i.test(straighten(sentence)) &&
    !isQuestion(sentence)
  )
}

export type Answer = 'accepted' | 'refused' | 'open'

/**
 * How a proposal was answered. A refusal anywhere in the first sentences wins over a yes; a maybe is no yes.
 * @param sentences what the other speaker said next
 */
export function answerOf(sentences: readonly string[]): Answer {
  const first = sentences.slice(0, 4)
  if (first.length === 0) return 'open'
  if (first.some(refuses) || negates(first[0] ?? '') || (!affirms(first[0] ?? '') && negates(first[1] ?? '')))
    return 'refused'
  const head = first[0] ?? ''
  if (unsure(head)) return 'open'
  return first.slice(0, 3).some(sentence => affirms(sentence) || promises(sentence)) ? 'accepted' : 'open'
}

const SUPPOSES =
  /\bif (?:i|he|she|they|we|it|you|that|this|the|my|your|things|there|somebody|someone|only)\b|\b(?:i|he|she|they|we|you|it)(?:'d| would| could| might|'d never| should) have\b|\b(?:imagine|suppose|supposing|what if|as if|even if|would've|could've|should've|i'd have|i'd be|i'd end|i'd get|i'd only|wish i (?:were|was))\b/i

const ASKS_WHETHER =
  /\b(?:ask|know|wonder|see|sure|tell|check|say|care|mind|matter)\w*(?: (?:me|him|her|them|us|you))? if\b/gi

/** Said of what is not the case: "if I", "I would have", "imagine". */
export function supposes(sentence: string): boolean {
  return SUPPOSES.test(straighten(sentence).replace(ASKS_WHETHER, 'whether'))
}

const NOD =
  /^(?:(?:yes|yeah|yep|yup|no|nah|okay|ok|right|sure|mm+|mm-?hm+|hm+|um+|uh+|oh|ah|ha|huh|so|well|god|i know|i see|i guess so|i suppose|i suppose so|i think so|exactly|thank you|thanks|thank god|sorry|good|great|fine|go on|pretty much|definitely|really|same|got it|good morning|morning|hello|hi|bye|see you|that'?s it|that'?s right|of course|all right|alright|it is|it was|it does|it did|i do|i did|i am|i was|he did|she did|we did|did i|is it|is that good|maybe|kind of|sort of|actually|please|cheers|wow|gosh|ooh|whoa)\b[\s,.!?-]*)+$/i

/** A nod, a greeting or a thank-you: nothing a note could hold by itself. */
export function isNod(sentence: string): boolean {
  return NOD.test(straighten(sentence))
}

const CORRECTS =
  /\b(?:(?:no,? (?:hang on|wait|sorry|i tell a lie)|hang on|i tell a lie|sorry,? no)\b[,.]?|no,? not \w+,|i mean,? (?=\w+day|\d))\s*/i

/** Where in a sentence the speaker corrects it: what counts begins there. `-1` if nowhere. */
export function correctionEnd(sentence: string): number {
  const match = CORRECTS.exec(sentence)
  return match === null ? -1 : match.index + match[0].length
}

/** Said against its sense: praise of oneself with "me" behind it, and what only ever is said so. */
const IRONY = /,\s*(?:me|that (?:woman|man|one))[.!]*$|\bliving the dream\b/i

export function isIronic(sentence: string): boolean {
  return IRONY.test(straighten(sentence))
}

const OPENS_MATTER =
  /\b(?:something else|(?:never|not|haven't|n't) (?:\w+ )?told (?:anyone|anybody|a soul)|can i tell you|there's (?:a|one|another) thing|i need to tell you|hard to say|embarrass\w+ to)\b/i

/** "There's something else": announces a matter and says nothing of it yet. */
export function opensMatter(sentence: string): boolean {
  return OPENS_MATTER.test(straighten(sentence))
}
