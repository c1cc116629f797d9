import t from 'tap'
import { liveSession, waitingSession } from '../../../companion/pipeline/live-session.js'
import type { SessionPipeline } from '../../../companion/pipeline/session-pipeline.js'
import { newRecord, type SessionRecord } from '../../../companion/vault/session-record.js'
import { MEASURES, SESSION, Surroundings } from '../../support/pipeline-fakes.js'

const record: SessionRecord = {
  ...newRecord(SESSION, `c-${'a'.repeat(16)}`, 1000),
  capturedMs: 100_000,
  segments: { 1: MEASURES, 2: { ...MEASURES, transcribedMs: 20_000 } },
  segmentsSealed: 2,
  segmentsDestroyed: 1,
}

async function pipelineOf(t: typeof import('tap').default, change: Partial<SessionPipeline>): Promise<SessionPipeline> {
  const around = await Surroundings.make(t as never)
  around.segments.set(1, 'destroyed').set(2, 'held')
  return { session: SESSION, summary: around.summary(), record, problem: null, ...change } as SessionPipeline
}

t.test('a running session shows numbers: coverage, words, what is destroyed; and no word', async t => {
  const live = liveSession(await pipelineOf(t as never, {}))
  t.match(live, {
    phase: 'recording',
    transcribedMs: 60_000,
    silenceMs: 20_000,
    coverage: 0.8,
    words: 200,
    segments: 2,
    segmentsDestroyed: 1,
    receipt: false,
  })
})

t.test('before the first text nothing is missing yet', async t => {
  const live = liveSession(await pipelineOf(t as never, { record: null }))
  t.match(live, { coverage: 1, words: 0 })
})

t.test('a session that waits says what it needs', async t => {
  t.equal(waitingSession({ ...record, phase: 'ready' }).problem, null)
  t.match(waitingSession({ ...record, phase: 'failed' }).problem, { code: 'DRAFT_FAILED' })
  t.match(waitingSession({ ...record, receiptFile: 'x.receipt' }), { receipt: true, coverage: 0.8 })
})
