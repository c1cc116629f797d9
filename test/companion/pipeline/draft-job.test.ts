import t from 'tap'
import { DraftJob } from '../../../companion/pipeline/draft-job.js'
import { SESSION, Surroundings } from '../../support/pipeline-fakes.js'

async function jobOf(around: Surroundings, segments: number[] = []): Promise<DraftJob> {
  const keyFile = await around.textRam.prepare(SESSION)
  for (const segment of segments) await around.textRam.put(SESSION, segment, Buffer.of(segment))
  const job = new DraftJob(SESSION, around.ports(), around.log as never)
  await job.prepare(keyFile, segments)
  return job
}

t.test('segments are observed in order, those stored before first', async t => {
  const around = await Surroundings.make(t)
  const job = await jobOf(around, [2, 1])
  job.observe(3, Buffer.of(3))
  t.match(await job.compose('SOAP'), { sentences: 3 })
  t.strictSame(around.observed, [1, 2, 3])
})

t.test('composing is tried three times, then the error stands', async t => {
  const around = await Surroundings.make(t)
  around.failCompose = () => true
  const job = await jobOf(around, [1])
  await t.rejects(job.compose('DAP'), { code: 'DRAFT_FAILED' })
  t.equal(around.drafters, 3)
  t.notOk(job.composing)
})

t.test('a second attempt starts from all stored text', async t => {
  const around = await Surroundings.make(t)
  around.failCompose = attempt => attempt === 1
  const job = await jobOf(around, [1, 2])
  t.match(await job.compose('SOAP'), { sentences: 2 })
  t.equal(around.drafters, 2)
})
