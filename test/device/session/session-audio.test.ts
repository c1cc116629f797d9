import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { SegmentWriter } from '../../../device/capture/segment-writer.js'
import { type SessionId, sessionIdBytes } from '../../../device/contracts/session-id.js'
import { SessionAudio } from '../../../device/session/session-audio.js'
import { SessionFolder } from '../../../device/session/session-folder.js'
import { SessionRecord } from '../../../device/session/session-record.js'
import { destroySegment } from '../../../device/spool/destroy-segment.js'
import { scanSegments } from '../../../device/spool/scan-segments.js'
import { FakeClock } from '../../support/fake-system.js'

const ID = 'abcdefghijklmnopqrstuvwxya' as SessionId

function made(t: Test) {
  const folder = new SessionFolder(t.testdir(), ID)
  const clock = new FakeClock()
  folder.create({
    version: 1,
    sessionId: ID,
    startedAtMs: clock.wallMs,
    startedMonotonicMs: clock.elapsedMs,
    bootId: 'boot-1',
    adapter: 'arecord',
    sampleRate: 16_000,
    channels: 1,
    encoding: 'S16_LE',
    consent: { state: 'attested-by-press', atMs: 1_700_000_000_000 },
    seatMap: null,
  })
  const record = new SessionRecord(folder.journalPath, clock)
  t.teardown(() => record.close())
  const spool = { destroySegment, scanSegments, failing: false, asked: 0 }
  const audio = new SessionAudio(
    {
      scanSegments,
      destroySegment: async (directory, segment) => {
        spool.asked += 1
        const steps = await destroySegment(directory, segment)
        return spool.failing ? { ...steps, ciphertextOverwritten: false } : steps
      },
    },
    folder,
    record,
  )
  return { folder, record, audio, spool }
}

/** A segment of one second, sealed or cut in the middle by a death. */
function write(folder: SessionFolder, segment: number, sealed = true) {
  const header = {
    session: sessionIdBytes(ID),
    segment,
    startMs: (segment - 1) * 1000,
    sampleRate: 16_000,
    channels: 1,
  }
  const writer = new SegmentWriter(folder.path, header)
  writer.write(new Uint8Array(32_000))
  return { opened: writer.opened(), sealed: sealed ? writer.finish(new Uint8Array(0)) : null }
}

t.test('what a dead child was writing is sealed as interrupted, with its size and digest', async t => {
  const { folder, record, audio } = made(t)
  const announced = write(folder, 1, false)
  record.write('segment_opened', announced.opened)
  write(folder, 2, false)
  await audio.settle()
  t.match(
    record.entries(0).map(({ type, body }) => ({ type, body })),
    [
      { type: 'segment_opened', body: { segment: 1 } },
      { type: 'segment_sealed', body: { segment: 1, interrupted: true, durationMs: 1000, pcmBytes: 32_000 } },
      { type: 'segment_opened', body: { segment: 2, startMs: 1000 } },
      { type: 'segment_sealed', body: { segment: 2, interrupted: true, ciphertextSha256: /^[0-9a-f]{64}$/ } },
    ],
  )
  await audio.settle()
  t.equal(record.seq, 4, 'and only once')
})

t.test('what is sealed in the journal is not sealed again', async t => {
  const { folder, record, audio } = made(t)
  const { opened, sealed } = write(folder, 1)
  record.write('segment_opened', opened)
  record.write('segment_sealed', sealed!)
  await audio.settle()
  t.equal(record.seq, 2)
  t.equal(record.facts.held.length, 1, 'nor destroyed')
})

t.test(
  'invariant 11: a step that is not proven is not a destruction: it is an error, and can be asked again',
  async t => {
    const { folder, record, audio, spool } = made(t)
    const { opened, sealed } = write(folder, 1)
    record.write('segment_opened', opened)
    record.write('segment_sealed', sealed!)
    spool.failing = true
    await t.rejects(audio.destroy(1, 'text-stored'), { code: 'SPOOL_DESTROY_FAILED', hint: /\w/ })
    t.equal(record.seq, 2, 'nothing is claimed')
    spool.failing = false
    t.match(await audio.destroy(1, 'text-stored'), { ciphertextOverwritten: true, pathsAbsent: true })
    t.match(record.entries(2), [{ type: 'segment_destroyed', body: { reason: 'text-stored' } }])
  },
)

t.test('one segment that cannot be destroyed does not save the others', async t => {
  const { folder, record, spool, audio } = made(t)
  for (const segment of [1, 2]) {
    const { opened, sealed } = write(folder, segment)
    record.write('segment_opened', opened)
    record.write('segment_sealed', sealed!)
  }
  spool.failing = true
  await t.rejects(audio.destroyAll('discarded'), { code: 'SPOOL_DESTROY_FAILED' })
  t.equal(folder.holdsAudio, false)
  t.equal(spool.asked >= 2, true)
})

t.test('a forgotten session leaves nothing, journalled or not', async t => {
  const { folder, record, audio } = made(t)
  const { opened, sealed } = write(folder, 1)
  record.write('segment_opened', opened)
  record.write('segment_sealed', sealed!)
  write(folder, 2, false)
  writeFileSync(join(folder.path, '0003.key'), new Uint8Array(32))
  await audio.destroyAll('discarded')
  t.equal(folder.holdsAudio, false)
  const destroyed = record.entries(0).flatMap(({ type, body }) => (type === 'segment_destroyed' ? [body.segment] : []))
  t.strictSame(destroyed, [1, 2])
})

t.test('the decision is on record before the deed', async t => {
  const { folder, record, audio } = made(t)
  const { opened, sealed } = write(folder, 1)
  record.write('segment_opened', opened)
  record.write('segment_sealed', sealed!)
  const destroying = audio.destroy(1, 'struck')
  t.strictSame(folder.readIntents(), [{ intent: 'destroy', segment: 1, reason: 'struck' }])
  await destroying
  t.notOk(existsSync(join(folder.path, '0001.key')))
})
