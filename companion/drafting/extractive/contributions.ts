/** Gathers sentences into contributions: what one speaker says until the other speaks. */

import type { Contribution, Utterance } from './utterance.js'

/** A monologue is cut here, so that memory does not grow with it. */
const MOST_SENTENCES = 14

export interface ContributionState {
  open: Utterance[]
  order: number
}

export function newContributionState(): ContributionState {
  return { open: [], order: 0 }
}

/** Adds a sentence; gives the contribution that it ended, if it ended one. */
export function gather(state: ContributionState, next: Utterance): Contribution | null {
  const last = state.open.at(-1)
  const same = last === undefined || (last.speaker === next.speaker && last.seat === next.seat)
  const ended = same && state.open.length < MOST_SENTENCES ? null : close(state)
  state.open.push(next)
  return ended
}

export function close(state: ContributionState): Contribution | null {
  const [first] = state.open
  if (first === undefined) return null
  const contribution: Contribution = {
    order: state.order++,
    speaker: first.speaker,
    seat: first.seat,
    utterances: state.open,
  }
  state.open = []
  return contribution
}
