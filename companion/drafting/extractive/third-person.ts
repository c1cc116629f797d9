/**
 * First person into third, word by word: "I slept" becomes "they slept". Singular "they" keeps the client's own verb
 * forms, so that no tense, number or negation is touched. Where that would not be plain, the answer is `null` and the
 * words are quoted instead.
 */

import { straighten, withoutStop } from './text.js'

const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/\bI'm\b/gi, 'they are'],
  [/\bI am\b/gi, 'they are'],
  [/\bI was\b/gi, 'they were'],
  [/\bI wasn't\b/gi, 'they were not'],
  [/\bam I\b/gi, 'are they'],
  [/\bwas I\b/gi, 'were they'],
  [/\bI've\b/gi, 'they have'],
  [/\bI'll\b/gi, 'they will'],
  [
    /\bI'd (better|been|had|got|gone|done|taken|put|made|lost|left|said|told|seen|stopped|started|used|\w+ed)\b/gi,
    'they had $1',
  ],
  [/\bI'd\b/gi, 'they would'],
  [/\bI\b/g, 'they'],
  [/\bmyself\b/gi, 'themselves'],
  [/\bmine\b/gi, 'theirs'],
  [/\bmy\b/gi, 'their'],
  [/\bme\b/gi, 'them'],
]
const JOINT: readonly (readonly [RegExp, string])[] = [
  [/\bwe're\b/gi, 'they are'],
  [/\bwe've\b/gi, 'they have'],
  [/\bwe'll\b/gi, 'they will'],
  [/\bwe'd (been|had|got|gone|done|taken|put|made|lost|left|said|told|seen|\w+ed)\b/gi, 'they had $1'],
  [/\bwe'd\b/gi, 'they would'],
  [/\bwe\b/gi, 'they'],
  [/\bourselves\b/gi, 'themselves'],
  [/\bours\b/gi, 'theirs'],
  [/\bour\b/gi, 'their'],
  [/\bus\b/g, 'them'],
]
const LONG_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bcan't\b/gi, 'cannot'],
  [/\bwon't\b/gi, 'will not'],
  [/\bshan't\b/gi, 'shall not'],
  [/\b(do|does|did|is|are|was|were|has|have|had|would|could|should|might|must|need)n't\b/gi, '$1 not'],
  [
    /\b(it|he|she|that|there|what|who|everything|nothing|somebody|nobody)'s ((?:just |already |only |never |always |also )?(?:been|got|gone|had|come|become|started|stopped|taken|made|paid|said|changed|cost))\b/gi,
    '$1 has $2',
  ],
  [/\b(it|he|she|that|there|what|who)'s\b/gi, '$1 is'],
  [/\b(it|he|she|they|that|there)'ll\b/gi, '$1 will'],
  [
    /\b(it|he|she|they|that|there)'d (been|had|got|gone|done|taken|put|made|lost|left|said|told|seen|\w+ed)\b/gi,
    '$1 had $2',
  ],
  [/\b([a-z]{3,})'s (\w+ing|not|all|still|just|always|really)\b/g, '$1 is $2'],
  [/\b(it|he|she|that|there)'d\b/gi, '$1 would'],
  [/\b(they|these|those)'re\b/gi, '$1 are'],
  [/\b(they)'ve\b/gi, '$1 have'],
]

const SECOND_PERSON = /\b(?:you|your|yours|yourself|you're|you've|you'd|you'll)\b/i
const THIRD_PLURAL = /\b(?:they|them|their|theirs|themselves|they're|they've|they'd|they'll)\b/i
const FIRST_PERSON = /\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself)\b/i
const FIRST_PLURAL = /\b(?:we|us|our|ours|we're|we've|we'd|we'll|let's)\b/i

/**
 * @param joint whether "we" is plainly the client and someone just named
 * @returns the clause for use after "that", lower-case, without its stop; `null` where conversion would mislead
 */
export function thirdPerson(sentence: string, joint: boolean): string | null {
  const text = withoutStop(straighten(sentence))
  if (text.includes('"') || SECOND_PERSON.test(text)) return null
  const first = FIRST_PERSON.test(text)
  if (THIRD_PLURAL.test(text) && (first || FIRST_PLURAL.test(text))) return null
  if (FIRST_PLURAL.test(text) && !joint) return null
  if (/[?]/.test(text) || /\b(?:is|was|it's) me$/i.test(text)) return null
  return lowerFirst(longForms(apply(apply(withoutKin(text), PAIRS), JOINT)))
}

const KIN = 'Mum|Mom|Mummy|Mommy|Dad|Daddy|Mam|Nan|Nana|Gran|Grandma|Grandad|Grandpa'
const KIN_AS_NAME = new RegExp(`(?<!\\b(?:my|your|his|her|their|our|a|the|for|own) )\\b(?:${KIN})\\b`, 'g')

/** "Mum" as a name is the client's mum. */
function withoutKin(text: string): string {
  return text.replace(KIN_AS_NAME, kin => `their ${kin.toLowerCase()}`)
}

/** The therapist's words in the third person: "I'd like you to" becomes "the therapist would like the client to". */
export function therapistThird(sentence: string): string {
  const text = withoutStop(straighten(sentence))
  const own: readonly (readonly [RegExp, string])[] = [
    [/\bI'm\b/gi, 'the therapist is'],
    [/\bI am\b/gi, 'the therapist is'],
    [/\bI've\b/gi, 'the therapist has'],
    [/\bI'll\b/gi, 'the therapist will'],
    [/\bI'd\b/gi, 'the therapist would'],
    [/\bI\b/g, 'the therapist'],
    [/\bmy\b/gi, "the therapist's"],
    [/\b(?:me|myself)\b/gi, 'the therapist'],
  ]
  return lowerFirst(longForms(apply(youToThey(apply(text, own)), JOINT)))
}

/** "You" of the therapist, made the client: subject first, so that "you" and "your" read as one person. */
export function youToThey(text: string): string {
  return text
    .replace(/\byou're\b/gi, 'they are')
    .replace(/\byou've\b/gi, 'they have')
    .replace(/\byou'd\b/gi, 'they would')
    .replace(/\byou'll\b/gi, 'they will')
    .replace(/\byourself\b/gi, 'themselves')
    .replace(/\byours\b/gi, 'theirs')
    .replace(/\byour\b/gi, 'their')
    .replace(
      /\b(with|to|for|of|about|at|from|on|by|than|let|give|tell|ask|see|ring|call|help|remind|hear|hurting|frightening|near|like|hurt|text|contact|made|make|makes|gets?|got|hit|hits|harm|touch|scare|worry|bother) you\b/gi,
      '$1 them',
    )
    .replace(
      /\byou(?=$|[,.;?]| (?:at|in|on|for|about|with|today|now|when|if|since|something|anything|nothing)\b)/gi,
      'them',
    )
    .replace(/\byou\b/gi, 'they')
}

export function longForms(text: string): string {
  return apply(text, LONG_FORMS)
}

function apply(text: string, pairs: readonly (readonly [RegExp, string])[]): string {
  return pairs.reduce((line, [pattern, word]) => line.replace(pattern, word), text)
}

/** Lower-cases the first letter unless the word is written in capitals or is a name of a day, month or person. */
export function lowerFirst(text: string): string {
  const first = /^[A-Za-z']+/.exec(text)?.[0] ?? ''
  const keep =
    /^(?:[A-Z]{2,}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|June|July|August|September|October|November|December|(?:Dr|Doctor|Professor|Mr|Mrs|Ms|Christmas|Easter)\b)/
  return first === '' || keep.test(first) ? text : text.charAt(0).toLowerCase() + text.slice(1)
}

const SUBJECT =
  /^(?:(?!(?:like|because|which|who|if|when|that|and|but|or|than)\b)[\w',-]+ ){0,5}?(?:i|i'm|i've|i'd|i'll|it|it's|it'll|he|he's|she|she's|we|we're|we've|they|they're|there's|that's|everyone|everybody|everything|someone|somebody|PERSON\d+)(?: (?!and\b|or\b|since\b|but\b)[\w']+|$)/i
const NOUN_START =
  /^(?:(?:then|sometimes|now|maybe|perhaps|usually|yesterday|today|apparently) )?(?:my|his|her|our|their|the|this|that|these|those|mum|mom|dad|nan|mam|part of|nobody|nothing|no one)\b/i
const FINITE =
  /\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|goes|go|went|gets?|got|comes?|came|says?|said|asked?|keeps?|kept|makes?|made|takes?|took|thinks?|thought|feels?|felt|left|rang|broke|cried|knows?|knew|wants?|gave|gives|needs?|starts?|started|stopped|hurts?|races?|lives?|works?|worked|died|happened|called|helped|lost|slept|ran|can't|don't|didn't|doesn't|isn't|aren't|wasn't|weren't|won't|hasn't|haven't|\w+'s (?:a|the|in|on|not|been|got|\w+ing)|\w+ed)\b/i

/** Whether a sentence has a subject and a verb, so that it can stand after "that". */
export function isClause(sentence: string): boolean {
  const text = withoutStop(straighten(sentence))
  if (
    /^(?:because|which|who|if|when|that|and|but|or|so that|like|not|than|to|from|with|for)\b(?! is\b|'s\b)/i.test(text)
  )
    return false
  if (/^there (?:is|are|was|were)\b/i.test(text)) return true
  return SUBJECT.test(text) || (NOUN_START.test(text) && FINITE.test(text)) || /^\w+'s \w+ing\b/.test(text)
}
