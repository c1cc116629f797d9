/** What of a contribution counts as said: without nods, questions, slips that were put right, irony and suppositions. */

import { NUMBER, TIME } from './lexicon.js'
import { affirms, correctionEnd, isIronic, isNod, isQuestion, negates, opensMatter, supposes } from './speech-acts.js'
import { contentWords, stems, straighten, withoutFillers, wordsOf } from './text.js'
import type { Contribution, Utterance } from './utterance.js'

export interface Statement {
  readonly turnId: string
  /** As transcribed. */
  readonly raw: string
  /** Without fillers and without what the speaker took back. */
  readonly text: string
}

export interface Answer {
  readonly statements: readonly Statement[]
  /** The first words say yes or no. */
  readonly yes: Utterance | null
  readonly no: Utterance | null
}

const OPENS_QUESTION =
  /^(?:(?:and|so|but|or|well|oh)\b[,.]?\s+)*(?:what|when|where|who|whose|how|why|which|do|does|did|have|has|is|are|was|were|can|could|would|will|am|should)\b/i

/** A question by its words. A mark alone may be the recogniser's, or a voice that goes up ("Forty?"). */
export function reallyAsks(text: string): boolean {
  return isQuestion(text) && (OPENS_QUESTION.test(straighten(text)) || /\byou(?:r|'re|'ve|'d)?\b/i.test(text))
}

export function answerIn(contribution: Contribution, keepsSupposed: boolean): Answer {
  const kept: Statement[] = []
  for (const utterance of contribution.utterances) {
    if (
      reallyAsks(utterance.text) ||
      isIronic(utterance.text) ||
      opensMatter(utterance.text) ||
      /^sorry\b/i.test(utterance.text)
    )
      continue
    const bare = withoutFillers(utterance.text)
    if (takesBack(bare, kept)) continue
    const instead = insteadOf(bare, kept)
    const corrected = instead >= 0 ? instead : correctionEnd(bare)
    if (corrected >= 0) dropCorrected(kept, bare.slice(corrected))
    const text = withoutTag(corrected >= 0 ? bare.slice(corrected) : bare)
    if (isNod(text) || wordsOf(text).length === 0) continue
    if (supposes(text) && !keepsSupposed) continue
    if (isBroken(text) || isEmpty(text)) continue
    kept.push({ turnId: utterance.turnId, raw: utterance.text, text })
  }
  const head = contribution.utterances[0]
  return {
    statements: kept,
    yes: head !== undefined && affirms(head.text) ? head : null,
    no: head !== undefined && negates(head.text) ? head : null,
  }
}

/** Broken off in the middle: what was meant is not there to be reported. */
function isBroken(text: string): boolean {
  return /\b(?:a|an|the|my|your|to|of|and|but|or|i|was|is|he was|she was)(?:,|[.!?]?$)/i.test(
    text.replace(/\b(?:it|that|he|she) (?:was|is)[.!?]?$/i, ''),
  )
}

/** A lone "she" or "there": left over from a recogniser's cut. */
function isEmpty(text: string): boolean {
  return contentWords(text).length === 0 && !carriesFigure(text) && wordsOf(text).length < 3
}

const TAG =
  /,\s*(?:isn't|wasn't|doesn't|didn't|haven't|hasn't|aren't|won't|wouldn't|can't|don't) (?:it|i|he|she|they|you|we)\?$/i
/** The yes or no that opens an answer. */
export const SPOKEN_YES_NO = /^(?:(?:no|yes|yeah|yep|nah|nope|okay|ok|right|sure)\b[,.]? )+(?=\S+ \S+)/i

/** Without "isn't it?", and without the yes or no that opens it: the answer says that apart. */
function withoutTag(text: string): string {
  return text.replace(TAG, '.').replace(SPOKEN_YES_NO, '')
}

function carriesFigure(text: string): boolean {
  return new RegExp(NUMBER.source, 'i').test(text) || new RegExp(TIME.source, 'i').test(text)
}

/** "No." or "No, that was February." after a figure: the figure before it does not stand. */
function takesBack(text: string, kept: Statement[]): boolean {
  const last = kept.at(-1)
  if (last === undefined) return false
  if (/^no,? (?:that|it|this) was\b/i.test(text) && carriesFigure(last.text)) {
    kept.pop()
    return true
  }
  if (/^(?:no|sorry)[.!]?$/i.test(text) && carriesFigure(last.text) && wordsOf(last.text).length < 9) {
    kept.pop()
    return true
  }
  const unsaid = /^(?:no,? )?not (?:the |my |his |her )?(\w+)\b/i.exec(text)
  if (unsaid !== null && wordsOf(text).length < 8 && stems(last.text).has((unsaid[1] ?? '').toLowerCase())) {
    kept.pop()
    return true
  }
  return false
}

/** "Saturday. No, Sunday.": where what counts begins; `-1` if nothing is put right. */
function insteadOf(text: string, kept: readonly Statement[]): number {
  const last = kept.at(-1)
  const no = /^no,? (?=\S)/i.exec(text)
  if (no === null || last === undefined || wordsOf(last.text).length > 6 || !carriesFigure(last.text)) return -1
  const rest = text.slice(no[0].length)
  return wordsOf(rest).length <= 4 && carriesFigure(rest) ? no[0].length : -1
}

function dropCorrected(kept: Statement[], after: string): void {
  if (!carriesFigure(after)) return
  while (kept.length > 0 && carriesFigure(kept.at(-1)?.text ?? '')) kept.pop()
}
