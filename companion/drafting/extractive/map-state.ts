/** What the map keeps of a session. Plain data and bounded: a copy can be finished while the session goes on. */

import { newRiskState, type RiskState } from '../risk-state.js'
import { type MentionState, newMentionState } from './antecedents.js'
import type { Candidate } from './candidate.js'
import { type ContributionState, newContributionState } from './contributions.js'
import { type NameState, newNameState } from './names.js'
import { newRatingState, type RatingState } from './ratings.js'
import { newRecapState, type RecapState } from './recap.js'
import { newSpeakerState, type SpeakerState } from './speakers.js'
import type { Contribution, Speaker, Utterance } from './utterance.js'

export interface MapState {
  readonly speakers: SpeakerState
  readonly contributions: ContributionState
  readonly names: NameState
  readonly mentions: MentionState
  readonly risk: RiskState
  readonly ratings: RatingState
  readonly recap: RecapState
  window: Contribution[]
  /** Index in the window of the next contribution to read. */
  next: number
  candidates: Candidate[]
  /** What was said word for word before: a second time adds nothing. */
  readonly keys: Set<string>
  /** How often each word's root was said: what a session keeps coming back to. */
  readonly roots: Map<string, number>
  readonly offTheRecord: Set<string>
  /** Sentences of the turns that candidates rest on, for the verifier. */
  readonly cited: Map<string, Utterance[]>
  /** Sentences of recent turns, until they are cited or too old. */
  readonly recent: Map<string, Utterance[]>
  readonly clientSeats: Set<string>
  turns: number
}

export function newMapState(roles: ReadonlyMap<string, Speaker> | null): MapState {
  return {
    speakers: newSpeakerState(roles),
    contributions: newContributionState(),
    names: newNameState(),
    mentions: newMentionState(),
    risk: newRiskState(),
    ratings: newRatingState(),
    recap: newRecapState(),
    window: [],
    next: 0,
    candidates: [],
    keys: new Set(),
    roots: new Map(),
    offTheRecord: new Set(),
    cited: new Map(),
    recent: new Map(),
    clientSeats: new Set(),
    turns: 0,
  }
}
