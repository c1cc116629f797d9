/**
 * The therapist's question as a note reports it: "What did you do next?" becomes "what they did next". Mechanical;
 * a question that does not fit the rules gives `null`, and the note does without it.
 */

import { isGivenName } from './given-names.js'
import { isQuestion } from './speech-acts.js'
import { straighten, withoutStop, wordsOf } from './text.js'
import { longForms, lowerFirst, youToThey } from './third-person.js'
import { PAST, past, third } from './verb-forms.js'

/** A longer question is a speech: the note does without it. */
const MOST_WORDS = 26

const LEAD =
  /^(?:(?:and|so|okay|ok|right|good|great|well|now|then|but|um|mm|just|yeah|gosh|all right|thanks?|sorry|oh|actually|maybe)\b[,.]?\s+)+/i
const POLITE =
  /^(?:(?:can i (?:just )?(?:ask|check)|may i ask|could i ask|let me ask|remind me|tell me|if you don't mind(?: me asking)?)(?:[,:]\s+|\s+(?=(?:what|how|when|where|who|why|do|did|have|are|is|if|whether)\b))|[A-Z][a-z]+,\s+(?=(?:what|how|when|where|who|why|do|did|have|are|is|could|would|can)\b))/i
const BE_HAVE_MODAL = "is|are|was|were|has|have|had|can|could|will|would|should|may|might|isn't|aren't|haven't|hasn't"
const DO = "do|does|did|don't|doesn't|didn't"
const PERSON =
  'you both|you two|you guys|you all|you|it|that|this|he|she|they|there|we|things|people|anything|anyone|anybody|someone|somebody|everyone|either of you|any of (?:this|that|you)'
const SUBJECT_AHEAD = `(?:${PERSON}|the|a|an|your|his|her|their|my|our|these|those)\\b`
/** The question word with what belongs to it ("how many of these"), up to the auxiliary and its subject. */
const WH_INVERTED = new RegExp(
  `^((?:what|which|whose|who|when|where|why|how)\\b(?: [\\w'-]+){0,5}?) (?=(?:${BE_HAVE_MODAL}|${DO}) ${SUBJECT_AHEAD})`,
  'i',
)
const WH_SUBJECT = /^((?:what|which|who|how)\b)\s+/i
const PRONOUN = new RegExp(`^(${PERSON})\\b\\s*`, 'i')
const NOUN_SUBJECT =
  /^((?:the|a|an|your|his|her|their|my|our|this|that|these|those)\s+[\w'-]+(?:\s+(?:with|of|at|in|on|from)\s+(?:your |the |a |another |one )?[\w'-]+)?)\s*/i

/** What can come after a whole subject; any other word still belongs to it ("your last drink"). */
const MAY_FOLLOW_SUBJECT =
  /^(?:$|,|(?:about|like|with|for|at|in|on|now|since|today|right|too|so|very|worth|aware|okay|all|that|separate|not|still|from|to|this|these|after|before|as|been)\b|\w+(?:ing|ed)\b)/i

/** The last question of what the therapist said, in indirect form, to follow "Asked". */
export function indirectQuestion(question: string): string | null {
  let text = withoutStop(straighten(question))
    .replace(/\b(?:um+|uh+|erm?),?\s*/gi, '')
    .replace(
      /,\s*(?:do you think|would you say|roughly|though|then|remind us both|at all|or|haven't you|isn't it|didn't you)$/i,
      '',
    )
    .replace(/,? and (?:what|how|when|who|where|why|whether) .*$/i, match => (/^[^,]*$/.test(question) ? match : ''))
  if (text.includes('"') || wordsOf(text).length > MOST_WORDS || /\bthey\b/i.test(text)) return null
  const joined = /^(?:and|or|what about|how about)\b/i.test(text)
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(LEAD, '').replace(POLITE, '')
  }
  const about =
    /^(?:and )?(?:tell me (?:(?:a bit )?more )?about|what about|how about|talk me through|take me through)\s+(.+)$/i.exec(
      text,
    )
  if (about !== null) return /^(?:that|it|this|one)\b/i.test(about[1] ?? '') ? null : tidy(`about ${about[1]}`)
  const matter = /^((?:the|your) [^,]{2,40}),\s+(?:how|what|did|do|have)\b/i.exec(text)
  if (matter !== null) return tidy(`about ${matter[1]}`)
  const clause = /^((?:when|after|before|since|in|on|at|over|for|medically|overall)\b[^,]*),\s+(.+)$/i.exec(text)
  const asked = mainQuestion(clause === null ? text : (clause[2] ?? ''))
  if (asked !== null) return tidy(clause === null ? asked : `${asked} ${lowerFirst(clause[1] ?? '')}`)
  return topicOnly(text, question, joined)
}

function mainQuestion(text: string): string | null {
  const spread = text
    .replace(
      /^(what|who|where|how|when)'s (been|got|gone|happened|changed|stopped|made|kept|helped|brought|started)\b/i,
      '$1 has $2',
    )
    .replace(/^(what|who|where|how|when)'s\b/i, '$1 is')
    .replace(/^(what|who|where|how)'ve\b/i, '$1 have')
  const inverted = WH_INVERTED.exec(spread)
  if (inverted !== null) return ordered((inverted[1] ?? '').toLowerCase(), spread.slice(inverted[0].length))
  const wh = WH_SUBJECT.exec(spread)
  if (wh !== null) return subjectQuestion((wh[1] ?? '').toLowerCase(), spread.slice(wh[0].length))
  return yesNo(spread)
}

function yesNo(text: string): string | null {
  const any = /^(any|ever)\b (.+)$/i.exec(text.replace(/^anything (?!to do|about)/i, ''))
  if (any !== null)
    return `about ${any[1]?.toLowerCase() === 'ever' ? `ever having ${any[2]}` : `${/^\w+ing\b/.test(any[2] ?? '') ? '' : 'any '}${any[2]}`}`
  const opened = new RegExp(`^(?:${BE_HAVE_MODAL}|${DO})\\b`, 'i')
  return opened.test(text) ? ordered('whether', text) : null
}

/** @param rest from the auxiliary on */
function ordered(word: string, rest: string): string | null {
  const aux = new RegExp(`^(${BE_HAVE_MODAL}|${DO})\\b\\s*`, 'i').exec(rest)
  if (aux === null) return word === 'whether' ? null : subjectQuestion(word, rest)
  const verb = (aux[1] ?? '').toLowerCase()
  const after = rest.slice(aux[0].length)
  const subject = PRONOUN.exec(after) ?? NOUN_SUBJECT.exec(after)
  if (subject === null) return word === 'whether' ? null : subjectQuestion(word, rest)
  const who = (subject[1] ?? '').trim()
  const tail = after.slice(subject[0].length)
  const second = new RegExp(`^(.*?),? or ((?:${BE_HAVE_MODAL}|${DO}) ${SUBJECT_AHEAD}.*)$`, 'i').exec(tail)
  if (second !== null && word === 'whether') {
    const [one, other] = [ordered(word, `${verb} ${who} ${second[1]}`), ordered(word, second[2] ?? '')]
    return one === null || other === null ? null : `${one}, or ${other}`
  }
  if (/\bor (?:who|what|where|how)\b/i.test(tail) || /^am\b/i.test(verb)) return null
  if (/^(?:do|does|did|don't|doesn't|didn't)$/.test(verb)) return withDo(word, verb, who, tail)
  if (verb === 'have' && /^(?:it|that|this|he|she)$/i.test(who)) return null
  if (word === 'whether' && wordsOf(tail).length === 0 && /^(?:you|they|it|he|she)$/i.test(who)) return null
  if (/^(?:is|was)$/.test(verb) && /^(?:been|got|gone)\b/.test(tail)) return `${word} ${who} has ${tail}`
  if (word === 'what' && /^(?:is|are|was|were)$/.test(verb) && NOUN_SUBJECT.test(after) && !/^\w+ing\b/.test(tail)) {
    if (/\b(?!morning|evening|thing)\w+ing$/.test(tail)) return null
    return `about ${after}`
  }
  const whole =
    /^(?:is|are|was|were)$/.test(verb) && word !== 'whether' && !PRONOUN.test(after) && !MAY_FOLLOW_SUBJECT.test(tail)
  return whole ? `${word} ${after} ${longForms(verb)}` : `${word} ${who} ${longForms(verb)} ${tail}`
}

function withDo(word: string, verb: string, who: string, tail: string): string | null {
  if (verb.endsWith("n't")) return `${word} ${who} ${longForms(verb)} ${tail}`
  const wholeSubject = new RegExp(
    `^((?:the|your|his|her|their|my|our) (?:[\\w'-]+ ){1,4}?)(${Object.keys(PAST).join('|')})\\b(.*)$`,
    'i',
  ).exec(`${who} ${tail}`)
  if (wholeSubject !== null && NOUN_SUBJECT.test(who)) {
    const [, noun = '', main = '', rest = ''] = wholeSubject
    const form = verb === 'did' ? past(main.toLowerCase()) : /s $/.test(noun) ? main : third(main.toLowerCase())
    return `${word} ${noun}${form}${rest}`
  }
  const parts = /^((?:actually|ever|still|really|both|also|just)\s+)?([a-z]+)(.*)$/i.exec(tail)
  if (parts === null) return null
  const main = (parts[2] ?? '').toLowerCase()
  const pronoun = new RegExp(`^(?:${PERSON})$`, 'i').test(who)
  if (!pronoun && PAST[main] === undefined) return null
  const plural = /^(?:you|they|we|things|people|these|those)/i.test(who) || (!pronoun && /[^s]s$/.test(who))
  const form = verb === 'did' ? past(main) : plural ? main : third(main)
  return `${word} ${who} ${parts[1] ?? ''}${form}${parts[3] ?? ''}`
}

/** The question word is the subject: nothing moves. */
function subjectQuestion(word: string, rest: string): string | null {
  if (word === 'which' || wordsOf(rest).length === 0 || /\b(?:am|was) I\b/.test(rest)) return null
  if (/^(?:now|then|else|next|if|about|of)\b/i.test(rest)) return null
  return `${word} ${rest.replace(/^(\w+|(?:has|have|is|was) \w+) you\b/i, '$1 them')}`
}

/** "And sleep?", "Drinking in the morning?": a few words that name a matter. */
function topicOnly(text: string, question: string, joined: boolean): string | null {
  const count = wordsOf(text).length
  if (!isQuestion(question) || count === 0 || count > 12) return null
  if (/^(?:and|or)$/i.test(text)) return null
  if (!joined && !/^(?!(?:any|some|no|every)thing)\w+ing\b/i.test(text)) return null
  if (/^(?:sitting|going|[A-Z][a-z]+$)/.test(text) && !/^(?:Sleep|Work|Drink|Eating|Food|Alcohol|Mood)/.test(text)) {
    if (isGivenName(text) || /^sitting|^going/.test(text)) return null
  }
  if (
    /^(?:yeah|yes|no|not|really|okay|what|who|here|there|now|then|like|so|is|are|was|it|that|this|you|same|how|if|when)\b/i.test(
      text,
    )
  )
    return null
  if (
    /\b(?:you've|i|we|isn't|is|was|are|were|did|do|does|had|has|would|go|goes)\b|^that like\b|\b(?:medically|of those)\b/i.test(
      text,
    )
  )
    return null
  return tidy(`about ${text.replace(/^(?:the|your)\b/i, match => match.toLowerCase())}`)
}

function tidy(text: string): string {
  const plain = youToThey(text)
    .replace(/\bI've\b/g, 'the therapist has')
    .replace(/\bI'm\b/g, 'the therapist is')
    .replace(/\bI\b/g, 'the therapist')
    .replace(/\b(?:me)\b/g, 'the therapist')
    .replace(/\bmy\b/g, "the therapist's")
    .replace(/\b(?:um|uh|er),?\s*/gi, '')
    .replace(/\b(?:they) (?:both|two|all)\b/g, 'they both')
    .replace(/\bour (last|next|first|previous|sessions?)\b/gi, 'the $1')
    .replace(/\bour\b/gi, 'their')
    .replace(/\bus\b/g, 'them')
    .replace(/\bwe're\b/gi, 'they are')
    .replace(/\bwe\b/gi, 'they')
    .replace(/\s+([,;])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  const first = /^about ([A-Z][a-z]+)/.exec(plain)?.[1]
  const lower = first !== undefined && !isGivenName(first) ? `about ${lowerFirst(plain.slice(6))}` : plain
  return longForms(lower)
}
