/** Ratings: a scale that is asked for, and the number that is answered; asked again, the numbers stand together. */

import type { Candidate } from './candidate.js'
import { BARE_RATING, NUMBER, QUESTIONNAIRE, SCALE } from './lexicon.js'
import { isQuestion } from './speech-acts.js'
import { answerIn, type Statement } from './statements.js'
import { folded, straighten, wordsOf } from './text.js'
import type { Contribution } from './utterance.js'

/** Contributions within which "And now?" still asks for the same number. */
const SAME_THREAD = 10
const MOST_RATINGS = 100
const ASKS_AGAIN =
  /^(?:(?:and|okay|so|good)\b[,.]?\s+)*(?:number(?: now)?|(?:and |sitting here )?now|(?:and )?(?:where|what)(?:'s| is) (?:that|the) (?:other )?number\b[^?]*|what about now|right now|and after|and (?:the )?\w+ now)\?$/i

export interface RatingState {
  open: Candidate | null
  lastOrder: number
  /** The newest rating on each scale: "back to the wheel, nought to ten?" asks for it again. */
  readonly scales: Map<string, Candidate>
  /** All of them, a few dozen at most. */
  readonly all: Candidate[]
}

export function newRatingState(): RatingState {
  return { open: null, lastOrder: -SAME_THREAD, scales: new Map(), all: [] }
}

/**
 * @returns the rating if this question and answer began one; `'continued'` if they belong to an earlier one; `null` if
 *   they are no rating
 */
export function ratingOf(
  state: RatingState,
  before: Contribution | undefined,
  contribution: Contribution,
): Candidate | 'continued' | null {
  if (before === undefined || before.speaker === 'client') return null
  const asked = before.utterances.filter(utterance => isQuestion(utterance.text)).at(-1) ?? before.utterances.at(-1)
  if (asked === undefined) return null
  const answer = answerIn(contribution, false).statements
  const figures = answer.filter(isRating)
  const [first] = figures
  if (first === undefined) return null
  const again =
    ASKS_AGAIN.test(straighten(asked.text)) ||
    (isQuestion(asked.text) && SCALE.test(asked.text) && wordsOf(asked.text).length < 5)
  const span = spanOf(asked.text)
  const sameScale =
    span !== '' && isQuestion(asked.text) && wordsOf(asked.text).length <= 14 && !ASKS_NEW.test(asked.text)
      ? state.scales.get(span)
      : undefined
  const named = NAMES_NUMBER.exec(asked.text)?.[1]
  if (named !== undefined) return joinNamed(state, named, asked.turnId, figures.slice(-1), contribution.order)
  const thread = again && contribution.order - state.lastOrder <= SAME_THREAD ? state.open : (sameScale ?? null)
  if (thread !== null) {
    thread.said.push(...figures.slice(-1))
    thread.also.push(asked.turnId)
    thread.score += 0.5
    state.open = thread
    state.lastOrder = contribution.order
    return 'continued'
  }
  const scale = [...before.utterances].reverse().find(utterance => SCALE.test(utterance.text))
  if (scale === undefined || (!isQuestion(asked.text) && scale !== asked)) return null
  const rating: Candidate = {
    kind: 'measure',
    form: 'rating',
    order: contribution.order,
    speaker: contribution.speaker,
    seat: contribution.seat,
    asked: { turnId: scale.turnId, text: scale.text },
    said: [
      first,
      ...answer
        .slice(answer.indexOf(first) + 1, answer.indexOf(first) + 2)
        .filter(({ text }) => hasFigure(text) && !folded(first.text).includes(folded(text))),
    ],
    also: [],
    reply: null,
    answered: null,
    about: null,
    score: 4,
  }
  state.open = rating
  if (state.all.length < MOST_RATINGS) state.all.push(rating)
  if (spanOf(scale.text) !== '') state.scales.set(spanOf(scale.text), rating)
  state.lastOrder = contribution.order
  return rating
}

/** "That other number, the one that was a six": the rating that was answered so, and no other. */
const NAMES_NUMBER = /\bnumber\b.*\b(?:was|said) (?:a |an )?(\w+)\?$/i

function joinNamed(
  state: RatingState,
  number: string,
  turnId: string,
  figures: readonly Statement[],
  order: number,
): 'continued' | null {
  const thread = state.all.find(({ said }) => said.some(({ text }) => wordsOf(text).includes(number.toLowerCase())))
  if (thread === undefined) return null
  thread.said.push(...figures)
  thread.also.push(turnId)
  state.lastOrder = order
  return 'continued'
}

const ASKS_NEW = /\b(?:how|your mood|importan\w*|confiden\w*)\b/i

function spanOf(text: string): string {
  return (
    /\b(?:nought|zero|one|0|1)(?: to |-)(?:ten|a hundred|hundred|seven|five|10|100|7|5)\b|\bout of (?:ten|a hundred|10|100)\b/i
      .exec(text)?.[0]
      .toLowerCase() ?? ''
  )
}

function isRating(statement: Statement): boolean {
  return BARE_RATING.test(statement.text)
}

/** A score read out: "you came out at 16 today". */
export function scoreOf(contribution: Contribution): Candidate | null {
  if (contribution.speaker === 'client') return null
  const at = contribution.utterances.findIndex(
    utterance =>
      QUESTIONNAIRE.test(utterance.text) && hasFigure(utterance.text.replace(/\b(?:PHQ|GAD|CORE|PCL)-?\s?\d+/gi, '')),
  )
  if (at < 0) return null
  const said = contribution.utterances
    .slice(at, at + 2)
    .filter((utterance, index) => index === 0 || (hasFigure(utterance.text) && !isQuestion(utterance.text)))
    .map(utterance => ({ turnId: utterance.turnId, raw: utterance.text, text: utterance.text }))
  return {
    kind: 'measure',
    form: 'score',
    order: contribution.order,
    speaker: contribution.speaker,
    seat: contribution.seat,
    asked: null,
    said,
    also: [],
    reply: null,
    answered: null,
    about: null,
    score: 5,
  }
}

function hasFigure(text: string): boolean {
  return new RegExp(NUMBER.source, 'i').test(text)
}
