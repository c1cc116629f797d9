/** What a signature covers: all that the note says, in one form that anyone can make again. Pure. */

import { createHash } from 'node:crypto'
import { type Canonical, canonicalJson } from '../../device/contracts/canonical-json.js'
import { RISK_TOPICS } from '../drafting/note-draft.js'
import type { Note, Signature } from './note.js'

/** What the clinician attests by signing. A change of these words is a new attestation, never an edit of old notes. */
export const ATTESTATION =
  'I have reviewed this note against what was said in the session. It is my note, and it is accurate to the best of my knowledge.'

const MILLIONTHS = 1_000_000

/** SHA-256 (hex) of the canonical content. The draft, the revision and the addenda are no part of what was signed. */
export function contentDigest(note: Note, signer: Omit<Signature, 'sha256'>): string {
  return createHash('sha256')
    .update(canonicalJson(contentOf(note, signer)))
    .digest('hex')
}

/** Whether a signed note still says what was signed; true for a note that is not signed. */
export function signatureHolds(note: Note): boolean {
  if (note.signature === null) return true
  const { sha256, ...signer } = note.signature
  return contentDigest(note, signer) === sha256
}

function contentOf(note: Note, signer: Omit<Signature, 'sha256'>): Canonical {
  const answers = RISK_TOPICS.map(topic => note.riskAnswers.find(answer => answer.topic === topic)).filter(
    answer => answer !== undefined,
  )
  return {
    v: 1,
    sessionId: note.sessionId,
    startedAtMs: Math.round(note.startedAtMs),
    endedAtMs: Math.round(note.endedAtMs),
    durationMs: Math.round(note.durationMs),
    pausedMs: Math.round(note.pausedMs),
    coveragePpm: Math.round(note.coverage * MILLIONTHS),
    incompleteAcknowledged: note.incompleteAcknowledged ?? false,
    transcript: note.transcript.map(turn => ({
      id: turn.id,
      startMs: Math.round(turn.start * 1000),
      endMs: Math.round(turn.end * 1000),
      seat: turn.seat,
      text: turn.text,
      confidencePpm: turn.confidence === undefined ? undefined : Math.round(turn.confidence * MILLIONTHS),
    })),
    sections: note.sections.map(section => ({
      key: section.key,
      title: section.title,
      blank: section.blank,
      sentences: section.sentences.map(({ id, text, source, evidence }) => ({ id, text, source, evidence })),
    })),
    riskAnswers: answers.map(({ topic, answer }) => ({ topic, answer })),
    consent: { ...note.consent, atMs: Math.round(note.consent.atMs) },
    signer: {
      name: signer.name,
      credentials: signer.credentials,
      attestation: signer.attestation,
      atMs: Math.round(signer.atMs),
      lateEntry: signer.lateEntry,
    },
  }
}
