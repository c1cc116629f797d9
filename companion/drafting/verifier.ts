/**
 * The verifier, always on, whoever wrote the sentence: what a sentence claims is looked for in the turns it cites.
 * What fails is repaired (quotation marks taken away), marked unsupported with its reason, or dropped. Pure.
 */

import { affirms, answerOf, commits, negates, refuses } from './extractive/speech-acts.js'
import { reallyAsks } from './extractive/statements.js'
import { contentWords, folded, isVerbatim, stem, straighten, wordsOf } from './extractive/text.js'
import type { Speaker } from './extractive/utterance.js'
import { PAST } from './extractive/verb-forms.js'
import type { DraftSentence } from './note-draft.js'
import type { UnsupportedReason } from './verifier-reasons.js'

/** A turn as the verifier needs it. One turn may hold both speakers' words. */
export interface CitedTurn {
  readonly id: string
  readonly sentences: readonly { readonly speaker: Speaker; readonly text: string }[]
}

export interface VerifyContext {
  /** The section holds only what was agreed aloud. */
  readonly agreedOnly: boolean
  readonly turn: (id: string) => CitedTurn | undefined
  /** Whether a word names somebody who is not in the room. */
  readonly isPerson: (word: string) => boolean
}

/** Below this part of a sentence's own words in the cited turns it says something else. */
const LEAST_COVERAGE = 0.8

/** @returns the sentence, repaired or marked; `null` if it may not be shown at all (it names a third party) */
export function verify(sentence: DraftSentence, context: VerifyContext): DraftSentence | null {
  if (sentence.source !== 'evidenced') return sentence
  if (
    [...sentence.text.matchAll(/[A-Z][a-z]+/g)].some(([word]) => context.isPerson(word) && !titled(sentence.text, word))
  )
    return null
  if (sentence.evidence.length === 0) return unsupported(sentence, 'no evidence given')
  const turns = sentence.evidence.map(id => context.turn(id))
  if (turns.includes(undefined)) return unsupported(sentence, 'evidence is not in the transcript')
  const cited = turns as readonly CitedTurn[]
  const text = withTrueQuotes(sentence.text, cited)
  const reason = reasonAgainst(text, cited, context)
  const repaired = text === sentence.text ? sentence : { ...sentence, text }
  return reason === null ? repaired : unsupported(repaired, reason)
}

function titled(text: string, word: string): boolean {
  return new RegExp(`\\b(?:Dr|Mr|Mrs|Ms|Doctor)\\.? ${word}\\b`).test(text)
}

function unsupported(sentence: DraftSentence, reason: UnsupportedReason): DraftSentence {
  return { ...sentence, source: 'unsupported', reason }
}

/** Marks that do not enclose words of one cited turn, by one speaker, are taken away: what stays is a paraphrase. */
function withTrueQuotes(text: string, cited: readonly CitedTurn[]): string {
  const speeches = cited.flatMap(turn =>
    [...new Set(turn.sentences.map(({ speaker }) => speaker))].map(speaker => said(turn, speaker)),
  )
  const byClient = cited.flatMap(turn => [said(turn, 'client'), said(turn, 'unknown')])
  return straighten(text).replace(/"([^"]*)"/g, (marked, inner: string, at: number) => {
    const pool = /\btherapist[^"]{0,40}$/i.test(text.slice(0, at)) ? speeches : byClient
    return pool.some(speech => isVerbatim(inner, speech)) ? marked : inner
  })
}

function said(turn: CitedTurn, speaker: Speaker): string {
  return turn.sentences
    .filter(sentence => sentence.speaker === speaker)
    .map(({ text }) => text)
    .join(' ')
}

function reasonAgainst(text: string, cited: readonly CitedTurn[], context: VerifyContext): UnsupportedReason | null {
  const whole = cited.flatMap(turn => turn.sentences.map(sentence => sentence.text)).join(' ')
  if (!figuresIn(text).every(figure => figuresIn(whole).includes(figure)))
    return 'a number, dose or date is not in the cited turns'
  if (!capitalsIn(text).every(word => folded(whole).includes(` ${word.toLowerCase()}`)))
    return 'a name is not in the cited turns'
  if (negationsIn(text) > 0 && negationsIn(whole) === 0) return 'a negation is not in the cited turns'
  if (/\bden(?:y|ies|ied|ying)\b/i.test(text) && !isDenial(cited)) return 'a denial needs a question and a plain no'
  if (context.agreedOnly && !isAgreed(cited)) return 'not agreed aloud'
  return coverage(text, whole) < LEAST_COVERAGE ? 'says what the cited turns do not say' : null
}

const FIGURE_WORD =
  /^(?:\d.*|zero|nought|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|twice|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|august|september|october|november|december|mg|mcg|milligrams?|micrograms?|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|twentieth|thirtieth)$/

function figuresIn(text: string): string[] {
  return wordsOf(text)
    .map(word => word.replace(/'s$/, ''))
    .filter(word => FIGURE_WORD.test(word))
}

function capitalsIn(text: string): string[] {
  const inner = straighten(text).replace(/(?:^|[.:;!?]\s+|")["']?[A-Z][\w']*/g, ' ')
  return [...inner.matchAll(/\b[A-Z][a-z]+\b/g)]
    .map(([word]) => word)
    .filter(word => !/^(?:Asked|Client|Next|Agreed|Read|Score|The|They|Their)$/.test(word))
}

function negationsIn(text: string): number {
  return wordsOf(text)
    .map(word => word.replace(/'s$/, ''))
    .filter(word => /^(?:no|not|never|none|nothing|nobody|cannot|without|neither|nor|nah|zero|no-one)$|n't$/.test(word))
    .length
}

/** Somebody asks, and the words that answer begin with a no. */
function isDenial(cited: readonly CitedTurn[]): boolean {
  const sentences = cited.flatMap(turn => turn.sentences)
  const asked = sentences.findIndex(
    ({ speaker, text }) =>
      speaker !== 'client' && (reallyAsks(text) || text.endsWith('?') || /^(?:and )?any\b/i.test(text)),
  )
  return (
    asked >= 0 &&
    sentences
      .slice(asked + 1)
      .some(({ speaker, text }) => negates(text) && (speaker !== 'therapist' || wordsOf(text).length < 4))
  )
}

/** The cited turns hold a yes or a promise of the client's and no refusal of what is cited. */
function isAgreed(cited: readonly CitedTurn[]): boolean {
  const client = cited.flatMap(turn =>
    turn.sentences.filter(({ speaker }) => speaker !== 'therapist').map(({ text }) => text),
  )
  const therapist = cited.flatMap(turn =>
    turn.sentences.filter(({ speaker }) => speaker === 'therapist').map(({ text }) => text),
  )
  if (client.length === 0) return false
  if (answerOf(client) === 'refused' && !client.some(commits)) return false
  const willing = client.some(text => affirms(text) || commits(text))
  const shared = therapist.some(text =>
    client.some(
      other => wordsOf(text).some(word => FIGURE_WORD.test(word) && wordsOf(other).includes(word)) && !refuses(other),
    ),
  )
  return willing || shared
}

/** Words a sentence is built with, whatever it is about. */
const BUILDING = new Set(
  (
    'client therapist said reported described thinking thought having asked answered denied offered agreed homework next session ' +
    'read back confirmed score aloud observed speaking proposed suggested added whether person named plain answer gave rate rating took ' +
    'take other directly say yes yeah cannot shall themselves theirs mum mom dad mam nan gran grandma mother father brother sister friend ' +
    'partner son daughter aunt uncle husband wife flatmate neighbour manager boss colleague cousin ex dog cat grandson both'
  )
    .split(' ')
    .map(stem),
)

function coverage(text: string, whole: string): number {
  const own = contentWords(text)
    .map(stem)
    .filter(word => !BUILDING.has(word))
  if (own.length === 0) return 1
  const there = new Set(wordsOf(whole).flatMap(word => [stem(word), ...word.split("'").map(stem)]))
  const forms = new Set([...there].flatMap(word => (PAST[word] === undefined ? [] : [stem(PAST[word])])))
  return own.filter(word => there.has(word) || forms.has(word) || isInflected(word, there)).length / own.length
}

/** "went" for "go": indirect questions change a verb's form. Irregular forms are short; length guards the rest. */
function isInflected(word: string, there: ReadonlySet<string>): boolean {
  return [...there].some(
    other =>
      other.length > 3 && word.length > 3 && (other.startsWith(word.slice(0, 4)) || word.startsWith(other.slice(0, 4))),
  )
}
