/**
 * What may be done to a note, and when it may be signed. Pure: a note and a change give a note, or an error. Nothing is
 * final until a person signs it; nothing that is signed changes.
 */

import { EarshotError } from '../../device/contracts/errors.js'
import { RISK_TOPICS } from '../drafting/note-draft.js'
import type { Consent, Note, NoteCard, NoteChange } from './note.js'
import { ATTESTATION, contentDigest } from './note-signature.js'
import { addSentence, checkedText, confirmSentence, editSentence } from './sentence-rules.js'

export interface ChangeContext {
  readonly clinicianId: string
  readonly name: string
  readonly nowMs: number
  /** The revision that the person was looking at. */
  readonly revision: number
}

/** Less than this of the sound became text or silence: the clinician must know before signing. */
export const COMPLETE_COVERAGE = 0.99
/** Payers want an entry that is later than this marked as late. */
export const LATE_ENTRY_MS = 24 * 60 * 60 * 1000

const MAX_ADDENDUM_CHARACTERS = 20_000

/**
 * @returns the note with the next revision; the same note where the change changes nothing
 * @throws NOTE_ALREADY_SIGNED, NOTE_NOT_SIGNED, NOTE_CONFLICT, NOTE_UNRESOLVED, REQUEST_INVALID
 */
export function applyChange(note: Note, change: NoteChange, context: ChangeContext): Note {
  if (note.status === 'signed' && change.kind !== 'addendum') {
    throw new EarshotError('NOTE_ALREADY_SIGNED', 'signed notes never change', { hint: 'write an addendum instead' })
  }
  if (note.status !== 'signed' && change.kind === 'addendum') {
    throw new EarshotError('NOTE_NOT_SIGNED', 'only a signed note takes an addendum', {
      hint: 'edit the note: it is not signed yet',
    })
  }
  if (note.revision !== context.revision) {
    throw new EarshotError('NOTE_CONFLICT', 'note was changed meanwhile', {
      detail: { revision: note.revision },
      hint: 'load the note again; your words are still on your page',
      retryable: true,
    })
  }
  const changed = changedNote(note, change, context)
  return changed === note ? note : { ...changed, revision: note.revision + 1 }
}

function changedNote(note: Note, change: NoteChange, context: ChangeContext): Note {
  switch (change.kind) {
    case 'edit-sentence':
      return editSentence(note, change.sectionKey, change.sentenceId, change.text)
    case 'add-sentence':
      return addSentence(note, change.sectionKey, change.text)
    case 'confirm-sentence':
      return confirmSentence(note, change.sectionKey, change.sentenceId)
    case 'answer-risk': {
      const others = note.riskAnswers.filter(({ topic }) => topic !== change.topic)
      return { ...note, riskAnswers: [...others, { topic: change.topic, answer: change.answer }] }
    }
    case 'acknowledge-incomplete':
      return note.incompleteAcknowledged === true ? note : { ...note, incompleteAcknowledged: true }
    case 'consent': {
      const { state, method } = change
      const consent: Consent = { ...note.consent, state, method, atMs: context.nowMs, attestedBy: context.clinicianId }
      return { ...note, consent }
    }
    case 'sign':
      return signed(note, change.credentials, change.attested, context)
    case 'addendum': {
      const reason = checkedText(change.reason, 'reason', 500)
      const text = checkedText(change.text, 'text', MAX_ADDENDUM_CHARACTERS)
      return { ...note, addenda: [...note.addenda, { author: context.name, atMs: context.nowMs, reason, text }] }
    }
  }
}

/**
 * What stands between a note and its signature, as machine codes:
 *
 * | code | what the clinician does |
 * |---|---|
 * | `unsupported:<sentence id>` | edits, confirms or removes the sentence |
 * | `risk:<topic>` | answers what was said on the topic, or that it was not discussed |
 * | `consent` | records whether consent was given |
 * | `consent-declined` | discards the session: without consent nothing of it may be kept |
 * | `coverage` | reads that the session is incomplete, and acknowledges it |
 * | `empty` | writes the note |
 */
export function unresolved(note: Note): readonly string[] {
  if (note.status === 'signed') return []
  const sentences = note.sections.flatMap(section => section.sentences)
  return [
    ...sentences.filter(({ source }) => source === 'unsupported').map(({ id }) => `unsupported:${id}`),
    ...RISK_TOPICS.filter(topic => !note.riskAnswers.some(answer => answer.topic === topic)).map(t => `risk:${t}`),
    ...unresolvedConsent(note),
    ...(note.coverage < COMPLETE_COVERAGE && note.incompleteAcknowledged !== true ? ['coverage'] : []),
    ...(sentences.length === 0 ? ['empty'] : []),
  ]
}

function unresolvedConsent({ consent, transcript, draft }: Note): readonly string[] {
  switch (consent.state) {
    case 'attested-by-press':
    case 'given':
      return []
    case 'declined':
      // Written by hand after the session, a note needs no consent to recording; one that rests on a recording does.
      return transcript.length > 0 || draft !== null ? ['consent-declined'] : []
    case 'withdrawn':
      return ['consent-declined']
    case 'unresolved':
      return ['consent']
  }
}

function signed(note: Note, credentials: string, attested: boolean, { name, nowMs }: ChangeContext): Note {
  const missing = [...unresolved(note), ...(attested ? [] : ['attestation'])]
  if (missing.length > 0) {
    throw new EarshotError('NOTE_UNRESOLVED', 'note cannot be signed yet', {
      detail: { unresolved: missing.join(' ') },
      hint: 'deal with what is marked in the note, then sign',
    })
  }
  const signer = {
    name,
    credentials: checkedText(credentials, 'credentials', 100),
    attestation: ATTESTATION,
    atMs: nowMs,
    lateEntry: nowMs - note.endedAtMs > LATE_ENTRY_MS,
  }
  return { ...note, status: 'signed', signature: { ...signer, sha256: contentDigest(note, signer) } }
}

export function cardOf(note: Note): NoteCard {
  const { sessionId, revision, status, startedAtMs, durationMs, coverage } = note
  return { sessionId, revision, status, startedAtMs, durationMs, coverage, unresolved: unresolved(note) }
}
