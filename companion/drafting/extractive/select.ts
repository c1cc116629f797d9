/** Which candidates stand in a section: the most informative, each matter once, as many as a standard note holds. */

import type { Place, SectionFormat } from '../formats/format.js'
import { type Candidate, evidenceOf } from './candidate.js'
import { CHANGE } from './lexicon.js'
import { stems } from './text.js'

/** Two sentences that share this part of the shorter one's words say the same. */
const SAME = 0.75
/** How much a matter that the session comes back to counts. */
const TOPIC_WEIGHT = 0.35

export interface Sentence {
  readonly candidate: Candidate
  readonly place: Place
  readonly text: string
  readonly quote: string | null
}

export function placeOf(candidate: Candidate): Place {
  const text = candidate.said.map(part => part.text).join(' ')
  switch (candidate.form) {
    case 'next-session':
      return 'next-session'
    case 'homework':
    case 'agreed':
    case 'promise':
    case 'offer':
    case 'echo':
    case 'recap':
      return 'plan'
    case 'rating':
      return candidate.said.length > 1 ? 'progress' : 'ratings'
    case 'score':
      return CHANGE.test(text) ? 'progress' : 'ratings'
    case 'observed':
      return 'observed'
    case 'intervention':
      return 'interventions'
    case 'account':
      return placeOfAccount(candidate)
  }
}

function placeOfAccount(candidate: Candidate): Place {
  if (candidate.kind === 'risk') return 'risk'
  if (candidate.kind === 'homework-review') return 'homework-review'
  if (candidate.kind === 'medication' || candidate.kind === 'substance') return 'substances'
  if (candidate.kind === 'goal' || candidate.kind === 'strength') return 'strengths'
  return 'account'
}

/** What a session keeps coming back to weighs more; words said once or twice are no topic. */
export function withTopics(candidate: Candidate, roots: ReadonlyMap<string, number>): number {
  let sum = 0
  const words = stems(candidate.said.map(({ text }) => text).join(' '))
  for (const word of words) {
    const count = roots.get(word) ?? 0
    if (count >= 3) sum += Math.log2(count)
  }
  return candidate.score + Math.min(3, (sum / Math.max(4, words.size)) * TOPIC_WEIGHT * 4)
}

export function choose(
  sentences: readonly Sentence[],
  section: SectionFormat,
  roots: ReadonlyMap<string, number>,
): Sentence[] {
  const ranked = sentences
    .filter(({ place }) => section.places.includes(place))
    .map(sentence => ({
      sentence,
      weight:
        sentence.place === 'risk' || sentence.place === 'next-session' ? 100 : withTopics(sentence.candidate, roots),
    }))
    .sort((a, b) => b.weight - a.weight || a.sentence.candidate.order - b.sentence.candidate.order)
  const chosen: Sentence[] = []
  const said: Set<string>[] = []
  let words = 0
  for (const { sentence } of ranked) {
    const count = sentence.text.split(' ').length
    if (chosen.length >= section.mostSentences || (words + count > section.mostWords && sentence.place !== 'risk'))
      continue
    const own = stems(sentence.text)
    if (
      sentence.place !== 'risk' &&
      (said.some(other => shares(own, other)) || chosen.some(other => sameMatter(other, sentence)))
    )
      continue
    chosen.push(sentence)
    said.push(own)
    words += count
  }
  return chosen.sort(
    (a, b) =>
      section.places.indexOf(a.place) - section.places.indexOf(b.place) || a.candidate.order - b.candidate.order,
  )
}

/** Contributions within which two dates belong to one talk about the diary. */
const ONE_TALK = 6

/**
 * Before anything is chosen: of the times that were repeated only those of the next meetings, and of an offer and its
 * wording by the therapist the fuller one.
 */
export function withoutDoubles(sentences: readonly Sentence[]): Sentence[] {
  const meetings = sentences.filter(({ place }) => place === 'next-session')
  const explicit = meetings.filter(({ candidate }) => candidate.answered === 'yes')
  const named = explicit.length > 0 ? explicit : meetings
  const last = named.at(-1)?.candidate.order ?? 0
  return sentences.filter(sentence => {
    if (sentence.place === 'next-session')
      return named.includes(sentence) && last - sentence.candidate.order <= ONE_TALK
    const twin = twinOf(sentence, sentences)
    return (
      twin === undefined ||
      wordCount(sentence) > wordCount(twin) ||
      (wordCount(sentence) === wordCount(twin) && sentence.candidate.form === 'echo')
    )
  })
}

function twinOf(sentence: Sentence, sentences: readonly Sentence[]): Sentence | undefined {
  const { form } = sentence.candidate
  if (form !== 'echo' && form !== 'offer') return undefined
  return sentences.find(other => {
    if (form === 'echo') return other.candidate.form === 'offer' && joins(sentence, other)
    return other.candidate.form === 'echo' && joins(other, sentence)
  })
}

function joins(echo: Sentence, offer: Sentence): boolean {
  return offer.candidate.said.some(({ turnId }) => echo.candidate.also.includes(turnId))
}

function wordCount({ text }: Sentence): number {
  return text.split(' ').length
}

function shares(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const smaller = Math.min(one.size, other.size)
  if (smaller < 2) return false
  let count = 0
  for (const word of one) if (other.has(word)) count++
  return count / smaller >= SAME
}

/** The same words were already used, as an answer or as a plan. */
function sameMatter(one: Sentence, other: Sentence): boolean {
  if (one.place !== other.place || one.place === 'plan') return false
  const ids = evidenceOf(one.candidate)
  return (
    one.candidate.said.some(a => other.candidate.said.some(b => a.turnId === b.turnId && a.raw === b.raw)) &&
    ids.length > 0
  )
}
