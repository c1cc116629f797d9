/** What the client said, after "the client": clauses after "that", lists after a colon, quotes in their marks. */

import type { Candidate } from './candidate.js'
import type { Piece } from './pieces.js'
import { quoted, wordsOf } from './text.js'

const THINKING =
  /^(?:(?:that|and) )?i (?:just |always |still |also )?(?:think|thought|was thinking|keep thinking|kept thinking|believe)(?: that)?,? (?=\S+ \S+)/i

/** @param asked whether the question stands before it */
export function predicate(pieces: readonly Piece[], candidate: Candidate, asked: boolean): string {
  if (pieces.every(({ mode }) => mode === 'quoted')) return quotedPredicate(pieces, candidate, asked)
  const [first, second] = pieces
  if (pieces.length === 1 && first?.mode === 'words') return `${asked ? 'answered' : 'said'}: ${first.text}`
  if (pieces.every(({ mode }) => mode === 'clause') && pieces.length <= 2) {
    return `${reportVerb(candidate)} that ${first?.text}${second === undefined ? '' : `, and that ${second.text}`}`
  }
  if (first?.mode === 'clause' && pieces.length === 2) {
    return `${reportVerb(candidate)} that ${first.text}${second?.mode === 'quoted' ? `: ${quoted(second.text)}` : `, ${second?.text}`}`
  }
  return `${asked ? 'answered' : reportVerb(candidate)}: ${listed(pieces)}`
}

function quotedPredicate(pieces: readonly Piece[], candidate: Candidate, asked: boolean): string {
  const [first, ...more] = pieces
  if (first === undefined) return ''
  const stripped = first.text.replace(THINKING, '')
  if (candidate.kind === 'cognition' && stripped !== first.text) {
    const tense = /\b(?:thought|was thinking)\b/i.test(first.text) ? 'having thought' : 'thinking'
    return `described ${tense}: ${quotes([{ mode: 'quoted', text: stripped }, ...more])}`
  }
  const short = pieces.length === 1 && wordsOf(first.text).length <= 4
  return `${asked ? 'answered' : 'said'}${short ? ' ' : ': '}${quotes(pieces)}`
}

function reportVerb(candidate: Candidate): string {
  return /^(?:symptom|event|substance|medication|homework-review|affect)$/.test(candidate.kind) ? 'reported' : 'said'
}

export function quotes(pieces: readonly Piece[]): string {
  const marked = pieces.map(({ text }) => quoted(text))
  return marked.length < 2 ? marked.join('') : `${marked.slice(0, -1).join(', ')} and ${marked.at(-1)}`
}

/** Short pieces side by side, as notes are written; quotes keep their marks. */
export function listed(pieces: readonly Piece[]): string {
  if (pieces.every(({ mode }) => mode === 'quoted')) return quotes(pieces)
  return pieces.map(({ mode, text }) => (mode === 'quoted' ? quoted(text) : text)).join('; ')
}
