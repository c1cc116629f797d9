/** From a candidate to a sentence: third person, the client's own words where they carry meaning. Nothing is added. */

import { appointmentTime } from './appointments.js'
import type { Candidate } from './candidate.js'
import { indirectQuestion } from './indirect-question.js'
import { masked } from './mask.js'
import type { NameState } from './names.js'
import { type Piece, piecesOf } from './pieces.js'
import { listed, predicate, quotes } from './predicate.js'
import { ratingSentence } from './render-rating.js'
import { renderTask } from './render-task.js'
import { renderIntervention, renderObserved, renderScore } from './render-therapist.js'
import { isNod } from './speech-acts.js'
import { upperFirst, withoutStop, wordsOf } from './text.js'

/** What a sentence needs to know of the session it stands in. */
export interface RenderContext {
  readonly names: NameState
  /** More than one client is in the room. */
  readonly several: boolean
  /** "The client", or "Client B" where more than one is in the room. */
  readonly who: (candidate: Candidate) => string
}

export interface Rendered {
  readonly text: string
  /** The first quoted stretch, if there is one. */
  readonly quote: string | null
}

/** @returns `null` where the words do not make a sentence that would be plain */
export function render(candidate: Candidate, context: RenderContext): Rendered | null {
  const about = candidate.about === null ? null : `their ${candidate.about}`
  const mask = masked({ ...candidate, about }, context.names, context.several)
  const text = sentence(mask.candidate, context.who(candidate))
  if (text === null) return null
  const named = mask.unmask(text).replace(/\s+/g, ' ').replace(/;\s*;/g, ';')
  const closed = /[.!?]$|[.!?]'?"$/.test(named) ? named : named.endsWith('"') ? `${named.slice(0, -1)}."` : `${named}.`
  return { text: upperFirst(closed), quote: /"([^"]+)"/.exec(closed)?.[1] ?? null }
}

function sentence(candidate: Candidate, who: string): string | null {
  switch (candidate.form) {
    case 'account':
      return account(candidate, who)
    case 'rating':
      return ratingSentence(candidate, who)
    case 'score':
      return renderScore(candidate)
    case 'observed':
      return renderObserved(candidate)
    case 'intervention':
      return renderIntervention(candidate)
    case 'next-session': {
      const time = appointmentTime(candidate.said)
      return time === '' ? null : `Next session: ${time}`
    }
    case 'offer': {
      const offered = account({ ...candidate, asked: null, answered: null }, who)
      return offered === null
        ? null
        : `${withoutStop(offered)}; ${candidate.answered === 'yes' ? 'the other agreed' : 'the therapist took this up'}`
    }
    case 'homework':
    case 'agreed':
    case 'promise':
    case 'echo':
    case 'recap':
      return renderTask(candidate, who)
  }
}

function account(candidate: Candidate, who: string): string | null {
  const asked = candidate.asked === null ? null : indirectQuestion(candidate.asked.text)
  const unknown = candidate.speaker === 'unknown'
  const pieces = piecesOf(candidate, unknown)
  if (unknown) return pieces.length === 0 ? null : `It was said in the session: ${quotes(pieces)}`
  if (candidate.kind === 'risk' || candidate.said.every(({ text }) => isNod(text))) {
    return asked === null ? null : yesNo(candidate, asked, who, pieces)
  }
  if (pieces.length === 0) return null
  if (asked !== null && needsQuestion(pieces, candidate)) {
    const polar = candidate.answered === 'no' && /^(?:whether|about)\b/.test(asked)
    if (polar) return yesNo(candidate, asked, who, pieces)
    return `Asked ${asked}, ${lowerWho(who)} ${predicate(pieces, candidate, true)}`
  }
  if (!standsAlone(pieces, candidate)) return null
  const lead = candidate.about === null ? who : `Speaking of ${candidate.about}, ${lowerWho(who)}`
  return `${lead} ${predicate(pieces, candidate, false)}`
}

function yesNo(candidate: Candidate, asked: string, who: string, pieces: readonly Piece[]): string {
  const telling = pieces.filter(
    ({ text }) => (candidate.answered === null || !isNod(text)) && !/^(?:nothing|never|none)$/i.test(text),
  )
  const lead = `Asked ${asked}, ${lowerWho(who)}`
  if (candidate.answered === null)
    return telling.length === 0 ? `${lead} gave no plain answer` : `${lead} ${predicate(telling, candidate, true)}`
  const denied = candidate.kind === 'risk' && candidate.answered === 'no' ? denial(asked) : null
  if (denied !== null) {
    const words = telling.filter(({ mode }) => mode === 'quoted')
    return `Asked directly, ${lowerWho(who)} ${denied}${words.length === 0 ? '' : ` (${quotes(words)})`}`
  }
  const answer = candidate.answered === 'yes' ? 'said yes' : candidate.kind === 'risk' ? 'denied this' : 'said no'
  if (telling.length === 0) return `${lead} ${answer}`
  return `${lead} ${answer}: ${listed(telling)}`
}

/** "Asked whether they have had any thoughts of X" and a no: "denied any thoughts of X". */
function denial(asked: string): string | null {
  const thoughts =
    /^(?:whether they (?:are having|have had|have|had|ever had|have ever had|do have) |about )(any (?:thoughts?|urges?|plans?)\b.*)$/.exec(
      asked,
    )?.[1]
  if (thoughts !== undefined) return `denied ${thoughts}`
  const about = /^about ((?:thoughts?|urges?|plans?|\w+ing)\b.*)$/.exec(asked)?.[1]
  if (about !== undefined) return `denied ${about}`
  return /^whether /.test(asked)
    ? `denied ${asked
        .slice(8)
        .replace(/^/, 'that ')
        .replace(/, or whether /, ', or that ')}`
    : null
}

/** "How have you been?" tells a reader nothing that the answer does not. */
const ASKS_IN_GENERAL =
  /\b(?:how (?:have you been|are you|are things|'?s (?:things|it going|life))|how(?:'s| is| was| has) (?:the|your) (?:\w+ ){0,2}?week(?:end)?|what(?:'s| is) (?:going on|up|new)|what(?:'s| has) been happening|tell me more)\b/i

/** Whether the answer hangs in the air without what was asked. */
function needsQuestion(pieces: readonly Piece[], candidate: Candidate): boolean {
  const [first] = pieces
  if (candidate.asked === null || first === undefined) return false
  if (candidate.answered === 'no') return true
  if (first.mode === 'clause' && ASKS_IN_GENERAL.test(candidate.asked.text)) return false
  const words = wordsOf(first.text).length
  return (
    words < 6 ||
    first.mode !== 'clause' ||
    /^(?:it|that|this|he|she|they were|they are|because|mostly|so|then|not|to|in|on|at|by|when|one|two)\b/i.test(
      first.text,
    )
  )
}

/** Without its question a few words, or a bare no, would say something else. */
function standsAlone(pieces: readonly Piece[], candidate: Candidate): boolean {
  if (candidate.answered === 'no')
    return (
      /\b(?:not|never|no|none|nothing)\b|n't\b|\bcannot\b/i.test(pieces[0]?.text ?? '') &&
      wordsOf(pieces[0]?.text ?? '').length >= 4
    )
  if (/^(?:because|that|like|so that|which)\b/i.test(pieces[0]?.text ?? '')) return false
  return pieces[0]?.mode === 'clause' || wordsOf(pieces.map(({ text }) => text).join(' ')).length >= 9
}

function lowerWho(who: string): string {
  return who.replace(/^The client/, 'the client')
}
