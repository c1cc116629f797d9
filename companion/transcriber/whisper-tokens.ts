/**
 * Reads whisper.cpp's tokens: time marks between texts. With `single_segment` all tokens of a window come in one list,
 * `[_TT_29] Good morning . [_TT_151] [_TT_190] Thank you …`, and the marks, which the model learnt from real
 * alignments, are far closer than whisper.cpp's own guess of token times.
 */

import type { Utterance } from './speech-engine.js'

export interface WhisperToken {
  readonly text: string
  readonly p: number
}

/** One time mark is a fiftieth of a second, in every Whisper model. */
const MARK_MS = 20
const MARK = /^\[_(?:TT_(\d+)|BEG_)\]$/
const SPECIAL = /^\[_.*\]$/

interface Span {
  readonly from: number
  readonly to: number
  readonly p: number
}

/**
 * @param tokens of one whisper segment, in order
 * @param text the same segment's text: a letter outside ASCII may be split over tokens, and only here is it whole
 * @param offsetMs where the window begins; time marks count from there
 * @param endMs where the sound ends; for a text after whose end the model set no mark
 */
export function readUtterances(
  tokens: readonly WhisperToken[],
  text: string,
  offsetMs: number,
  endMs: number,
): readonly Utterance[] {
  const spans = locate(tokens, text)
  const utterances: Utterance[] = []
  let startMs = offsetMs
  let open: Span[] = []
  const close = (atMs: number): void => {
    const utterance = utteranceOf(open, text, startMs, Math.max(startMs, Math.min(atMs, endMs)))
    if (utterance !== null) utterances.push(utterance)
    open = []
  }
  for (const [index, token] of tokens.entries()) {
    const markMs = readMark(token.text)
    if (markMs !== null) {
      close(offsetMs + markMs)
      startMs = Math.min(offsetMs + markMs, endMs)
    }
    const span = spans[index]
    if (span !== undefined && span !== null) open.push(span)
  }
  close(endMs)
  return utterances
}

/** Milliseconds of a time mark, null for any other token. */
export function readMark(token: string): number | null {
  const match = MARK.exec(token)
  return match === null ? null : Number(match[1] ?? 0) * MARK_MS
}

/** Where in the text each token stands; null for special tokens, which leave none. */
function locate(tokens: readonly WhisperToken[], text: string): readonly (Span | null)[] {
  let at = 0
  return tokens.map((token, index) => {
    if (SPECIAL.test(token.text)) return null
    const from = at
    if (text.startsWith(token.text, at)) {
      at += token.text.length
      return { from, to: at, p: token.p }
    }
    // Part of a letter: it ends where the next token that can be found begins, and its other parts share the place.
    const next = tokens.slice(index + 1).find(later => isWhole(later.text))
    const found = next === undefined ? text.length : text.indexOf(next.text, at)
    const to = found < 0 ? text.length : found
    if (isWhole(tokens[index + 1]?.text ?? '')) at = to
    return { from, to, p: token.p }
  })
}

function isWhole(token: string): boolean {
  return !token.includes('\uFFFD') && !SPECIAL.test(token)
}

function utteranceOf(spans: readonly Span[], text: string, startMs: number, endMs: number): Utterance | null {
  const first = spans[0]
  const last = spans.at(-1)
  if (first === undefined || last === undefined) return null
  const whole = text.slice(first.from, last.to)
  const trimmed = whole.trim()
  if (trimmed === '') return null
  const wordProbabilities: number[] = []
  for (const word of whole.matchAll(/\S+/g)) {
    const from = first.from + word.index
    const to = from + word[0].length
    const inWord = spans.filter(span => span.from < to && span.to > from)
    wordProbabilities.push(Math.min(1, ...inWord.map(span => span.p)))
  }
  const confidence = spans.reduce((sum, span) => sum + span.p, 0) / spans.length
  return { startMs, endMs, text: trimmed, confidence, wordProbabilities }
}
