/** The therapist reads the plan back and the client confirms it: the surest words a plan can rest on. */

import type { Candidate } from './candidate.js'
import { TIME } from './lexicon.js'
import { affirms, isNod, isQuestion, negates, refuses } from './speech-acts.js'
import type { Statement } from './statements.js'
import { isMostlyTime } from './temporal.js'
import { stems, straighten, wordsOf } from './text.js'
import { type Contribution, textsOf } from './utterance.js'

const READS_BACK =
  /\b(?:(?:let me|i'll|shall i|can i) (?:just )?(?:read|go over|run through|say|sum|recap|summari[sz]e|check)\b.*(?:back|what (?:i've|we've)|that|it|up|plan)|read(?:ing)? (?:it|that|this) back|to (?:recap|sum up)|so what we(?:'ve)? (?:said|agreed)|we(?:'ve)? agreed)\b/i
const LISTS = /^(?:okay[,.]? |right[,.]? |good[,.]? )*so,? (?:[^,.?]+,){2,}[^,?]+[.]?$/i
const NEWER = 8

export interface RecapState {
  /** Order of the contribution that was last part of a reading back. */
  last: number
}

export function newRecapState(): RecapState {
  return { last: -NEWER }
}

function sharesWords(text: string, now: Contribution): boolean {
  const words = stems(textsOf(now).join(' '))
  return [...stems(text)].some(word => words.has(word))
}

function hasPlanWords(text: string): boolean {
  return new RegExp(TIME.source, 'i').test(text) || /\b(?:every|each|all \w+|once|at home)\b/i.test(text)
}

/** Items of a list that were planned before: a list of what happened is no plan. */
function listsPlan(text: string, planned: readonly Candidate[]): boolean {
  const words = stems(text)
  const before = stems(planned.flatMap(({ said }) => said.map(part => part.text)).join(' '))
  return (
    [...words].filter(word => before.has(word)).length >= 2 &&
    !/^so,? (?:you|your|when|he|she|they|it)\b/i.test(straighten(text))
  )
}

/**
 * @param next what the client said to it
 * @param planned what was agreed so far
 */
export function recapOf(
  state: RecapState,
  now: Contribution,
  next: Contribution | undefined,
  planned: readonly Candidate[],
): Candidate | null {
  if (now.speaker !== 'therapist' || next === undefined || next.speaker !== 'client') return null
  const starts = now.utterances.findIndex(utterance => READS_BACK.test(utterance.text))
  const lists = now.utterances.findIndex(({ text }) => LISTS.test(text) && listsPlan(text, planned))
  const goesOn = now.order - state.last <= 2
  if (starts < 0 && lists < 0 && (!goesOn || !now.utterances.some(({ text }) => hasPlanWords(text)))) return null
  state.last = now.order
  const yes = textsOf(next).slice(0, 2)
  const taken = yes.some(affirms) || yes.some(text => sharesWords(text, now))
  if (!taken || yes.some(refuses) || negates(yes[0] ?? '')) return null
  const items = now.utterances
    .slice(starts >= 0 ? starts : Math.max(0, lists))
    .filter(
      ({ text }) =>
        !READS_BACK.test(text) && !isQuestion(text) && !isNod(text) && !isMostlyTime(text) && wordsOf(text).length >= 3,
    )
  if (items.length === 0) return null
  const said: Statement[] = items.map(({ turnId, text }) => ({ turnId, raw: text, text }))
  return {
    kind: 'plan',
    form: 'recap',
    order: now.order,
    speaker: 'therapist',
    seat: now.seat,
    asked: null,
    said,
    also: next.utterances.slice(0, 1).map(utterance => utterance.turnId),
    reply: null,
    answered: 'yes',
    about: null,
    score: 6,
  }
}
