import t from 'tap'
import type { JournalBodies, JournalEntry, JournalType } from '../../../device/contracts/journal.js'
import { SessionFacts } from '../../../device/session/session-facts.js'

const STEPS = {
  keyOverwritten: true,
  keyUnlinked: true,
  ciphertextOverwritten: true,
  ciphertextUnlinked: true,
  pathsAbsent: true,
}
const STARTED = {
  sessionId: 'x',
  sampleRate: 16_000,
  channels: 1,
  microphone: 'default',
  downgrades: [],
  medium: 'tmpfs',
}

function fold(...entries: readonly [JournalType, object][]): SessionFacts {
  const facts = new SessionFacts()
  for (const [index, [type, body]] of entries.entries()) {
    facts.apply({ seq: index + 1, atMs: 1000 + index, type, body } as unknown as JournalEntry)
  }
  return facts
}

const started: [JournalType, object] = ['session_started', STARTED]
const opened = (segment: number, startMs: number): [JournalType, object] => [
  'segment_opened',
  { segment, startMs, keyCommitment: 'c' },
]
const sealed = (segment: number, startMs: number, durationMs: number): [JournalType, object] => [
  'segment_sealed',
  { segment, startMs, durationMs, pcmBytes: durationMs * 32, keyCommitment: 'c' } as JournalBodies['segment_sealed'],
]
const destroyed = (segment: number, reason = 'text-stored'): [JournalType, object] => [
  'segment_destroyed',
  { segment, reason, steps: STEPS },
]
const ended: [JournalType, object] = ['session_ended', { durationMs: 9000, capturedMs: 8000, reason: 'press' }]
const capture: [JournalType, object] = ['capture_opened', { pid: 7, startMs: 0 }]
const closed: [JournalType, object] = ['capture_closed', { pid: 7, reason: 'stopped', exitCode: 0, signal: null }]

t.test('no entry is no session', async t => {
  t.match(fold(), { phase: 'idle', nextSegment: 1, audioGone: true, accountedMs: 0 })
})

t.test('the phase follows the entries', async t => {
  t.equal(fold(started).phase, 'recording')
  t.equal(fold(started, ['paused', { atSessionMs: 1 }]).phase, 'paused')
  t.equal(fold(started, ['paused', { atSessionMs: 1 }], ['resumed', { atSessionMs: 2 }]).phase, 'recording')
  t.equal(fold(started, opened(1, 0), sealed(1, 0, 5), ended).phase, 'finishing')
  t.equal(fold(started, ['session_discarded', { by: 'button' }]).phase, 'discarded')
})

t.test('a resume or pause told twice does not turn the phase round', async t => {
  t.equal(fold(started, ['resumed', { atSessionMs: 2 }]).phase, 'recording')
  t.equal(fold(started, ['paused', { atSessionMs: 1 }], ['paused', { atSessionMs: 2 }]).phase, 'paused')
})

t.test(
  'it is transcribed when it has ended, nothing is held and no process is left; not one of these earlier',
  async t => {
    const pieces = [ended, closed, destroyed(1), destroyed(2)]
    const before = [started, capture, opened(1, 0), sealed(1, 0, 5), opened(2, 5), sealed(2, 5, 5)]
    for (const missing of pieces) {
      t.not(fold(...before, ...pieces.filter(piece => piece !== missing)).phase, 'transcribed')
    }
    // In whatever order they come.
    for (const order of [pieces, [...pieces].reverse()]) t.equal(fold(...before, ...order).phase, 'transcribed')
  },
)

t.test('it is not over before its end is written, though the press was and nothing is left', async t => {
  const facts = fold(started, opened(1, 0), sealed(1, 0, 5), destroyed(1))
  facts.enter('press')
  facts.apply({ seq: 9, atMs: 9, type: 'warning', body: { code: 'CAPTURE_CLIPPING' } })
  t.equal(facts.phase, 'finishing')
})

t.test('a segment that was announced and never sealed keeps it from being over', async t => {
  t.equal(fold(started, opened(1, 0), ended).phase, 'finishing')
})

t.test('expired audio ends a session as well', async t => {
  t.equal(fold(started, opened(1, 0), sealed(1, 0, 5), ended, destroyed(1, 'expired')).phase, 'transcribed')
})

t.test('discarded stays discarded, whatever comes after', async t => {
  const facts = fold(started, opened(1, 0), sealed(1, 0, 5), ['session_discarded', { by: 'page' }], destroyed(1), ended)
  t.match(facts, { phase: 'discarded', audioGone: true, endedAfterMs: 9000 })
})

t.test('session time is accounted for by sound and by gaps', async t => {
  const gap: [JournalType, object] = ['gap', { startMs: 5, durationMs: 20, reason: 'paused' }]
  t.match(fold(started, opened(1, 0), sealed(1, 0, 5)), { accountedMs: 5, sealedMs: 5, pausedMs: 0 })
  t.match(fold(started, opened(1, 0), sealed(1, 0, 5), gap), { accountedMs: 25, sealedMs: 5, pausedMs: 20 })
  t.equal(fold(started, ['gap', { startMs: 0, durationMs: 9, reason: 'lost' }]).pausedMs, 0)
})

t.test('no segment number is given twice, not even that of a destroyed one', async t => {
  t.equal(fold(started, opened(4, 0), sealed(4, 0, 1), destroyed(4)).nextSegment, 5)
})

t.test('held, opened and destroyed are three different things', async t => {
  const facts = fold(started, opened(1, 0), sealed(1, 0, 1), opened(2, 1), sealed(2, 1, 1), destroyed(1), opened(3, 2))
  t.strictSame(
    facts.held.map(({ segment }) => segment),
    [2],
  )
  t.strictSame(
    facts.opened.map(({ segment }) => segment),
    [3],
  )
  t.match(facts.segment(1), { destroyed: { reason: 'text-stored', steps: STEPS } })
})
