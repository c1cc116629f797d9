import t from 'tap'
import { coverageOf, parseSessionRecord } from '../../../companion/vault/session-record.js'
import { finishedRecord, sessionNumber, turnsOf } from '../../support/stored-things.js'

const ONE = sessionNumber(1)
const CLINICIAN = 'c-aaaaaaaaaaaaaaaa'

t.test('records hold numbers, ids and enums, and nothing else gets in', t => {
  const record = finishedRecord(ONE, CLINICIAN, 1000)
  t.strictSame(parseSessionRecord(JSON.parse(JSON.stringify(record))), record)
  for (const bad of [
    { ...record, words: 'x' },
    { ...record, phase: 'over' },
    { ...record, sessionId: '../etc' },
    { ...record, clinicianId: 'Dr. Robin Vale' },
    { ...record, segments: { one: turnsOf(1).measures } },
    { ...record, segments: { 1: { ...turnsOf(1).measures, text: 'x' } } },
    { ...record, receiptFile: 'a b' },
  ]) {
    t.throws(() => parseSessionRecord(bad), { code: 'STORAGE_DAMAGED' })
  }
  t.end()
})

t.test('invariant 11: coverage counts what never became text', t => {
  const record = finishedRecord(ONE, CLINICIAN, 1000)
  t.equal(coverageOf(record), 1)
  t.equal(coverageOf({ ...record, capturedMs: 240_000 }), 0.5, 'two segments of four')
  t.equal(coverageOf({ segments: {}, capturedMs: 60_000 }), 0)
  t.equal(coverageOf({ segments: {}, capturedMs: 0 }), 0, 'nothing captured is nothing known')
  t.equal(coverageOf({ ...record, capturedMs: 0 }), 1, 'measures alone')
  t.end()
})
