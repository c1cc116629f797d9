import t from 'tap'
import {
  accountsForAll,
  measureCoverage,
  type RegionFinding,
  refuseNoResult,
} from '../../../companion/transcriber/coverage.js'

const finding = (startMs: number, endMs: number, outcome: RegionFinding['outcome']): RegionFinding => ({
  startMs,
  endMs,
  outcome,
})

t.test('silence is what lies between and around the regions', async t => {
  const findings = [finding(1000, 3000, 'text'), finding(5000, 9000, 'text')]
  t.strictSame(measureCoverage(10_000, findings), { capturedMs: 10_000, transcribedMs: 6000, silenceMs: 4000 })
})

t.test('no regions are all silence, and no sound at all is covered', async t => {
  t.strictSame(measureCoverage(10_000, []), { capturedMs: 10_000, transcribedMs: 0, silenceMs: 10_000 })
  const nothing = measureCoverage(0, [])
  t.strictSame(nothing, { capturedMs: 0, transcribedMs: 0, silenceMs: 0 })
  t.doesNotThrow(() => refuseNoResult(nothing, 0))
})

t.test('sounds without words count with the silence, speech without text counts nowhere', async t => {
  const findings = [finding(0, 1000, 'no-words'), finding(2000, 4000, 'unheard'), finding(5000, 6000, 'text')]
  t.strictSame(measureCoverage(6000, findings), { capturedMs: 6000, transcribedMs: 1000, silenceMs: 3000 })
})

t.test('invariant 11: up to one per cent may be missing, and not a millisecond more', async t => {
  t.ok(accountsForAll({ capturedMs: 60_000, transcribedMs: 40_000, silenceMs: 20_000 }))
  t.ok(accountsForAll({ capturedMs: 60_000, transcribedMs: 39_400, silenceMs: 20_000 }))
  t.notOk(accountsForAll({ capturedMs: 60_000, transcribedMs: 39_399, silenceMs: 20_000 }))
  t.notOk(accountsForAll({ capturedMs: 60_000, transcribedMs: 40_601, silenceMs: 20_000 }), 'more than there was')
})

t.test('invariant 11: an empty transcript of audible speech is a failure, however little speech it is', async t => {
  const coverage = { capturedMs: 600_000, transcribedMs: 0, silenceMs: 599_000 }
  t.throws(() => refuseNoResult(coverage, 0), { code: 'TRANSCRIBE_NO_RESULT', detail: { missingMs: 1000 } })
  t.doesNotThrow(() => refuseNoResult({ ...coverage, silenceMs: 600_000 }, 0), 'silence is no failure')
})
