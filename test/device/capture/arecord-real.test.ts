import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { beginMicrophone, CaptureChild } from '../../support/capture-child.js'
import { PulseServer } from '../../support/pulse.js'
import { root } from '../../support/root.js'
import { allPcm } from '../../support/spool-folder.js'

const CLIP = join(root, 'models/demo/clips/clip-01.wav')

t.test('what a speaker plays, the real arecord hears, and the segments hold', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'pa-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const pulse = await PulseServer.start(folder)
  t.teardown(() => pulse.stop())
  const spool = t.testdir({})

  const child = new CaptureChild(pulse.env)
  child.tell(beginMicrophone(spool, 'pulse'))
  await child.until(() => child.of('frames').length > 0)
  await pulse.play(CLIP)
  await sleep(800)
  t.strictSame(await child.stop(), { code: 0, signal: null })
  t.match(child.said.at(-1), { type: 'closed', reason: 'stopped', signal: null })
  const played = samplesOf(readFileSync(CLIP).subarray(44))
  const heard = samplesOf(allPcm(spool))
  const correlation = bestCorrelation(played, heard)
  t.ok(correlation > 0.9, `correlation ${correlation.toFixed(3)}`)

  const killed = new CaptureChild(pulse.env)
  killed.tell(beginMicrophone(spool, 'pulse', { firstSegment: 50 }))
  await killed.until(() => killed.of('opened').length > 0)
  const recorder = `/proc/${killed.of('opened')[0]?.recorderPid}`
  killed.process.kill('SIGKILL')
  for (let tries = 0; tries < 100 && existsSync(recorder); tries++) await sleep(100)
  t.notOk(existsSync(recorder), 'a recorder without its reader ends by itself')
})

t.test('no sound server: the real arecord fails, and the reason is told', async t => {
  const child = new CaptureChild({ ...process.env, PULSE_SERVER: 'unix:/nonexistent/native' })
  child.tell(beginMicrophone(t.testdir({}), 'pulse'))
  await child.exited
  t.match(child.of('failed'), [{ error: { code: 'CAPTURE_DEVICE_NOT_FOUND', detail: { reason: 'refused' } } }])
})

t.test('no such card: the real arecord fails, and the reason is told', async t => {
  const child = new CaptureChild()
  child.tell(beginMicrophone(t.testdir({}), 'plughw:CARD=Absent,DEV=0'))
  await child.exited
  t.match(child.of('failed'), [{ error: { code: 'CAPTURE_DEVICE_NOT_FOUND', detail: { reason: 'absent' } } }])
})

function samplesOf(pcm: Buffer): Float64Array {
  return Float64Array.from({ length: pcm.length >> 1 }, (_, at) => pcm.readInt16LE(at * 2) / 0x8000)
}

/** The best correlation of the whole of one with a stretch of the other; coarse on envelopes first, then exact. */
function bestCorrelation(played: Float64Array, heard: Float64Array): number {
  const step = 80
  const envelope = (samples: Float64Array) =>
    Float64Array.from({ length: Math.floor(samples.length / step) }, (_, at) =>
      samples.subarray(at * step, (at + 1) * step).reduce((sum, sample) => sum + Math.abs(sample), 0),
    )
  const [a, b] = [envelope(played), envelope(heard)]
  const coarse = bestAt(a, b, 0, b.length - a.length, 1)
  const from = Math.max(0, (coarse.at - 4) * step)
  return bestAt(played, heard, from, Math.min(heard.length - played.length, from + 8 * step), 1).value
}

function bestAt(a: Float64Array, b: Float64Array, from: number, to: number, step: number) {
  let best = { at: from, value: -1 }
  for (let at = from; at <= to; at += step) {
    const value = correlation(a, b.subarray(at, at + a.length))
    if (value > best.value) best = { at, value }
  }
  return best
}

function correlation(a: Float64Array, b: Float64Array): number {
  let [ab, aa, bb] = [0, 0, 0]
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0]
    ab += x * y
    aa += x * x
    bb += y * y
  }
  return ab / Math.sqrt(aa * bb || 1)
}
