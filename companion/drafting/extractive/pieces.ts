/** Each statement of an answer as it may stand in a note: a clause, a few words, or a quote. */

import type { Candidate } from './candidate.js'
import { THOUGHT } from './lexicon.js'
import { isMasked } from './mask.js'
import { mentionsRelation } from './names.js'
import type { Statement } from './statements.js'
import { isVerbatim, straighten, withoutStop, wordsOf } from './text.js'
import { isClause, thirdPerson } from './third-person.js'

export interface Piece {
  /** `clause` can follow "that"; `words` can only stand in a list; `quoted` is verbatim. */
  readonly mode: 'clause' | 'words' | 'quoted'
  readonly text: string
}

const LONGEST_QUOTE = 34
const LONGEST_THOUGHT = 26

/** @param quoteOnly where the speaker is not known, whose "I" it is is not known either */
export function piecesOf(candidate: Candidate, quoteOnly: boolean): Piece[] {
  const whole = candidate.said.map(({ text }) => text).join(' ')
  const joint = mentionsRelation(whole) || isMasked(whole)
  const pieces = candidate.said.flatMap(statement => {
    const piece = pieceOf(statement, candidate, joint, quoteOnly)
    return piece === null ? [] : [piece]
  })
  return pieces
    .map((piece, at) => withSubject(piece, pieces[at - 1]))
    .filter((piece, at) => !saidAgain(piece, pieces[at + 1]) && !isSubject(piece, pieces[at + 1]))
}

const SOMEBODY = /^(?:their [a-z-]+|PERSON\d+)$/

function isSubject(piece: Piece, next: Piece | undefined): boolean {
  return (
    piece.mode === 'words' &&
    SOMEBODY.test(piece.text) &&
    next?.mode === 'clause' &&
    next.text.startsWith(`${piece.text} `)
  )
}

/** "My mother. She was in hospital." is one sentence about the mother. */
function withSubject(piece: Piece, before: Piece | undefined): Piece {
  if (before === undefined || before.mode !== 'words' || piece.mode !== 'clause' || !SOMEBODY.test(before.text))
    return piece
  return { ...piece, text: piece.text.replace(/^(?:he|she) /, `${before.text} `) }
}

/** "My sister. I could tell my sister.": the few words are in what follows. */
function saidAgain(piece: Piece, next: Piece | undefined): boolean {
  return next !== undefined && wordsOf(piece.text).length <= 4 && isVerbatim(piece.text, next.text)
}

function pieceOf(statement: Statement, candidate: Candidate, joint: boolean, quoteOnly: boolean): Piece | null {
  const text = withoutStop(straighten(statement.text))
  const words = wordsOf(text).length
  if (words === 0) return null
  const quotable = isVerbatim(text, statement.raw) && words <= LONGEST_QUOTE && !isMasked(text)
  if (quoteOnly) return quotable ? { mode: 'quoted', text } : null
  const reported = thirdPerson(text, joint)
  const telling =
    candidate.kind === 'risk' || (candidate.kind === 'cognition' && THOUGHT.test(text) && words <= LONGEST_THOUGHT)
  if (quotable && (telling || reported === null)) return { mode: 'quoted', text }
  if (reported === null) return null
  return isClause(text) ? { mode: 'clause', text: reported } : { mode: 'words', text: reported }
}
