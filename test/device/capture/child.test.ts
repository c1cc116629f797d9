import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { FromCapture } from '../../../device/capture/messages.js'
import { sessionIdBytes } from '../../../device/contracts/session-id.js'
import { commitToKey, segmentFile } from '../../../device/contracts/spool-format.js'
import { beginFile, CaptureChild, TEST_SESSION } from '../../support/capture-child.js'
import { root } from '../../support/root.js'
import { allPcm, filesOf, openStored, segmentsOf } from '../../support/spool-folder.js'
import { noise, wavOf } from '../../support/wav.js'

const DEMO = join(root, 'models/demo/demo-session.wav')
/** After the 44 bytes of its header. */
const demoPcm = readFileSync(DEMO).subarray(44)

t.test(
  'invariant 2: the demo session is sealed to the byte, in segments cut in pauses, each under its own key',
  async t => {
    const spool = t.testdir()
    const child = new CaptureChild()
    child.tell(beginFile(spool, DEMO, { targetSeconds: 20, maxSeconds: 30 }))
    await child.until(() => child.of('source_ended').length === 1)
    t.strictSame(await child.stop(), { code: 0, signal: null })

    t.ok(allPcm(spool).equals(demoPcm), 'what was played is what was sealed')
    const sealed = child.of('segment_sealed')
    t.equal(sealed.length, segmentsOf(spool).length)
    t.ok(sealed.length >= 8 && sealed.length <= 12, `${sealed.length} segments for 233 seconds`)
    const keys = new Set(filesOf(spool, '.key').map(name => readFileSync(join(spool, name), 'hex')))
    t.equal(keys.size, sealed.length, 'no key is used twice')
    let expectedStartMs = 0
    for (const report of sealed) {
      const names = segmentFile(report.segment)
      const file = readFileSync(join(spool, names.sealed))
      const key = readFileSync(join(spool, names.key))
      const opened = openStored(spool, report.segment)
      t.match(report, {
        interrupted: false,
        pcmBytes: opened.pcm.length,
        ciphertextBytes: file.length,
        ciphertextSha256: createHash('sha256').update(file).digest('hex'),
        keyCommitment: Buffer.from(commitToKey(key)).toString('hex'),
        startMs: opened.header.startMs,
        durationMs: Math.round(opened.pcm.length / 32),
      })
      t.equal(opened.ending, 'sealed')
      t.strictSame(opened.header.session, sessionIdBytes(TEST_SESSION))
      t.ok(Math.abs(report.startMs - expectedStartMs) <= 1, 'segments follow each other without a gap')
      t.ok(report.durationMs <= 30_000)
      expectedStartMs = report.startMs + report.durationMs
    }
    const cuts = sealed.slice(0, -1).map(report => report.startMs + report.durationMs)
    t.ok(cuts.every(inAPause), `every cut is in a pause: ${cuts.join(', ')} ms`)
    for (const name of readdirSync(spool)) t.equal(statSync(join(spool, name)).mode & 0o777, 0o600, name)
  },
)

t.test('reports come in an order that tells the story', async t => {
  const spool = t.testdir()
  const child = new CaptureChild()
  child.tell(beginFile(spool, DEMO, { targetSeconds: 60, maxSeconds: 75, firstSegment: 4, startMs: 200_000 }))
  await child.until(() => child.of('source_ended').length === 1)
  await child.stop()
  const story = child.said.map(message => message.type).filter((type, at, all) => type !== all[at - 1])
  t.equal(story[0], 'opened')
  t.strictSame(story.slice(-3), ['segment_sealed', 'source_ended', 'closed'])
  t.strictSame(segmentsOf(spool), [4])
  t.match(child.of('segment_opened'), [{ segment: 4, startMs: 200_000 }])
  t.ok(allPcm(spool).equals(demoPcm.subarray(200 * 32_000)), 'a file is played from the place that was asked')
  t.match(child.of('closed'), [{ reason: 'stopped', exitCode: null, signal: null }])
  const frames = child.of('frames')
  t.ok(frames.every(({ positionMs, capturedMs }) => positionMs === 200_000 + capturedMs))
})

t.test('stop seals what was heard until then, and the sealed prefix is exact', async t => {
  const spool = t.testdir()
  const child = new CaptureChild()
  child.tell(beginFile(spool, DEMO, { speed: 8 }))
  await child.until(() => (child.of('frames').at(-1)?.capturedMs ?? 0) > 2500)
  await child.stop()
  const pcm = allPcm(spool)
  t.ok(pcm.length > 2500 * 32)
  t.ok(pcm.equals(demoPcm.subarray(0, pcm.length)))
  t.equal(child.of('segment_sealed').at(-1)?.pcmBytes, pcm.length)
})

t.test('at life speed at least four reports a second say how loud it is', async t => {
  const spool = t.testdir()
  const child = new CaptureChild()
  child.tell(beginFile(spool, DEMO, { speed: 1 }))
  await child.until(() => (child.of('frames').at(-1)?.capturedMs ?? 0) > 2000)
  await child.stop()
  const frames = child.of('frames')
  const seconds = (frames.at(-1)?.capturedMs ?? 0) / 1000
  t.ok(frames.length / seconds >= 4, `${frames.length} reports in ${seconds} s`)
  t.ok(
    frames.some(({ levelDbfs }) => levelDbfs > -40),
    'speech is heard',
  )
})

t.test('hold waits, and loses nothing', async t => {
  const spool = t.testdir()
  const child = new CaptureChild()
  child.tell(beginFile(spool, DEMO, { speed: 60 }))
  await child.until(() => (child.of('frames').at(-1)?.capturedMs ?? 0) > 1000)
  child.tell({ type: 'hold', on: true })
  await settled(() => child.said.length)
  const heldAt = child.said.length
  await pause(700)
  t.equal(child.said.length, heldAt, 'nothing comes while it is held')
  child.tell({ type: 'hold', on: false })
  await child.until(() => child.of('source_ended').length === 1)
  await child.stop()
  t.ok(allPcm(spool).equals(demoPcm))
})

t.test('with the parent gone, or on SIGTERM, it seals and leaves without being asked', async t => {
  for (const farewell of ['disconnect', 'SIGTERM'] as const) {
    const spool = t.testdir({})
    const child = new CaptureChild()
    child.tell(beginFile(spool, DEMO, { speed: 4 }))
    await child.until(() => (child.of('frames').at(-1)?.capturedMs ?? 0) > 1200)
    if (farewell === 'disconnect') child.process.disconnect()
    else child.process.kill('SIGTERM')
    t.strictSame(await child.exited, { code: 0, signal: null }, farewell)
    const opened = openStored(spool, 1)
    t.equal(opened.ending, 'sealed', farewell)
    t.ok(demoPcm.subarray(0, opened.pcm.length).equals(Buffer.from(opened.pcm)))
  }
})

t.test('a stop before any sound leaves no file', async t => {
  const spool = t.testdir()
  const child = new CaptureChild()
  t.strictSame(await child.stop(), { code: 0, signal: null })
  t.strictSame(readdirSync(spool), [])
})

t.test('stereo is kept as it is where it is wanted', async t => {
  const spool = t.testdir({ 'two.wav': wavOf(noise(2 * 16_000 * 3), { channels: 2 }) })
  const child = new CaptureChild()
  child.tell(beginFile(spool, join(spool, 'two.wav'), { channels: 2 }))
  await child.until(() => child.of('source_ended').length === 1)
  await child.stop()
  t.ok(allPcm(spool).equals(readFileSync(join(spool, 'two.wav')).subarray(44)))
  t.match(child.of('segment_sealed'), [{ durationMs: 3000, pcmBytes: 192_000 }])
})

t.test('a bad file is told with what to do, and no file is left', async t => {
  const spool = t.testdir({ 'bad.wav': 'this is no sound' })
  const child = new CaptureChild()
  child.tell(beginFile(spool, join(spool, 'bad.wav')))
  t.strictSame(await child.exited, { code: 0, signal: null })
  t.match(child.said, [
    { type: 'failed', error: { code: 'CAPTURE_FILE_NOT_WAV', hint: /ffmpeg/ } },
    { type: 'closed', reason: 'lost' },
  ] as unknown as FromCapture[])
  t.strictSame(readdirSync(spool), ['bad.wav'])
})

t.test('a segment number that is taken stops capture and harms nothing', async t => {
  const spool = t.testdir({ '0001.seg': 'kept' })
  const child = new CaptureChild()
  child.tell(beginFile(spool, DEMO))
  await child.exited
  t.match(child.of('failed'), [{ error: { code: 'INTERNAL' } }])
  t.strictSame(readdirSync(spool), ['0001.seg'])
  t.equal(readFileSync(join(spool, '0001.seg'), 'utf8'), 'kept')
})

/** Half a pause of quiet on both sides, within the file. */
function inAPause(cutMs: number): boolean {
  return [-120, -60, 0, 60].every(offset => rms(cutMs + offset) < 0.01)
}

function rms(ms: number): number {
  let squares = 0
  for (let at = 0; at < 960; at++) squares += (demoPcm.readInt16LE(ms * 32 + at * 2) / 0x8000) ** 2
  return Math.sqrt(squares / 960)
}

/** What was under way when it was told may still come; on a busy machine that takes a moment. */
async function settled(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count()
    await pause(500)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
