/** Candidates and the turns they rest on: kept once, and no more of them than a note could ever use. */

import { type Candidate, evidenceOf } from './candidate.js'
import type { MapState } from './map-state.js'
import { folded } from './text.js'

/** Candidates kept when there are too many; a section shows a few dozen at most. */
const KEEP = 600
const PRUNE_AT = 900
const MOST_KEYS = 10_000

export function add(state: MapState, found: readonly (Candidate | null)[]): void {
  for (const candidate of found) {
    if (candidate === null) continue
    const key = `${candidate.form}:${candidate.asked === null ? '' : folded(candidate.asked.text)}:${candidate.said.map(({ raw }) => folded(raw)).join('|')}`
    if (state.keys.has(key)) continue
    if (state.keys.size < MOST_KEYS) state.keys.add(key)
    state.candidates.push(candidate)
    cite(state, evidenceOf(candidate))
  }
  if (state.candidates.length > PRUNE_AT) prune(state)
}

export function cite(state: MapState, ids: readonly string[]): void {
  for (const id of ids) {
    const sentences = state.recent.get(id)
    if (sentences !== undefined) state.cited.set(id, sentences)
  }
}

function prune(state: MapState): void {
  const open = state.ratings.open
  const kept = [...state.candidates].sort((a, b) => b.score - a.score || a.order - b.order).slice(0, KEEP)
  if (open !== null && !kept.includes(open)) kept.push(open)
  state.candidates = kept.sort((a, b) => a.order - b.order)
  const needed = new Set(kept.flatMap(evidenceOf))
  for (const { question, answer } of state.risk.exchanges) {
    if (question !== null) needed.add(question.turnId)
    for (const { turnId } of answer) needed.add(turnId)
  }
  for (const id of state.cited.keys()) if (!needed.has(id)) state.cited.delete(id)
}
