import t from 'tap'
import { RISK_TOPICS } from '../../../companion/drafting/note-draft.js'
import { firstNote } from '../../../companion/vault/first-note.js'
import type { Note, NoteChange } from '../../../companion/vault/note.js'
import { applyChange, type ChangeContext } from '../../../companion/vault/note-rules.js'
import { parseNote } from '../../../companion/vault/note-shape.js'
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

t.test('a note is what the parser takes, at every stage', t => {
  for (const note of [fresh(), signable(), after(signable(), SIGN)]) {
    t.strictSame(parseNote(JSON.parse(JSON.stringify(note))), note)
    t.throws(() => parseNote({ ...note, extra: 1 }), { code: 'STORAGE_DAMAGED' })
    t.throws(() => parseNote({ ...note, version: 2 }), { code: 'STORAGE_VERSION_UNKNOWN' })
    t.throws(() => parseNote(null), { code: 'STORAGE_DAMAGED' })
  }
  t.end()
})
