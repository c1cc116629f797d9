/**
 * The map: turns in, candidates kept. Works on a window of contributions with a few ahead, so that the same turns give
 * the same candidates however they were cut into calls. State is plain data and bounded.
 */

import type { Turn } from '../../../device/contracts/turn.js'
import { finishScreen, screen } from '../risk-screen.js'
import { aboutSomebody, hear } from './about.js'
import { accountOf } from './account.js'
import { appointmentOf } from './appointments.js'
import type { Candidate } from './candidate.js'
import { close, gather } from './contributions.js'
import { interventionOf, observedIn } from './interventions.js'
import { add, cite } from './keep.js'
import type { MapState } from './map-state.js'
import { learnAddress, learnNames, learnRelations } from './names.js'
import { asksToLeaveOut, leftOut } from './off-record.js'
import { ratingOf, scoreOf } from './ratings.js'
import { recapOf } from './recap.js'
import { finishSpeakers, hearTurn } from './speakers.js'
import { negates } from './speech-acts.js'
import { tasksOffered } from './tasks-offered.js'
import { tasksSet } from './tasks-set.js'
import { stems } from './text.js'
import type { Contribution, Utterance } from './utterance.js'

/** Contributions looked ahead before one is read: proposal, answer, confirmation. */
const AHEAD = 3
/** Contributions kept behind: how far "don't write that down" may reach back. */
const BEHIND = 20
const MOST_STEMS = 20_000

export function mapTurn(state: MapState, turn: Turn): void {
  state.turns += 1
  learnRelations(state.names, turn.text)
  for (const utterance of hearTurn(state.speakers, turn)) take(state, utterance)
}

/** Reads what was still waited for. Nothing may be mapped afterwards: call it on a copy. */
export function finishMap(state: MapState): void {
  for (const utterance of finishSpeakers(state.speakers)) take(state, utterance)
  const last = close(state.contributions)
  if (last !== null) enter(state, last)
  while (state.next < state.window.length) read(state)
  finishScreen(state.risk)
  for (const { question, answer } of state.risk.exchanges) {
    cite(state, [...(question === null ? [] : [question.turnId]), ...answer.map(({ turnId }) => turnId)])
  }
}

function take(state: MapState, utterance: Utterance): void {
  learnNames(state.names, utterance.text, utterance.speaker === 'therapist')
  screenCited(state, utterance)
  for (const root of stems(utterance.text)) {
    const count = state.roots.get(root)
    if (count !== undefined || state.roots.size < MOST_STEMS) state.roots.set(root, (count ?? 0) + 1)
  }
  if (utterance.seat !== null && utterance.speaker === 'client') state.clientSeats.add(utterance.seat)
  const ended = gather(state.contributions, utterance)
  if (ended !== null) enter(state, ended)
}

function screenCited(state: MapState, utterance: Utterance): void {
  const sentences = state.recent.get(utterance.turnId) ?? []
  sentences.push(utterance)
  state.recent.set(utterance.turnId, sentences)
  const before = state.risk.exchanges.length
  screen(state.risk, utterance, state.contributions.order)
  const open = state.risk.open?.exchange
  if (state.risk.exchanges.length > before || open?.answer.at(-1)?.turnId === utterance.turnId)
    cite(state, [utterance.turnId])
}

function enter(state: MapState, contribution: Contribution): void {
  state.window.push(contribution)
  while (state.window.length - state.next > AHEAD) read(state)
  if (state.next > BEHIND) forget(state)
}

function forget(state: MapState): void {
  const drop = state.next - BEHIND
  for (const { utterances } of state.window.slice(0, drop)) {
    for (const { turnId } of utterances)
      if (!state.window[drop]?.utterances.some(kept => kept.turnId === turnId)) state.recent.delete(turnId)
  }
  state.window = state.window.slice(drop)
  state.next -= drop
}

const DOUBTS =
  /^(?:(?:ha|oh|mm|hm)\b[,.]?\s+)*(?:yeah\?|really\?|i'm guessing not|i take it .*(?:n't|not)|is (?:that|it|she|he)\?)[.!]?$/i

function read(state: MapState): void {
  const at = state.next
  state.next += 1
  const now = state.window[at]
  if (now === undefined) return
  const [before, next, after] = [state.window[at - 1], state.window[at + 1], state.window[at + 2]]
  if (asksToLeaveOut(now)) for (const id of leftOut(state.window, at)) state.offTheRecord.add(id)
  if (now.speaker === 'therapist') {
    if (next?.speaker === 'client') for (const { text } of now.utterances) learnAddress(state.names, text, next.seat)
    add(state, [
      scoreOf(now),
      observedIn(now),
      recapOf(state.recap, now, next, state.candidates.filter(isPlanned)),
      appointmentOf(before, now, next),
    ])
    const tasks = tasksSet(now, next)
    add(state, tasks)
    if (tasks.length === 0) add(state, [interventionOf(now, next)])
    hear(state, now)
    return
  }
  add(state, [
    appointmentOf(before, now, next),
    ...tasksOffered(state.window.slice(Math.max(0, at - 4), Math.max(0, at - 1)).reverse(), before, now, next, after),
  ])
  const rating = ratingOf(state.ratings, before, now)
  if (rating === 'continued')
    cite(
      state,
      [...now.utterances, ...(before?.utterances ?? [])].map(({ turnId }) => turnId),
    )
  else if (rating !== null) add(state, [rating])
  if (!meantOtherwise(next, after))
    add(
      state,
      accountOf(now, before, rating !== null).flatMap(candidate => aboutSomebody(state, candidate)),
    )
  hear(state, now)
}

function isPlanned({ kind }: Candidate): boolean {
  return kind === 'plan' || kind === 'homework'
}

/** Said in irony: the other doubts it, and the speaker says no. */
function meantOtherwise(next: Contribution | undefined, after: Contribution | undefined): boolean {
  const doubt = next?.utterances[0]?.text ?? ''
  return DOUBTS.test(doubt) && next?.speaker !== 'client' && negates(after?.utterances[0]?.text ?? '')
}
