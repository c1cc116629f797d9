import t from 'tap'
import { firstNote } from '../../../companion/vault/first-note.js'
import type { Note, NoteChange } from '../../../companion/vault/note.js'
import { applyChange, type ChangeContext } from '../../../companion/vault/note-rules.js'
import { finishedRecord, sessionNumber, someDraft, turnsOf } from '../../support/stored-things.js'

const START = 1_700_000_000_000
const END = START + 120_000
const CLINICIAN = 'c-aaaaaaaaaaaaaaaa'

const record = (change = {}) => finishedRecord(sessionNumber(1), CLINICIAN, START, change)
const fresh = (change = {}): Note => firstNote(record(change), [...turnsOf(1).turns, ...turnsOf(2).turns], someDraft())

function context(note: Note, change: Partial<ChangeContext> = {}): ChangeContext {
  return { clinicianId: CLINICIAN, name: 'Dr. Robin Vale', nowMs: END + 60_000, revision: note.revision, ...change }
}
function after(note: Note, ...changes: NoteChange[]): Note {
  return changes.reduce((present, change) => applyChange(present, change, context(present)), note)
}
const confirm: NoteChange = { kind: 'confirm-sentence', sectionKey: 'subjective', sentenceId: 'subjective-2' }
const sentences = (note: Note) => note.sections.flatMap(section => section.sentences)

t.test("an edited sentence is the clinician's, and keeps the evidence it was drafted from", t => {
  const note = after(fresh(), {
    kind: 'edit-sentence',
    sectionKey: 'subjective',
    sentenceId: 'subjective-1',
    text: '  Slept poorly. ',
  })
  t.strictSame(sentences(note)[0], {
    id: 'subjective-1',
    text: 'Slept poorly.',
    source: 'clinician',
    evidence: ['s1-02'],
  })
  t.equal(note.sections[0]?.edited, true)
  t.equal(note.draft?.sections[0]?.sentences[0]?.text, 'Slept badly this week.', 'the draft stays, to compare with')
  t.end()
})

t.test('saving the same words is no edit: an unsupported sentence is not dealt with by looking at it', t => {
  const note = fresh()
  const text = sentences(note)[1]?.text ?? ''
  const same = applyChange(
    note,
    { kind: 'edit-sentence', sectionKey: 'subjective', sentenceId: 'subjective-2', text },
    context(note),
  )
  t.equal(same, note)
  t.end()
})

t.test('confirming changes unsupported sentences only', t => {
  const note = fresh()
  const evidenced: NoteChange = { kind: 'confirm-sentence', sectionKey: 'subjective', sentenceId: 'subjective-1' }
  t.equal(applyChange(note, evidenced, context(note)), note)
  t.strictSame(sentences(after(note, confirm))[1], {
    id: 'subjective-2',
    text: 'Slept three hours.',
    source: 'clinician',
    evidence: ['s1-02'],
  })
  t.end()
})

t.test("an added sentence is the clinician's, and no id ever comes back", t => {
  const add: NoteChange = { kind: 'add-sentence', sectionKey: 'plan', text: 'Next week, same time.' }
  const first = after(fresh(), add)
  const id = sentences(first).at(-1)?.id ?? ''
  t.match(sentences(first).at(-1), { source: 'clinician', evidence: [], text: 'Next week, same time.' })
  const second = after(first, { kind: 'edit-sentence', sectionKey: 'plan', sentenceId: id, text: '' }, add, add)
  const ids = sentences(second).map(sentence => sentence.id)
  t.notOk(ids.includes(id))
  t.equal(new Set(ids).size, ids.length)
  t.end()
})

t.test('places that are not there and texts that are none are refused', t => {
  const note = fresh()
  const bad: NoteChange[] = [
    { kind: 'add-sentence', sectionKey: 'nowhere', text: 'x' },
    { kind: 'add-sentence', sectionKey: 'plan', text: '  ' },
    { kind: 'add-sentence', sectionKey: 'plan', text: 'x'.repeat(4001) },
    { kind: 'add-sentence', sectionKey: 'plan', text: 'a\u0000b' },
    { kind: 'edit-sentence', sectionKey: 'plan', sentenceId: 'subjective-1', text: 'x' },
    { kind: 'confirm-sentence', sectionKey: 'subjective', sentenceId: 'nothing' },
  ]
  for (const change of bad) t.throws(() => applyChange(note, change, context(note)), { code: 'REQUEST_INVALID' })
  t.equal(sentences(after(note, { kind: 'add-sentence', sectionKey: 'plan', text: 'x'.repeat(4000) })).length, 3)
  t.end()
})
