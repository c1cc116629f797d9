import t from 'tap'
import { TranscribeJob } from '../../../companion/pipeline/transcribe-job.js'
import { EarshotError } from '../../../device/contracts/errors.js'
import { SESSION, Surroundings } from '../../support/pipeline-fakes.js'

const lost = () => new EarshotError('TRANSCRIBE_WORKER_LOST', 'transcribing process ended')

async function jobOf(around: Surroundings): Promise<TranscribeJob> {
  const job = new TranscribeJob(SESSION, around.ports(), around.log as never)
  await job.prepare(await around.textRam.prepare(SESSION))
  return job
}

for (const [failure, most] of [
  [new EarshotError('TRANSCRIBE_NO_RESULT', 'audible speech gave no text'), 3],
  [lost(), 8],
] as const) {
  t.test(
    `a segment is given ${most} attempts for ${failure.code}, then the error is the answer, and no more are made`,
    async t => {
      const around = await Surroundings.make(t)
      around.segments.set(1, 'held')
      let attempts = 0
      around.failTranscribe = () => {
        attempts += 1
        return failure
      }
      const job = await jobOf(around)
      const [segment] = around.summary().segments
      t.match(await job.transcribe(segment!), { code: failure.code })
      t.equal(attempts, most)
      t.equal(await job.transcribe(segment!), null)
      t.equal(attempts, most)
      t.strictSame([...job.gaveUp], [1])
      t.notOk(job.stored.has(1))
    },
  )
}

t.test('an error that nobody foresaw is not passed on with its words', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  around.failTranscribe = () => new Error('canary') as EarshotError
  const job = await jobOf(around)
  const answer = await job.transcribe(around.summary().segments[0]!)
  t.match(answer, { code: 'INTERNAL' })
  t.notMatch(String((answer as EarshotError).message), /canary/)
})

t.test('an aborted job stores nothing more', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  const job = await jobOf(around)
  around.failTranscribe = () => {
    job.abort()
    return lost()
  }
  t.equal(await job.transcribe(around.summary().segments[0]!), null)
  t.strictSame(around.order, [])
  t.ok(job.gone)
})

t.test('while there is no model the segment waits, and the model is looked at again after a minute', async t => {
  const around = await Surroundings.make(t)
  around.segments.set(1, 'held')
  let nowMs = 0
  let looks = 0
  let installed = false
  around.failTranscribe = () => {
    looks += 1
    return installed ? null : new EarshotError('MODEL_NOT_INSTALLED', 'model is not there', { hint: 'fetch it' })
  }
  const job = new TranscribeJob(SESSION, around.ports(), around.log as never, () => nowMs)
  await job.prepare(await around.textRam.prepare(SESSION))
  const [segment] = around.summary().segments
  for (const at of [0, 1, 59_999]) {
    nowMs = at
    await t.rejects(job.transcribe(segment!), { code: 'MODEL_NOT_INSTALLED', hint: 'fetch it' })
  }
  t.equal(looks, 1)
  t.equal(job.gaveUp.size, 0)
  nowMs = 60_000
  installed = true
  t.ok(await job.transcribe(segment!))
  t.ok(job.stored.has(1))
})
