import t from 'tap'
import { RISK_TOPICS } from '../../../companion/drafting/note-draft.js'
import { firstNote } from '../../../companion/vault/first-note.js'
import type { Note, NoteChange } from '../../../companion/vault/note.js'
import { applyChange, type ChangeContext } from '../../../companion/vault/note-rules.js'
import { signatureHolds } from '../../../companion/vault/note-signature.js'
import { finishedRecord, sessionNumber, someDraft, turnsOf } from '../../support/stored-things.js'

const START = 1_700_000_000_000
const END = START + 120_000
const CLINICIAN = 'c-aaaaaaaaaaaaaaaa'
const SIGN: NoteChange = { kind: 'sign', credentials: 'LCSW', attested: true }

const record = (change = {}) => finishedRecord(sessionNumber(1), CLINICIAN, START, change)
const fresh = (change = {}): Note => firstNote(record(change), [...turnsOf(1).turns, ...turnsOf(2).turns], someDraft())

function context(note: Note, change: Partial<ChangeContext> = {}): ChangeContext {
  return { clinicianId: CLINICIAN, name: 'Dr. Robin Vale', nowMs: END + 60_000, revision: note.revision, ...change }
}
function after(note: Note, ...changes: NoteChange[]): Note {
  return changes.reduce((present, change) => applyChange(present, change, context(present)), note)
}
const answers = RISK_TOPICS.map((topic): NoteChange => ({ kind: 'answer-risk', topic, answer: 'not_discussed' }))
const confirm: NoteChange = { kind: 'confirm-sentence', sectionKey: 'subjective', sentenceId: 'subjective-2' }
const signable = (note = fresh()) => after(note, ...answers, confirm)

t.test('invariant 7: a signed note that was changed behind our back is found out', t => {
  const signed = after(signable(), SIGN)
  const changed: Note[] = [
    { ...signed, coverage: 0.5 },
    { ...signed, transcript: signed.transcript.slice(1) },
    { ...signed, riskAnswers: [] },
    { ...signed, sections: signed.sections.slice(1) },
    { ...signed, consent: { ...signed.consent, state: 'given' } },
    { ...signed, endedAtMs: signed.endedAtMs + 1 },
    { ...signed, signature: { ...signed.signature!, name: 'Dr. Else' } },
    { ...signed, signature: { ...signed.signature!, lateEntry: true } },
  ]
  for (const note of changed) t.notOk(signatureHolds(note))
  t.end()
})
