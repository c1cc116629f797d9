import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import t from 'tap'
import nacl from 'tweetnacl'
import { openSpooled } from '../../../companion/transcriber/spooled-segment.js'
import type { SegmentSound } from '../../../companion/transcriber/transcription.js'
import { SealedSpool } from '../../support/sealed-spool.js'

const samples = Int16Array.from({ length: 16_000 * 3 + 7 }, (_, at) => (at * 37) % 2000)
const open = (spool: SealedSpool, segment = 1, interrupted = false): Promise<SegmentSound> =>
  openSpooled({ directory: spool.folder, sessionId: spool.sessionId, segment, interrupted })

t.test('a sealed segment opens with its place and its samples', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(7, samples, { startMs: 61_234 })
  t.strictSame(await open(spool, 7), { segment: 7, startMs: 61_234, samples })
})

t.test('an empty segment opens to no samples', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, new Int16Array(0))
  t.equal((await open(spool)).samples.length, 0)
})

t.test('stereo is mixed', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, Int16Array.from([10, 20, -10, -30]), { channels: 2 })
  t.strictSame([...(await open(spool)).samples], [15, -20])
})

t.test('without its key there is nothing to open', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, samples)
  rmSync(spool.file(1, 'key'))
  await t.rejects(open(spool), { code: 'SPOOL_KEY_MISSING', detail: { segment: 1 } })
})

t.test('another key, a key cut short and an overwritten key do not open it', async t => {
  for (const key of [nacl.randomBytes(32), nacl.randomBytes(31), new Uint8Array(32), new Uint8Array(0)]) {
    const spool = new SealedSpool(t.testdir())
    spool.put(1, samples)
    writeFileSync(spool.file(1, 'key'), key)
    await t.rejects(open(spool), { code: 'SPOOL_TAMPERED' })
  }
})

t.test('a segment that is not there is no silence', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, samples)
  rmSync(spool.file(1, 'sealed'))
  await t.rejects(open(spool), { code: 'TRANSCRIBE_FAILED', detail: { segment: 1 } })
})

t.test('a flipped bit anywhere is found', async t => {
  for (const at of [9, 30, 50, 84, 100, 40_000]) {
    const spool = new SealedSpool(t.testdir())
    spool.put(1, samples)
    const bytes = readFileSync(spool.file(1, 'sealed'))
    bytes[at] = (bytes[at] ?? 0) ^ 4
    writeFileSync(spool.file(1, 'sealed'), bytes)
    await t.rejects(open(spool), { code: 'SPOOL_TAMPERED' }, `byte ${at}`)
  }
})

t.test('bytes after the end are found', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, samples)
  appendFileSync(spool.file(1, 'sealed'), 'x')
  await t.rejects(open(spool), { code: 'SPOOL_TAMPERED' })
})

t.test('a segment under the number or in the session of another is refused', async t => {
  const folder = t.testdir()
  const spool = new SealedSpool(folder)
  spool.put(2, samples, { asSegment: 1 })
  await t.rejects(open(spool), { code: 'SPOOL_TAMPERED' })
  spool.put(1, samples)
  const { sessionId } = new SealedSpool(folder)
  const place = { directory: spool.folder, sessionId, segment: 1, interrupted: false }
  await t.rejects(openSpooled(place), { code: 'SPOOL_TAMPERED' })
})

t.test('an interrupted segment gives what is genuine, but only if the device said so', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, samples)
  truncateSync(spool.file(1, 'sealed'), readFileSync(spool.file(1, 'sealed')).length - 1)
  await t.rejects(open(spool, 1, false), { code: 'SPOOL_TRUNCATED', detail: { segment: 1 } })
  t.strictSame((await open(spool, 1, true)).samples, samples.slice(0, 48_000))
})

t.test('what is not a segment, and a version from the future, are named so', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, samples)
  const bytes = readFileSync(spool.file(1, 'sealed'))
  writeFileSync(spool.file(1, 'sealed'), Buffer.concat([Buffer.from('ESHTSEG2'), bytes.subarray(8)]))
  await t.rejects(open(spool), { code: 'SPOOL_VERSION_UNKNOWN' })
  writeFileSync(spool.file(1, 'sealed'), Buffer.concat([Buffer.from('RIFFWAVE'), bytes.subarray(8)]))
  await t.rejects(open(spool), { code: 'SPOOL_NOT_A_SEGMENT' })
  writeFileSync(spool.file(1, 'sealed'), bytes.subarray(0, 79))
  await t.rejects(open(spool), { code: 'SPOOL_TRUNCATED' })
})

t.test('another sample rate is refused, not heard too slow', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, samples, { sampleRate: 8000 })
  await t.rejects(open(spool), { code: 'TRANSCRIBE_FAILED', detail: { sampleRate: 8000 } })
})
