/**
 * Who spoke. With seats, which chair is the therapist's is read from how each chair talks over many turns. With one
 * microphone it is worked out sentence by sentence (forward-backward over two speakers, a fixed number of sentences
 * ahead), and what stays in doubt is `unknown`. State is plain data, so that a copy can be finished early.
 */

import type { Turn } from '../../../device/contracts/turn.js'
import { clientLogOdds } from './speaker-cues.js'
import { isNod, isPrompt, isQuestion } from './speech-acts.js'
import { sentencesOf } from './text.js'
import type { Sentence, Speaker, Utterance } from './utterance.js'

/** Turns waited for before the chairs are given their roles: a few minutes of talk. */
const TURNS_TO_SETTLE = 40
/** Difference of the chairs' mean log-odds from which the roles count as plain. */
const PLAIN_MARGIN = 0.5
/** Sentences heard past one before it is given its speaker. */
const AHEAD = 10
/** Below this the speaker stays unknown. */
const SURE = 0.88
/** A chair says it all: no order of speaking outweighs it. */
const SEATED_LOG_ODDS = 30

interface Waiting {
  readonly sentence: Sentence
  readonly emission: number
  /** Log-odds, from here on, that the other speaker says the next sentence. */
  readonly handsOver: number
  /** Log-probability of therapist and client, given everything up to here. */
  readonly forward: readonly [number, number]
}

export interface SpeakerState {
  /** Fixed before the session, or read from the talk. `null` while not settled. */
  roles: ReadonlyMap<string, Speaker> | null
  readonly held: Turn[]
  readonly waiting: Waiting[]
  /** Some speaker was worked out from the text alone. */
  uncertain: boolean
}

export function newSpeakerState(roles: ReadonlyMap<string, Speaker> | null): SpeakerState {
  return { roles, held: [], waiting: [], uncertain: false }
}

/** Takes a turn; gives the sentences whose speaker is now settled. */
export function hearTurn(state: SpeakerState, turn: Turn): Utterance[] {
  if (state.roles !== null) return hearSettled(state, turn)
  state.held.push(turn)
  return state.held.length < TURNS_TO_SETTLE ? [] : settleRoles(state)
}

/** Gives what is still waited for. Nothing may be heard afterwards. */
export function finishSpeakers(state: SpeakerState): Utterance[] {
  const settled = state.roles === null ? settleRoles(state) : []
  while (state.waiting.length > 0) settled.push(...release(state, 0))
  return settled
}

function settleRoles(state: SpeakerState): Utterance[] {
  state.roles = rolesOf(state.held)
  return state.held.splice(0).flatMap(turn => hearSettled(state, turn))
}

/** The chair that asks and reflects is the therapist's; all others are clients'. Empty where it is not plain. */
export function rolesOf(turns: readonly Turn[]): ReadonlyMap<string, Speaker> {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const turn of turns) {
    if (turn.seat === undefined) continue
    const entry = sums.get(turn.seat) ?? { sum: 0, count: 0 }
    for (const sentence of sentencesOf(turn.text)) {
      if (isNod(sentence)) continue
      entry.sum += clientLogOdds(sentence)
      entry.count += 1
    }
    sums.set(turn.seat, entry)
  }
  const means = [...sums].map(([seat, { sum, count }]) => ({ seat, mean: count === 0 ? 0 : sum / count }))
  means.sort((a, b) => a.mean - b.mean || (a.seat < b.seat ? -1 : 1))
  const [lowest, next] = means
  if (lowest === undefined || next === undefined || next.mean - lowest.mean < PLAIN_MARGIN) return new Map()
  return new Map(means.map(({ seat }) => [seat, seat === lowest.seat ? 'therapist' : 'client']))
}

function hearSettled(state: SpeakerState, turn: Turn): Utterance[] {
  const settled: Utterance[] = []
  const role = turn.seat === undefined ? undefined : roleOfSeat(state.roles, turn.seat)
  if (role === undefined) state.uncertain = true
  let opensTurn = true
  for (const text of sentencesOf(turn.text)) {
    const sentence: Sentence = { turnId: turn.id, seat: turn.seat ?? null, text, opensTurn }
    opensTurn = false
    const emission = role === undefined ? clientLogOdds(text) : role === 'client' ? SEATED_LOG_ODDS : -SEATED_LOG_ODDS
    push(state, sentence, emission)
    settled.push(...release(state, AHEAD))
  }
  return settled
}

function roleOfSeat(roles: ReadonlyMap<string, Speaker> | null, seat: string): Speaker | undefined {
  if (roles === null || roles.size === 0) return undefined
  // A chair that spoke first after the roles were settled is no therapist's: that one has been heard.
  return roles.get(seat) ?? 'client'
}

function push(state: SpeakerState, sentence: Sentence, emission: number): void {
  const before = state.waiting.at(-1)
  const forward: [number, number] = [0, emission]
  if (before !== undefined) {
    const change = changeLogOdds(before, sentence)
    const [stay, swap] = [-logSum(0, change), change - logSum(0, change)]
    const [t, c] = before.forward
    forward[0] = logSum(t + stay, c + swap)
    forward[1] = logSum(c + stay, t + swap) + emission
  }
  const scale = Math.max(forward[0], forward[1])
  state.waiting.push({
    sentence,
    emission,
    handsOver: isQuestion(sentence.text) || isPrompt(sentence.text) ? 1 : 0,
    forward: [forward[0] - scale, forward[1] - scale],
  })
}

/** Within a turn speakers rarely change, unless a question was asked; between turns they often do. */
function changeLogOdds(before: Waiting, next: Sentence): number {
  if (before.sentence.seat !== null && before.sentence.seat !== next.seat) return 4
  if (before.handsOver > 0) return next.opensTurn ? 1.8 : isQuestion(next.text) ? -1.5 : 0.2
  return next.opensTurn ? 0.7 : -3
}

function release(state: SpeakerState, ahead: number): Utterance[] {
  const oldest = state.waiting[0]
  if (oldest === undefined || state.waiting.length <= ahead) return []
  let backward: [number, number] = [0, 0]
  for (let at = state.waiting.length - 1; at > 0; at--) {
    const later = state.waiting[at] as Waiting
    const change = changeLogOdds(state.waiting[at - 1] as Waiting, later.sentence)
    const [stay, swap] = [-logSum(0, change), change - logSum(0, change)]
    const [t, c] = [backward[0], backward[1] + later.emission]
    backward = [logSum(t + stay, c + swap), logSum(c + stay, t + swap)]
    const scale = Math.max(backward[0], backward[1])
    backward = [backward[0] - scale, backward[1] - scale]
  }
  state.waiting.shift()
  const odds = oldest.forward[1] + backward[1] - oldest.forward[0] - backward[0]
  const client = 1 / (1 + Math.exp(-odds))
  const speaker: Speaker = client >= SURE ? 'client' : client <= 1 - SURE ? 'therapist' : 'unknown'
  return [{ ...oldest.sentence, speaker }]
}

function logSum(a: number, b: number): number {
  const most = Math.max(a, b)
  return most + Math.log(Math.exp(a - most) + Math.exp(b - most))
}
