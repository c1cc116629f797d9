import t from 'tap'
import { SessionPipeline } from '../../../companion/pipeline/session-pipeline.js'
import { EarshotError } from '../../../device/contracts/errors.js'
import { SESSION, Surroundings } from '../../support/pipeline-fakes.js'

function pipelineOf(around: Surroundings): SessionPipeline {
  const pipeline = new SessionPipeline(around.summary(), around.ports(), {
    clinicianId: `c-${'a'.repeat(16)}`,
    format: 'SOAP',
    log: around.log as never,
    onChange: () => {},
    now: () => 200_500,
  })
  around.onClose(() => pipeline.stop())
  return pipeline
}

/** Tells the pipeline what the device says, as often as the device would have something new to say. */
async function settle(pipeline: SessionPipeline, around: Surroundings): Promise<void> {
  for (let round = 0; round < 4 && !pipeline.finished; round += 1) {
    const held = [...around.segments.values()].some(status => status !== 'destroyed')
    if (around.phase === 'finishing' && !held) around.phase = 'transcribed'
    pipeline.update(around.summary())
    await pipeline.settled()
  }
}

t.test('invariant 11: a segment is destroyed only after its text is in RAM and on disk', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held').set(2, 'held')
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  t.strictSame(around.order, ['ram 1', 'disk 1', 'destroy 1', 'ram 2', 'disk 2', 'destroy 2'])
})

t.test('after the stop: a draft, a receipt, then the device may forget', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  around.segments.set(2, 'held')
  around.stop()
  await settle(pipeline, around)
  const record = await around.drops.read(SESSION)
  t.match(record, { phase: 'ready', stopToDraftMs: 500, segmentsDestroyed: 2 })
  t.ok(record?.receiptFile)
  t.equal(around.order.at(-1), 'receipt destroyed')
  t.equal(around.workersGone, true)
  t.ok(around.released)
  t.strictSame(around.observed, [1, 2])
  t.ok(await around.textRam.absent(SESSION), 'the text in RAM is gone')
  t.ok(around.ledger.some(entry => entry.type === 'draft_dropped'))
})

t.test('a session is not finished while the microphone may still be open', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'destroyed')
  around.phase = 'finishing'
  const pipeline = pipelineOf(around)
  pipeline.update(around.summary())
  await pipeline.settled()
  t.equal(await around.drops.readDraft(SESSION), null)
  t.notOk(pipeline.finished)
})

t.test('a transcriber that dies is started again and the segment is transcribed after all', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  around.failTranscribe = (_segment, attempt) =>
    attempt < 3 ? new EarshotError('TRANSCRIBE_WORKER_LOST', 'transcribing process ended') : null
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  t.equal(around.segments.get(1), 'destroyed')
  t.equal(around.transcribers, 3)
  t.equal(around.ledger.filter(entry => entry.type === 'worker_lost').length, 2)
  t.equal(pipeline.problem, null)
})

t.test('invariant 11: audio whose text never comes stays sealed, is shown, and the rest becomes a draft', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held').set(2, 'held')
  around.stop()
  around.failTranscribe = segment => (segment === 1 ? new EarshotError('TRANSCRIBE_NO_RESULT', 'no text') : null)
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  t.equal(around.segments.get(1), 'held')
  t.equal(around.segments.get(2), 'destroyed')
  t.match(pipeline.problem, { code: 'TRANSCRIBE_NO_RESULT' })
  t.equal(pipeline.activity, 'attention')
  t.match(await around.drops.read(SESSION), { phase: 'ready', receiptFile: null })
  t.notOk(around.released)
  around.destroy(1)
  await settle(pipeline, around)
  t.ok(around.released, 'at its deadline the device destroys it, and the receipt follows')
  t.equal(around.order.at(-1), 'receipt destroyed')
})

t.test('a drafter that dies while observing is started again and observes everything once more', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held').set(2, 'held')
  around.stop()
  let failures = 1
  around.failObserve = segment => segment === 2 && failures-- > 0
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  t.strictSame(around.observed, [1, 2])
  t.equal(around.drafters, 2)
})

t.test('without a draft the transcript is kept, the receipt comes all the same, and a person is asked', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  around.stop()
  around.failCompose = () => true
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  t.match(await around.drops.read(SESSION), { phase: 'failed' })
  t.strictSame(await around.drops.listTexts(SESSION), [1])
  t.match(pipeline.problem, { code: 'DRAFT_FAILED' })
  t.ok(around.released)
})

t.test('a discard destroys text in RAM and on disk and ends in a receipt', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  t.strictSame(await around.drops.listTexts(SESSION), [1])
  around.phase = 'discarded'
  around.captureGone = true
  await settle(pipeline, around)
  t.ok(pipeline.finished)
  t.equal(await around.drops.read(SESSION), null)
  t.strictSame(await around.drops.listTexts(SESSION), [])
  t.ok(await around.textRam.absent(SESSION))
  t.equal(around.order.at(-1), 'receipt discarded')
})

t.test('invariant 10: a companion that starts in the middle goes on where its predecessor was killed', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  const first = pipelineOf(around)
  await settle(first, around)
  await first.stop()
  // Killed between storing the text of segment 2 and writing down how much of it was heard: that is heard again.
  await around.textRam.put(SESSION, 2, Buffer.of(2, 2))
  await around.drops.putText(SESSION, 2, Buffer.of(1, 2))
  around.segments.set(2, 'held').set(3, 'held')
  around.stop()
  around.order.length = 0
  const second = pipelineOf(around)
  await settle(second, around)
  t.strictSame(around.order, ['ram 2', 'disk 2', 'destroy 2', 'ram 3', 'disk 3', 'destroy 3', 'receipt destroyed'])
  t.strictSame(around.observed, [1, 2, 3])
})

t.test('invariant 3: no receipt while a check fails; it comes when the check passes', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  around.stop()
  around.failReceipt = true
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  t.match(pipeline.problem, { code: 'RECEIPT_CHECKS_FAILED' })
  t.notOk(around.released)
  around.failReceipt = false
  await settle(pipeline, around)
  t.ok(around.released)
  t.equal(pipeline.problem, null)
})

t.test(
  'invariant 11: while the store is full no audio is destroyed; when there is room again, all goes on',
  async t => {
    const around = await Surroundings.make(t)
    around.segments.set(1, 'held')
    around.storeFull = true
    const pipeline = pipelineOf(around)
    // More often than a segment of its own fault would be tried.
    for (let i = 0; i < 3; i += 1) await settle(pipeline, around)
    t.equal(around.segments.get(1), 'held')
    t.match(pipeline.problem, { code: 'STORAGE_FULL', hint: 'free room' })
    t.equal(pipeline.activity, 'attention')
    around.storeFull = false
    await settle(pipeline, around)
    t.equal(around.segments.get(1), 'destroyed')
    t.equal(pipeline.problem, null)
  },
)

t.test(
  'invariant 11: where some speech gave no text, the text is kept and so is the audio, until its deadline',
  async t => {
    const around = await Surroundings.make(t)
    around.segments.set(1, 'held')
    around.stop()
    around.unheardMs = 501
    const first = pipelineOf(around)
    await settle(first, around)
    t.strictSame(around.order, ['ram 1', 'disk 1'])
    t.match(first.problem, { code: 'TRANSCRIBE_COVERAGE' })
    t.match(await around.drops.read(SESSION), { phase: 'ready' }, 'the rest is drafted')
    await first.stop()
    const second = pipelineOf(around)
    await settle(second, around)
    t.equal(around.segments.get(1), 'held', 'a companion that starts anew destroys nothing either')
    around.destroy(1)
    await settle(second, around)
    t.ok(around.released, 'after the deadline the receipt follows')
  },
)

t.test('invariant 11: what is missing within one per cent keeps nothing', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  around.unheardMs = 500
  const pipeline = pipelineOf(around)
  await settle(pipeline, around)
  t.equal(around.segments.get(1), 'destroyed')
  t.equal(pipeline.problem, null)
})
