import fc from 'fast-check'
import t from 'tap'
import { RISK_TOPICS } from '../../../companion/drafting/note-draft.js'
import { firstNote } from '../../../companion/vault/first-note.js'
import type { Note, NoteChange } from '../../../companion/vault/note.js'
import { applyChange, type ChangeContext, LATE_ENTRY_MS, unresolved } from '../../../companion/vault/note-rules.js'
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

t.test('a fresh note tells everything that stands between it and a signature', t => {
  t.strictSame(unresolved(fresh()), [
    'unsupported:subjective-2',
    'risk:suicidal-ideation',
    'risk:self-harm',
    'risk:harm-to-others',
    'risk:abuse-or-neglect',
  ])
  t.strictSame(unresolved(signable()), [])
  t.end()
})

t.test('invariant 6: a note with an unsupported sentence cannot be signed until the clinician has dealt with it', t => {
  const note = after(fresh(), ...answers)
  t.throws(() => applyChange(note, SIGN, context(note)), {
    code: 'NOTE_UNRESOLVED',
    detail: { unresolved: 'unsupported:subjective-2' },
  })
  const place = { sectionKey: 'subjective', sentenceId: 'subjective-2' }
  const edits: NoteChange[] = [
    confirm,
    { kind: 'edit-sentence', ...place, text: 'Slept about five hours.' },
    { kind: 'edit-sentence', ...place, text: '' },
  ]
  for (const edit of edits) t.equal(after(note, edit, SIGN).status, 'signed')
  t.end()
})

t.test('a change made on an older revision is a conflict and changes nothing', t => {
  const note = after(fresh(), confirm)
  for (const revision of [note.revision - 1, note.revision + 1]) {
    t.throws(() => applyChange(note, confirm, context(note, { revision })), { code: 'NOTE_CONFLICT' })
  }
  t.end()
})

t.test('a risk topic can be answered again; the last answer counts', t => {
  const note = after(fresh(), ...answers, { kind: 'answer-risk', topic: 'self-harm', answer: 'asked_denied' })
  t.equal(note.riskAnswers.length, 4)
  t.match(
    note.riskAnswers.find(({ topic }) => topic === 'self-harm'),
    { answer: 'asked_denied' },
  )
  t.end()
})

t.test('signing refuses for each thing that is missing, by its name', t => {
  const ready = signable()
  const refused = (note: Note, change: NoteChange, missing: string) =>
    t.throws(() => applyChange(note, change, context(note)), {
      code: 'NOTE_UNRESOLVED',
      detail: { unresolved: missing },
    })
  refused(ready, { ...SIGN, attested: false }, 'attestation')
  for (const topic of RISK_TOPICS) {
    const note = { ...ready, riskAnswers: ready.riskAnswers.filter(answer => answer.topic !== topic) }
    refused(note, SIGN, `risk:${topic}`)
  }
  refused({ ...ready, consent: { ...ready.consent, state: 'unresolved' } }, SIGN, 'consent')
  refused({ ...ready, consent: { ...ready.consent, state: 'withdrawn' } }, SIGN, 'consent-declined')
  refused(after(ready, { kind: 'consent', state: 'declined', method: 'verbal' }), SIGN, 'consent-declined')
  refused({ ...ready, coverage: 0.98 }, SIGN, 'coverage')
  refused({ ...ready, sections: ready.sections.map(section => ({ ...section, sentences: [] })) }, SIGN, 'empty')
  t.throws(() => applyChange(ready, { ...SIGN, credentials: ' ' }, context(ready)), { code: 'REQUEST_INVALID' })
  t.end()
})

t.test('an incomplete session is signed only by one who knows that it is incomplete', t => {
  const note = signable(fresh({ capturedMs: 130_000 }))
  t.strictSame(unresolved(note), ['coverage'])
  const knowing = after(note, { kind: 'acknowledge-incomplete' })
  t.equal(after(knowing, SIGN).status, 'signed')
  t.equal(applyChange(knowing, { kind: 'acknowledge-incomplete' }, context(knowing)), knowing)
  t.strictSame(unresolved({ ...note, coverage: 0.99 }), [], '99 % is complete')
  t.end()
})

t.test('a note by hand is signed without consent to a recording that never was', t => {
  const byHand = firstNote(record({ phase: 'failed' }), [], null)
  t.strictSame(
    byHand.sections.map(section => section.key),
    ['subjective', 'objective', 'assessment', 'plan'],
  )
  const written = after(byHand, ...answers, { kind: 'add-sentence', sectionKey: 'plan', text: 'By hand.' })
  t.equal(after(written, { kind: 'consent', state: 'declined', method: 'paper' }, SIGN).status, 'signed')
  t.end()
})

t.test('an entry is late after 24 hours, not at 24 hours', t => {
  const note = signable()
  const at = (nowMs: number) => applyChange(note, SIGN, context(note, { nowMs })).signature
  t.match(at(END + LATE_ENTRY_MS), { lateEntry: false, name: 'Dr. Robin Vale', credentials: 'LCSW' })
  t.match(at(END + LATE_ENTRY_MS + 1), { lateEntry: true })
  t.end()
})

t.test('invariant 7: whatever is asked of a signed note, what was signed stays to the byte', t => {
  const signed = after(signable(), SIGN)
  t.ok(signatureHolds(signed))
  const places = { sectionKey: 'subjective', sentenceId: 'subjective-1' }
  const any = fc.oneof(
    fc.record({ kind: fc.constant('edit-sentence'), text: fc.string() }).map(c => ({ ...c, ...places })),
    fc.record({ kind: fc.constant('add-sentence'), sectionKey: fc.constant('plan'), text: fc.string() }),
    fc.constant({ kind: 'confirm-sentence', ...places }),
    fc.constant({ kind: 'acknowledge-incomplete' }),
    fc.constant({ kind: 'consent', state: 'declined', method: 'verbal' }),
    fc.constant(SIGN),
    fc.constantFrom(...answers),
    fc.record({ kind: fc.constant('addendum'), reason: fc.string(), text: fc.string() }),
  )
  fc.assert(
    fc.property(fc.array(any, { maxLength: 6 }), changes => {
      let note = signed
      for (const change of changes as NoteChange[]) {
        try {
          note = applyChange(note, change, context(note))
        } catch (error) {
          const { code } = error as { code?: string }
          if (change.kind !== 'addendum' && code !== 'NOTE_ALREADY_SIGNED') return false
        }
      }
      const { addenda: _a, revision: _r, ...content } = note
      const { addenda: _b, revision: _s, ...before } = signed
      return JSON.stringify(content) === JSON.stringify(before) && signatureHolds(note)
    }),
    { numRuns: 200 },
  )
  t.end()
})

t.test('an addendum needs a signed note, a reason and a text', t => {
  const addendum: NoteChange = { kind: 'addendum', reason: 'Date corrected', text: 'The visit was on Monday.' }
  const note = signable()
  t.throws(() => applyChange(note, addendum, context(note)), { code: 'NOTE_NOT_SIGNED' })
  const signed = after(note, SIGN)
  t.throws(() => applyChange(signed, { ...addendum, reason: '' }, context(signed)), { code: 'REQUEST_INVALID' })
  t.throws(() => applyChange(signed, { ...addendum, text: ' ' }, context(signed)), { code: 'REQUEST_INVALID' })
  const amended = after(signed, addendum, { ...addendum, text: 'And again.' })
  t.strictSame(
    amended.addenda.map(({ author, text }) => [author, text]),
    [
      ['Dr. Robin Vale', 'The visit was on Monday.'],
      ['Dr. Robin Vale', 'And again.'],
    ],
  )
  t.end()
})

t.test('consent: who attested it, how and when', t => {
  t.match(fresh().consent, {
    state: 'attested-by-press',
    attestedBy: null,
    atMs: START,
    scope: ['record', 'transcribe', 'draft'],
  })
  const note = after(fresh(), { kind: 'consent', state: 'given', method: 'paper' })
  t.match(note.consent, { state: 'given', method: 'paper', attestedBy: CLINICIAN, atMs: END + 60_000 })
  t.end()
})
