/** The reduce: from what the map kept to a note in a format. Pure; the same state gives the same note. */

import type { NoteFormat, SectionFormat } from '../formats/format.js'
import { FORMATS } from '../formats/index.js'
import type { DraftSection, DraftSentence, FormatKey, NoteDraft } from '../note-draft.js'
import { findingsOf } from '../risk-findings.js'
import type { RiskExchange } from '../risk-state.js'
import { type CitedTurn, verify } from '../verifier.js'
import { type Candidate, evidenceOf } from './candidate.js'
import { finishMap } from './map.js'
import type { MapState } from './map-state.js'
import { isPerson, seatCalled } from './names.js'
import { type RenderContext, render } from './render.js'
import { choose, placeOf, type Sentence, withoutDoubles } from './select.js'
import { isNod, negates } from './speech-acts.js'
import { SPOKEN_YES_NO } from './statements.js'

export const EXTRACTIVE = 'extractive-1'
const SPEAKER_UNCERTAIN = 'speaker worked out from the text'

/** @param mapped left as it is: the session may go on after a draft */
export function composeNote(mapped: MapState, key: FormatKey): NoteDraft {
  const state = structuredClone(mapped)
  finishMap(state)
  const format = FORMATS[key]
  const sentences = withoutDoubles(sentencesOf(state))
  return {
    version: 1,
    format: key,
    drafter: EXTRACTIVE,
    risk: findingsOf(state.risk),
    sections: sectionsOf(format, sentences, state),
    offTheRecord: [...state.offTheRecord],
    speakersUncertain: state.speakers.uncertain,
  }
}

function sentencesOf(state: MapState): Sentence[] {
  const context: RenderContext = { names: state.names, several: state.clientSeats.size > 1, who: whoIn(state) }
  const risky = state.risk.exchanges.flatMap(riskCandidate)
  const asked = new Set(risky.map(candidate => candidate.asked?.turnId ?? ''))
  const near = new Set(state.risk.exchanges.flatMap(({ follow }) => follow))
  const rendered = [...risky, ...state.candidates].flatMap(candidate => {
    if (evidenceOf(candidate).some(id => state.offTheRecord.has(id))) return []
    if (candidate.form === 'account' && candidate.score < leastScore(candidate)) return []
    const sentence = render(candidate, context)
    return sentence === null
      ? []
      : [{ candidate, place: isNear(candidate, near) ? 'risk' : placeOf(candidate), ...sentence } as const]
  })
  const used = wordsUsed(rendered)
  return rendered.filter(({ candidate }) => {
    if (candidate.form !== 'account' || candidate.kind === 'risk') return true
    return !(candidate.asked !== null && asked.has(candidate.asked.turnId)) && !isTold(candidate, used)
  })
}

/** Whose words they are is not known: only what matters much is told all the same. */
const LEAST_FOR_UNKNOWN = 4
/** An aside that says next to nothing by itself is left out even of a short note. */
const LEAST = 0.5

function leastScore({ speaker, kind }: Candidate): number {
  return kind === 'risk' ? 0 : speaker === 'unknown' ? LEAST_FOR_UNKNOWN : LEAST
}

function whoIn(state: MapState): (candidate: Candidate) => string {
  const several = state.clientSeats.size > 1
  return candidate => (several && candidate.seat !== null ? `Client ${candidate.seat}` : 'The client')
}

/** What was asked next after a yes to a risk question stands with it: how often, how, when. */
function isNear({ form, said }: Candidate, near: ReadonlySet<string>): boolean {
  return form === 'account' && said.some(({ turnId }) => near.has(turnId))
}

/** Half of it or more stands elsewhere. */
function isTold({ said }: Candidate, used: ReadonlySet<string>): boolean {
  return said.filter(({ turnId, raw }) => used.has(`${turnId} ${raw}`)).length * 2 >= said.length
}

/** What stands in the plan or as a rating is not told a second time. */
function wordsUsed(sentences: readonly Sentence[]): Set<string> {
  const elsewhere = sentences
    .map(({ candidate }) => candidate)
    .filter(({ form }) => form !== 'account' && form !== 'intervention')
  return new Set(
    elsewhere.flatMap(({ said, reply }) =>
      [...said, ...(reply === null ? [] : [reply])].map(({ turnId, raw }) => `${turnId} ${raw}`),
    ),
  )
}

/** A risk question and its answer are always told, in the order in which they were asked. */
function riskCandidate(exchange: RiskExchange): Candidate[] {
  const { question, answer, said, order } = exchange
  const [first] = answer
  if (question === null || first === undefined) return []
  // "No. Not since last year." is neither a denial nor a yes: all of it is told.
  const mixed = said !== 'denied' && negates(first.text)
  const answered = said === 'denied' ? 'no' : !mixed && (said === 'endorsed' || said === 'past') ? 'yes' : null
  const telling = answered === null ? answer : answer.filter(({ text }) => !isNod(text))
  const parts = (telling.length > 0 ? telling : [first]).slice(0, 3).map(({ turnId, text }) => ({
    turnId,
    raw: text,
    text: answered === null ? text : text.replace(SPOKEN_YES_NO, ''),
  }))
  return [
    {
      kind: 'risk',
      form: 'account',
      order,
      speaker: 'client',
      seat: first.seat,
      asked: question,
      said: parts,
      also: answer.map(({ turnId }) => turnId),
      reply: null,
      answered,
      about: null,
      score: 10,
    },
  ]
}

function sectionsOf(format: NoteFormat, sentences: readonly Sentence[], state: MapState): DraftSection[] {
  return format.sections.map(section => {
    const chosen = choose(sentences, section, state.roots)
    const written = chosen.flatMap((sentence, at) => checked(sentence, at, section, state))
    const blank = section.blankAlways || written.length === 0 ? { blank: section.blank } : {}
    return { key: section.key, title: section.title, sentences: written, ...blank }
  })
}

function checked(sentence: Sentence, at: number, section: SectionFormat, state: MapState): DraftSentence[] {
  const drafted: DraftSentence = {
    id: `${section.key}-${at + 1}`,
    text: sentence.text,
    source: 'evidenced',
    evidence: evidenceOf(sentence.candidate),
    ...(state.speakers.uncertain && sentence.candidate.speaker === 'unknown' ? { reason: SPEAKER_UNCERTAIN } : {}),
  }
  const result = verify(drafted, {
    agreedOnly: section.agreedOnly,
    turn: id => citedTurn(state, id),
    isPerson: word => isThirdParty(state, word),
  })
  // An offer that was not taken up is no news in a plan: it is dropped, not shown as a doubt.
  const dropped = result === null || (sentence.candidate.form === 'offer' && result.source === 'unsupported')
  return dropped ? [] : [result]
}

function isThirdParty(state: MapState, word: string): boolean {
  return isPerson(state.names, word) && seatCalled(state.names, word, state.clientSeats.size > 1) === null
}

function citedTurn(state: MapState, id: string): CitedTurn | undefined {
  const sentences = state.cited.get(id) ?? state.recent.get(id)
  return sentences === undefined
    ? undefined
    : { id, sentences: sentences.map(({ speaker, text }) => ({ speaker, text })) }
}
