/** What the therapist did in the session, as far as it was said: proposals that were taken up, and what was seen aloud. */

import type { Candidate } from './candidate.js'
import { HOMEWORK, OBSERVED } from './lexicon.js'
import { answerOf, isQuestion, supposes } from './speech-acts.js'
import type { Statement } from './statements.js'
import { straighten, wordsOf } from './text.js'
import { type Contribution, textsOf } from './utterance.js'

const PROPOSES =
  /\b(?:let's (?:look|try|do|write|practi[cs]e|start|work|go (?:through|back)|make|bring|close|take|use|think about|map|list|draw|rehearse|stay with)|i'd like (?:us )?to (?:try|do|look|write|start|work|come back|practi[cs]e|go through|do a)|i'd like us to|would you (?:be willing|like) to (?:try|do|say|imagine|read|write|close|message|tell)|do you want to have a go|(?:shall|can) we (?:try|look at|do|practi[cs]e|write|go through)|i'm going to (?:suggest|ask you to)|could you (?:tell|say|imagine|close|picture|turn)|would you try|try (?:saying|that|it)|we both)\b/i
const LEADS =
  /^(?:(?:so|and|okay|good|now|then|great)\b[,.]?\s+)*(?:bring up|notice|follow|breathe (?:in|with|out)|imagine|picture|close your eyes|put (?:your|whatever|both)|feet on|go and|start with|tell (?:her|him|them|me three)|say (?:it|the|that)|stay with|hold|write (?:that|this) (?:one )?down)\b/i

export function interventionOf(now: Contribution, next: Contribution | undefined): Candidate | null {
  if (now.speaker !== 'therapist' || next === undefined) return null
  const said: Statement[] = []
  for (const { turnId, text } of now.utterances) {
    const line = straighten(text)
    if (supposes(line) || /\bi (?:did )?wonder(?:ed)?\b/i.test(line)) continue
    const fits =
      PROPOSES.test(line) ||
      LEADS.test(line) ||
      (said.length > 0 && /^we (?!said|did|had|were|was|talked|agreed|looked)/i.test(line) && !isQuestion(line))
    if (fits && wordsOf(line).length >= 5 && said.length < 3) said.push({ turnId, raw: text, text: line })
  }
  if (said.length === 0) return null
  const answer = next.speaker === 'therapist' ? 'open' : answerOf(textsOf(next))
  if (answer === 'refused') return null
  // A question alone is told with its answer.
  if (answer !== 'accepted' && said.every(({ text }) => text.endsWith('?'))) return null
  const words = said.reduce((sum, { text }) => sum + wordsOf(text).length, 0)
  const named = said.some(
    ({ text }) =>
      HOMEWORK.test(text) ||
      /\b(?:thought|evidence|plan|list|scale|breath\w*|picture|image|role|rehears\w*|sentence)\b/i.test(text),
  )
  return {
    kind: 'intervention',
    form: 'intervention',
    order: now.order,
    speaker: 'therapist',
    seat: now.seat,
    asked: null,
    said,
    also: answer === 'accepted' ? next.utterances.slice(0, 1).map(utterance => utterance.turnId) : [],
    reply: null,
    answered: answer === 'accepted' ? 'yes' : null,
    about: null,
    score: 1.5 + Math.min(2, words * 0.06) + (answer === 'accepted' ? 1 : 0) + (named ? 1 : 0),
  }
}

/** "I notice your voice has dropped": the therapist's observation, because it was said aloud. */
export function observedIn(now: Contribution): Candidate | null {
  if (now.speaker !== 'therapist') return null
  const said = now.utterances
    .filter(({ text }) => OBSERVED.test(text) && !isQuestion(text) && !supposes(text) && wordsOf(text).length <= 24)
    .slice(0, 2)
    .map(({ turnId, text }) => ({ turnId, raw: text, text: straighten(text) }))
  if (said.length === 0) return null
  return {
    kind: 'behaviour',
    form: 'observed',
    order: now.order,
    speaker: 'therapist',
    seat: now.seat,
    asked: null,
    said,
    also: [],
    reply: null,
    answered: null,
    about: null,
    score: 4,
  }
}
