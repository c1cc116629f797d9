/** The note and its changes as the API speaks them: companion/vault/note.ts, spelt out for the validator. */

import { Type } from '@fastify/type-provider-typebox'
import { RISK_STATUSES, RISK_TOPICS, SENTENCE_SOURCES } from '../../drafting/note-draft.js'
import type { Note, NoteCard, NoteChange } from '../../vault/note.js'
import { unresolved } from '../../vault/note-rules.js'
import { ATTESTATION } from '../../vault/note-signature.js'
import type { NoteView } from '../api-types.js'
import { closed, count, milliseconds, nullable, oneOf, sessionId, shape, text, turn, turnId } from './common.js'

const ANSWERS = RISK_STATUSES.filter(status => status !== 'mentioned')
const METHODS = ['verbal', 'paper', 'electronic'] as const
/** Keys and ids come from our own drafters and counters. */
const key = Type.String({ pattern: '^[\\w.:-]+$', minLength: 1, maxLength: 80 })
/** A sentence of a note is a sentence; an addendum may be a page. */
const SENTENCE_MAX = 4000
const ADDENDUM_MAX = 20_000

const sentence = shape({
  id: key,
  text: text(SENTENCE_MAX),
  source: oneOf(SENTENCE_SOURCES),
  evidence: Type.Array(turnId),
  reason: Type.Optional(text(400)),
})

const sectionFields = {
  key,
  title: text(120),
  sentences: Type.Array(sentence),
  blank: Type.Optional(text(200)),
}

const draft = shape({
  version: Type.Literal(1),
  format: text(20),
  drafter: text(120),
  risk: Type.Array(shape({ topic: oneOf(RISK_TOPICS), status: oneOf(RISK_STATUSES), evidence: Type.Array(turnId) })),
  sections: Type.Array(shape(sectionFields)),
  offTheRecord: Type.Array(turnId),
  speakersUncertain: Type.Boolean(),
})

export function viewOf(stored: Note): NoteView {
  return { ...stored, unresolved: unresolved(stored), attestation: ATTESTATION }
}

export const note = Type.Unsafe<NoteView>(
  shape(
    {
      version: Type.Literal(1),
      sessionId,
      revision: count,
      status: oneOf(['ready', 'signed']),
      startedAtMs: milliseconds,
      endedAtMs: milliseconds,
      durationMs: milliseconds,
      pausedMs: milliseconds,
      coverage: Type.Number(),
      transcript: Type.Array(turn),
      draft: nullable(draft),
      sections: Type.Array(shape({ ...sectionFields, edited: Type.Boolean() })),
      riskAnswers: Type.Array(shape({ topic: oneOf(RISK_TOPICS), answer: oneOf(ANSWERS) })),
      consent: shape({
        state: oneOf(['attested-by-press', 'given', 'declined', 'withdrawn', 'unresolved']),
        method: oneOf(METHODS),
        scope: Type.Array(oneOf(['record', 'transcribe', 'draft'])),
        textVersion: text(40),
        atMs: milliseconds,
        attestedBy: nullable(text(80)),
      }),
      incompleteAcknowledged: Type.Optional(Type.Boolean()),
      signature: nullable(
        shape({
          name: text(120),
          credentials: text(120),
          attestation: text(1000),
          atMs: milliseconds,
          lateEntry: Type.Boolean(),
          sha256: text(64),
        }),
      ),
      addenda: Type.Array(
        shape({ author: text(120), atMs: milliseconds, reason: text(500), text: text(ADDENDUM_MAX) }),
      ),
      unresolved: Type.Array(text(400)),
      attestation: text(1000),
    },
    'Note',
  ),
)

export const noteList = Type.Unsafe<{ readonly total: number; readonly notes: readonly NoteCard[] }>(
  shape(
    {
      total: count,
      notes: Type.Array(
        shape({
          sessionId,
          revision: count,
          status: oneOf(['ready', 'signed']),
          startedAtMs: milliseconds,
          durationMs: milliseconds,
          coverage: Type.Number(),
          unresolved: Type.Array(text(400)),
        }),
      ),
    },
    'NoteList',
  ),
)

export const notePage = closed({
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})

const change = Type.Union([
  closed({ kind: Type.Literal('edit-sentence'), sectionKey: key, sentenceId: key, text: text(SENTENCE_MAX) }),
  closed({ kind: Type.Literal('add-sentence'), sectionKey: key, text: text(SENTENCE_MAX, 1) }),
  closed({ kind: Type.Literal('confirm-sentence'), sectionKey: key, sentenceId: key }),
  closed({ kind: Type.Literal('answer-risk'), topic: oneOf(RISK_TOPICS), answer: oneOf(ANSWERS) }),
  closed({ kind: Type.Literal('acknowledge-incomplete') }),
  closed({ kind: Type.Literal('consent'), state: oneOf(['given', 'declined']), method: oneOf(METHODS) }),
  closed({ kind: Type.Literal('sign'), credentials: text(120, 1), attested: Type.Boolean() }),
  closed({ kind: Type.Literal('addendum'), reason: text(500, 1), text: text(ADDENDUM_MAX, 1) }),
])

export const changeRequest = closed({ revision: count, change: Type.Unsafe<NoteChange>(change) })
