/** The note as it stands before anyone has looked at it: made from what was dropped. Pure. */

import type { Turn } from '../../device/contracts/turn.js'
import type { NoteDraft } from '../drafting/note-draft.js'
import type { Consent, Note, NoteSection } from './note.js'
import { coverageOf, type SessionRecord } from './session-record.js'

/** The printed consent text that the box came with. A practice's own text gets its own version. */
export const CONSENT_TEXT_VERSION = 'earshot-1'

/** A session without a draft is written by hand, in the same place. */
const BY_HAND = [
  { key: 'subjective', title: 'Subjective' },
  { key: 'objective', title: 'Objective' },
  { key: 'assessment', title: 'Assessment' },
  { key: 'plan', title: 'Plan' },
] as const

export function firstNote(record: SessionRecord, transcript: readonly Turn[], draft: NoteDraft | null): Note {
  const endedAtMs = record.endedAtMs ?? record.startedAtMs + record.durationMs
  return {
    version: 1,
    sessionId: record.sessionId,
    revision: 1,
    status: 'ready',
    startedAtMs: record.startedAtMs,
    endedAtMs,
    durationMs: record.durationMs,
    pausedMs: record.pausedMs,
    coverage: coverageOf(record),
    transcript,
    draft,
    sections: draft === null ? sectionsByHand() : draft.sections.map(section => ({ ...section, edited: false })),
    riskAnswers: [],
    consent: consentByPress(record.startedAtMs),
    signature: null,
    addenda: [],
  }
}

/** A press attests that consent was asked for and given; who signs the note stands for it. */
function consentByPress(atMs: number): Consent {
  return {
    state: 'attested-by-press',
    method: 'verbal',
    scope: ['record', 'transcribe', 'draft'],
    textVersion: CONSENT_TEXT_VERSION,
    atMs,
    attestedBy: null,
  }
}

function sectionsByHand(): readonly NoteSection[] {
  return BY_HAND.map(({ key, title }) => ({ key, title, sentences: [], blank: 'for the clinician', edited: false }))
}
