/** What the risk screen keeps. Plain data, so that a copy can be read to its end while the session goes on. */

import type { RiskMention, RiskTopic } from './note-draft.js'

/** Sentences after a risk question within which "did you ever think that way?" still means it. */
export const ASKS_ON_WITHIN = 12

export type Said = 'denied' | 'endorsed' | 'past' | 'mentioned'

/** A risk question with its answer, or a line that stands alone. */
export interface RiskExchange {
  readonly order: number
  readonly topics: readonly RiskTopic[]
  readonly question: { readonly turnId: string; readonly text: string } | null
  readonly answer: { readonly turnId: string; readonly text: string; readonly seat: string | null }[]
  /** Turns right after an answer that was no denial: how often, how, when. */
  readonly follow: string[]
  said: Said | null
}

/** A risk question whose answer is still being heard. */
export interface OpenQuestion {
  readonly exchange: RiskExchange
  readonly past: boolean
  answered: boolean
}

export interface RiskState {
  readonly exchanges: RiskExchange[]
  readonly others: { readonly topic: RiskTopic; readonly about: RiskMention['about']; readonly turnId: string }[]
  open: OpenQuestion | null
  lastTopics: readonly RiskTopic[]
  sinceAsked: number
  order: number
  following: { readonly exchange: RiskExchange; left: number } | null
}

export function newRiskState(): RiskState {
  return {
    exchanges: [],
    others: [],
    open: null,
    lastTopics: [],
    sinceAsked: ASKS_ON_WITHIN,
    order: 0,
    following: null,
  }
}
