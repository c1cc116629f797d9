import { createHash } from 'node:crypto'
import { appendFileSync, copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { TranscriberProcess } from '../../../companion/transcriber/transcriber-process.js'
import { demoModelFile, demoSession } from '../../support/demo-speech.js'
import { memoryHits, needlesOf } from '../../support/pcm-hunt.js'
import { pidsOf } from '../../support/processes.js'
import { SealedSpool } from '../../support/sealed-spool.js'
import { noise } from '../../support/wav.js'

const SECOND = 16_000

function alive(pid: number | null): boolean {
  return pid !== null && existsSync(`/proc/${pid}`)
}

async function started(t: Test, spool: SealedSpool): Promise<TranscriberProcess> {
  const transcriber = new TranscriberProcess({ runDirectory: spool.runDirectory })
  t.teardown(() => transcriber.stop())
  await transcriber.start(spool.begin())
  return transcriber
}

t.test('stop kills, and resolves when the process is gone', async t => {
  const transcriber = await started(t, new SealedSpool(t.testdir()))
  const { pid } = transcriber
  t.ok(alive(pid))
  t.notOk(transcriber.gone)
  t.strictSame(await transcriber.stop(), { pid, exitCode: null, signal: 'SIGKILL' })
  t.ok(transcriber.gone)
  t.notOk(alive(pid))
  t.strictSame(await transcriber.stop(), { pid, exitCode: null, signal: 'SIGKILL' }, 'asked twice, the same answer')
  await t.rejects(transcriber.transcribe(1, false), { code: 'TRANSCRIBE_WORKER_LOST' })
})

t.test('silence and noise are no turns and no words, and are covered', async t => {
  const spool = new SealedSpool(t.testdir())
  const quiet = noise(20 * SECOND, 3, 0.002)
  const loud = noise(20 * SECOND, 4, 0.05)
  spool.put(1, new Int16Array(20 * SECOND))
  spool.put(
    2,
    Int16Array.from(quiet, value => value * 32_767),
  )
  spool.put(
    3,
    Int16Array.from(loud, value => value * 32_767),
  )
  spool.put(4, new Int16Array(0))
  spool.put(5, new Int16Array(100))
  const transcriber = await started(t, spool)
  for (const segment of [1, 2, 3, 4, 5]) {
    const text = await transcriber.transcribe(segment, false)
    t.match(text.measures, { turns: 0, words: 0, transcribedMs: 0, dropped: 0 })
    t.equal(text.measures.silenceMs, text.measures.capturedMs)
    t.strictSame(spool.openAsClinician(text).turns, [])
  }
})

t.test(
  'once a segment is answered, none of its samples is left in the child, while it lives',
  { skip: process.getuid?.() !== 0 && 'reading the memory of another process needs root' },
  async t => {
    const spool = new SealedSpool(t.testdir())
    const samples = demoSession().slice(0, 20 * SECOND)
    spool.put(1, samples)
    const transcriber = await started(t, spool)
    t.ok((await transcriber.transcribe(1, false)).measures.words > 0)
    // In the shape in which it was sealed. The binding's own copy, as floats, goes with the process.
    const needles = new Map([...needlesOf(new Uint8Array(samples.buffer))].slice(10, 22))
    t.equal(needles.size, 12)
    t.equal(await memoryHits(transcriber.pid ?? 0, needles), 0)
  },
)

t.test('what is asked for at once is answered in order, each with its own', async t => {
  const spool = new SealedSpool(t.testdir())
  const samples = demoSession()
  for (const segment of [1, 2, 3]) spool.put(segment, samples.slice((segment - 1) * 5 * SECOND, segment * 5 * SECOND))
  const transcriber = await started(t, spool)
  const order: number[] = []
  await Promise.all(
    [3, 1, 2].map(async segment => {
      const text = await transcriber.transcribe(segment, false)
      t.equal(spool.openAsClinician(text).segment, segment)
      order.push(segment)
    }),
  )
  t.strictSame(order, [3, 1, 2])
})

t.test('a segment that cannot be opened fails by itself: the child takes the next', async t => {
  const spool = new SealedSpool(t.testdir())
  const samples = demoSession().slice(0, 6 * SECOND)
  for (const segment of [1, 2, 3, 4, 5]) spool.put(segment, samples)
  copyFileSync(spool.file(2, 'key'), spool.file(1, 'key'))
  appendFileSync(spool.file(2, 'sealed'), 'tail')
  rmSync(spool.file(3, 'key'))
  truncateSync(spool.file(4, 'sealed'), readFileSync(spool.file(4, 'sealed')).length - 100)
  const transcriber = await started(t, spool)
  await t.rejects(transcriber.transcribe(1, false), { code: 'SPOOL_TAMPERED' })
  await t.rejects(transcriber.transcribe(2, false), { code: 'SPOOL_TAMPERED' })
  await t.rejects(transcriber.transcribe(3, false), { code: 'SPOOL_KEY_MISSING' })
  await t.rejects(transcriber.transcribe(4, false), { code: 'SPOOL_TRUNCATED' })
  await t.rejects(transcriber.transcribe(99, false), { code: 'SPOOL_KEY_MISSING' })
  const interrupted = await transcriber.transcribe(4, true)
  t.equal(interrupted.measures.capturedMs, 5000)
  t.ok(interrupted.measures.words > 0)
  t.ok((await transcriber.transcribe(5, false)).measures.words > 0)
})

t.test('invariant 12: a model that would crash whisper.cpp is refused by name, and this process lives', async t => {
  const folder = t.testdir()
  const spool = new SealedSpool(folder)
  const model = readFileSync(demoModelFile)
  const file = join(folder, 'model.bin')
  const flipped = Buffer.from(model)
  flipped[5_000_000] = (flipped[5_000_000] ?? 0) ^ 1
  const cases: readonly (readonly [string, Buffer | null])[] = [
    ['MODEL_NOT_INSTALLED', null],
    ['MODEL_SIZE_MISMATCH', Buffer.alloc(0)],
    ['MODEL_SIZE_MISMATCH', model.subarray(0, model.length / 2)],
    ['MODEL_SIZE_MISMATCH', model.subarray(0, model.length - 1)],
    ['MODEL_SIZE_MISMATCH', Buffer.concat([model, Buffer.alloc(1)])],
    ['MODEL_WRONG_KIND', Buffer.from('<!doctype html><title>404</title>')],
    ['MODEL_WRONG_KIND', Buffer.concat([Buffer.from('GGUF'), model.subarray(4)])],
    ['MODEL_CHECKSUM_MISMATCH', flipped],
  ]
  for (const [code, bytes] of cases) {
    rmSync(file, { force: true })
    if (bytes !== null) writeFileSync(file, bytes)
    const transcriber = new TranscriberProcess({ runDirectory: spool.runDirectory })
    await t.rejects(transcriber.start(spool.begin({ modelFile: file })), { code, hint: /\S/ }, code)
    t.ok(transcriber.gone, 'the child is gone')
  }
  t.strictSame(await pidsOf(spool.runDirectory, 'transcriber'), [])
})

t.test('invariant 12: a model that crashes whisper.cpp all the same takes the child only', async t => {
  const folder = t.testdir()
  const spool = new SealedSpool(folder)
  // Cut in the middle of its vocabulary, with its own hash and size, as if a catalogue listed it so.
  const bytes = readFileSync(demoModelFile).subarray(0, 700_000)
  const file = join(folder, 'model.bin')
  writeFileSync(file, bytes)
  const modelSha256 = createHash('sha256').update(bytes).digest('hex')
  const transcriber = new TranscriberProcess({ runDirectory: spool.runDirectory })
  const begin = spool.begin({ modelFile: file, modelBytes: bytes.length, modelSha256 })
  await t.rejects(transcriber.start(begin), { code: 'TRANSCRIBE_WORKER_LOST' })
  t.ok(transcriber.gone)
})

t.test(
  'invariant 12: a child killed in the middle of a segment is reported lost, and nothing of it is left',
  async t => {
    const spool = new SealedSpool(t.testdir())
    spool.put(1, demoSession().slice(0, 75 * SECOND))
    const transcriber = await started(t, spool)
    const { pid } = transcriber
    const answer = transcriber.transcribe(1, false)
    const second = transcriber.transcribe(2, false)
    const lost = Promise.all([
      t.rejects(answer, { code: 'TRANSCRIBE_WORKER_LOST', detail: { signal: 'SIGKILL' }, retryable: true }),
      t.rejects(second, { code: 'TRANSCRIBE_WORKER_LOST' }),
    ])
    await new Promise(resolve => setTimeout(resolve, 150))
    process.kill(pid ?? 0, 'SIGKILL')
    await lost
    t.ok(transcriber.gone)
    t.notOk(alive(pid))
    t.strictSame(await pidsOf(spool.runDirectory, 'transcriber'), [])

    const next = await started(t, spool)
    t.ok((await next.transcribe(1, false)).measures.words > 50, 'another child takes the same segment')
  },
)

t.test('stopping in the middle of a segment kills at once and fails the segment', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, demoSession().slice(0, 75 * SECOND))
  const transcriber = await started(t, spool)
  const answer = t.rejects(transcriber.transcribe(1, false), { code: 'TRANSCRIBE_WORKER_LOST' })
  await new Promise(resolve => setTimeout(resolve, 100))
  await transcriber.stop()
  await answer
  t.notOk(alive(transcriber.pid))
})

t.test('a child that takes too long is killed and reported lost', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, demoSession().slice(0, 75 * SECOND))
  const deadlinesMs = { begin: 60_000, segment: 50 }
  const transcriber = new TranscriberProcess({ runDirectory: spool.runDirectory, deadlinesMs })
  t.teardown(() => transcriber.stop())
  await transcriber.start(spool.begin())
  await t.rejects(transcriber.transcribe(1, false), { code: 'TRANSCRIBE_WORKER_LOST' })
  t.ok(transcriber.gone)
})

t.test('without the text key, or with half of one, nothing begins', async t => {
  const spool = new SealedSpool(t.testdir())
  for (const bytes of [null, Buffer.alloc(31), Buffer.alloc(33)]) {
    rmSync(spool.textKeyFile, { force: true })
    if (bytes !== null) writeFileSync(spool.textKeyFile, bytes)
    const transcriber = new TranscriberProcess({ runDirectory: spool.runDirectory })
    await t.rejects(transcriber.start(spool.begin()), { code: 'TRANSCRIBE_FAILED' })
    t.ok(transcriber.gone)
  }
})

t.test('a process that was never started is gone, and a start is for once', async t => {
  const spool = new SealedSpool(t.testdir())
  const transcriber = new TranscriberProcess({ runDirectory: spool.runDirectory })
  t.ok(transcriber.gone)
  t.equal(transcriber.pid, null)
  t.strictSame(await transcriber.stop(), { pid: null, exitCode: null, signal: null })
  await t.rejects(transcriber.transcribe(1, false), { code: 'TRANSCRIBE_WORKER_LOST' })
  await transcriber.start(spool.begin())
  t.ok(transcriber.loadMs > 0)
  await t.rejects(transcriber.start(spool.begin()), { code: 'TRANSCRIBE_FAILED' })
  await transcriber.stop()
})

t.test('a run folder that cannot be written starts nothing', async t => {
  const spool = new SealedSpool(t.testdir({ file: 'x' }))
  const transcriber = new TranscriberProcess({ runDirectory: spool.textKeyFile })
  await t.rejects(transcriber.start(spool.begin()), { code: 'TRANSCRIBE_FAILED' })
  t.ok(transcriber.gone)
})
