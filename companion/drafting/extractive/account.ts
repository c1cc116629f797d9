/** From an answer to candidates of what the client tells: kinds and how much a reader would miss each. */

import type { ObservationKind } from '../note-draft.js'
import type { Candidate } from './candidate.js'
import {
  AFFECT,
  BODY,
  CHANGE,
  CHAT,
  GOAL,
  HOMEWORK,
  MEDICATION,
  NUMBER,
  PERSONAL,
  SLEEP,
  STRENGTH,
  SUBSTANCE,
  THOUGHT,
  TIME,
} from './lexicon.js'
import { mentionsRelation } from './names.js'
import { isPrompt, supposes } from './speech-acts.js'
import { type Answer, answerIn, reallyAsks, type Statement } from './statements.js'
import { contentWords, wordsOf } from './text.js'
import type { Contribution } from './utterance.js'

const MOST_STATEMENTS = 3
const MOST_WORDS = 38

export interface AskedBy {
  readonly turnId: string
  readonly text: string
}

/** The last question or prompt of what was said before: what the answer answers. */
export function questionIn(before: Contribution | undefined): AskedBy | null {
  if (before === undefined || before.speaker === 'client') return null
  const asked = before.utterances.filter(
    utterance => reallyAsks(utterance.text) || isPrompt(utterance.text) || utterance.text.endsWith('?'),
  )
  const last = asked.at(-1)
  return last === undefined ? null : { turnId: last.turnId, text: last.text }
}

/** @param rated whether the number in it was already taken as a rating */
export function accountOf(contribution: Contribution, before: Contribution | undefined, rated: boolean): Candidate[] {
  const asked = questionIn(before)
  const answer = answerIn(contribution, asked !== null && supposes(asked.text))
  const chunks = chunksOf(answer.statements)
  const context = before === undefined ? '' : before.utterances.map(utterance => utterance.text).join(' ')
  if (chunks.length === 0) return bareAnswer(contribution, answer, asked)
  return chunks.map((said, at) => {
    const text = said.map(statement => statement.text).join(' ')
    const question = at === 0 ? asked : null
    const kind = kindOf(text, question?.text ?? '', context)
    return {
      kind,
      form: 'account',
      order: contribution.order + at / 100,
      speaker: contribution.speaker,
      seat: contribution.seat,
      asked: question,
      said,
      also: [],
      reply: null,
      answered: at > 0 ? null : answer.no !== null ? 'no' : answer.yes !== null ? 'yes' : null,
      about: null,
      score: weightOf(text, question?.text ?? '', kind) - (rated && wordsOf(text).length < 8 ? 4 : 0),
    }
  })
}

/** "No." with nothing behind it says something only together with its question. */
function bareAnswer(contribution: Contribution, answer: Answer, asked: AskedBy | null): Candidate[] {
  const head = answer.no ?? answer.yes
  if (head === null || asked === null || contribution.speaker !== 'client') return []
  const kind = kindOf('', asked.text, '')
  const weight = weightOf('', asked.text, kind)
  if (weight < 2) return []
  const said = [{ turnId: head.turnId, raw: head.text, text: head.text }]
  const answered = answer.no === null ? 'yes' : 'no'
  const { order, speaker, seat } = contribution
  return [
    {
      kind,
      form: 'account',
      order,
      speaker,
      seat,
      asked,
      said,
      also: [],
      reply: null,
      answered,
      about: null,
      score: weight,
    },
  ]
}

function chunksOf(statements: readonly Statement[]): Statement[][] {
  const chunks: Statement[][] = []
  let open: Statement[] = []
  let words = 0
  for (const statement of statements) {
    const count = wordsOf(statement.text).length
    if (open.length > 0 && (open.length >= MOST_STATEMENTS || words + count > MOST_WORDS)) {
      chunks.push(open)
      open = []
      words = 0
    }
    open.push(statement)
    words += count
  }
  if (open.length > 0) chunks.push(open)
  const last = chunks.at(-1)
  if (chunks.length > 1 && last !== undefined && last.length === 1 && wordsOf(last[0]?.text ?? '').length <= 4)
    chunks.splice(-2, 2, [...(chunks.at(-2) ?? []), ...last])
  return chunks
}

const ABOUT_THOUGHT =
  /\b(?:through your mind|what (?:was the thought|do you make|did you think|did that tell)|thought|believe|make of)\b/i
const ABOUT_BODY = /\b(?:in your body|where do you feel|physically|what do you notice)\b/i

/** What the therapist said before asking, where it plainly goes back to a task that was set. */
const REVIEWED =
  /\b(?:homework|thought records?|diary|worksheets?|last time (?:we|you) (?:said|agreed)|plan from last time|you were going to)\b/i

export function kindOf(text: string, asked: string, context: string): ObservationKind {
  if (MEDICATION.test(text)) return 'medication'
  if (SUBSTANCE.test(text) || SUBSTANCE.test(asked)) return 'substance'
  if (HOMEWORK.test(asked) || REVIEWED.test(context) || HOMEWORK.test(text)) return 'homework-review'
  if (GOAL.test(text) && !/\bnot\b/i.test(text)) return 'goal'
  if (THOUGHT.test(text) || ABOUT_THOUGHT.test(asked)) return 'cognition'
  if (SLEEP.test(text) || BODY.test(text) || ABOUT_BODY.test(asked) || SLEEP.test(asked)) return 'symptom'
  if (AFFECT.test(text)) return 'affect'
  if (STRENGTH.test(text)) return 'strength'
  if (mentionsRelation(text)) return 'relationship'
  return 'event'
}

const KIND_WEIGHT: Readonly<Partial<Record<ObservationKind, number>>> = {
  medication: 1.6,
  substance: 1.4,
  'homework-review': 1.2,
  goal: 1.4,
  cognition: 1,
  symptom: 1.2,
  affect: 1,
  strength: 0.6,
  relationship: 0.6,
  event: 0.2,
}

/** A question about the inner side: what is answered to it is what a note is for. */
const ASKS_INWARD =
  /\b(?:mind|thoughts?|think|feel\w*|felt|notice|happen\w*|body|like for you|stop(?:s|ped)? you|make of|want|different|way)\b/i

/**
 * How much a reader would miss it. Set by hand, from what notes hold: answers more than asides, figures and times, what
 * was felt and thought, and substance over length.
 */
export function weightOf(text: string, asked: string, kind: ObservationKind): number {
  const words = wordsOf(text).length
  let weight = KIND_WEIGHT[kind] ?? 0
  for (const pattern of [SLEEP, BODY, AFFECT, THOUGHT, MEDICATION, SUBSTANCE, STRENGTH, GOAL])
    if (pattern.test(text)) weight += 0.5
  if (asked !== '') weight += 1
  if (ASKS_INWARD.test(asked)) weight += 0.7
  weight += Math.min(3, countOf(NUMBER, text)) * 0.4 + Math.min(3, countOf(TIME, text)) * 0.4
  weight += Math.min(2.4, contentWords(text).length * 0.16)
  if (CHANGE.test(text)) weight += 0.8
  if (PERSONAL.test(text)) weight += 0.5
  if (/\b(?:was|went|had|did|got|said|told|\w{3,}ed)\b/i.test(text)) weight += 0.3
  if (mentionsRelation(text)) weight += 0.3
  if (words < 4) weight -= asked === '' ? 3 : 0.6
  if (asked === '' && /^(?:it|that|this|he|she|they)\b/i.test(text)) weight -= 0.6
  if (asked === '' && /\b(?:it|that|this)\b(?! is| was|'s)/i.test(text) && words < 9) weight -= 0.6
  if (asked === '' && contentWords(text).length < 3) weight -= 1.5
  if (CHAT.test(text) && words < 10) weight -= 0.8
  return weight
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0
}
