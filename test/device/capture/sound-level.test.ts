import t from 'tap'
import { FLOOR_DBFS, LevelMeter, soundLevel } from '../../../device/capture/sound-level.js'
import { noise, tone, wavOf } from '../../support/wav.js'

const pcm = (samples: Float64Array | number[]) => wavOf(samples).subarray(44)
const constant = (value: number) => {
  const bytes = Buffer.alloc(640)
  for (let at = 0; at < 320; at++) bytes.writeInt16LE(value, at * 2)
  return bytes
}

t.test('a full-scale sine is -3 dBFS, half of it 6 dB less', t => {
  t.ok(Math.abs(soundLevel(pcm(tone(1600, 100, 16_000, 1))).dbfs + 3.01) < 0.05)
  t.ok(Math.abs(soundLevel(pcm(tone(1600, 100, 16_000, 0.5))).dbfs + 9.03) < 0.05)
  t.end()
})

t.test('silence is all samples equal, or less than any room', t => {
  t.match(soundLevel(constant(0)), { dbfs: FLOOR_DBFS, silent: true, clipped: 0 })
  t.match(soundLevel(constant(500)), { silent: true }, 'a stuck converter')
  t.match(soundLevel(pcm(noise(320, 1, 0.0002))), { silent: true })
  t.match(soundLevel(pcm(noise(320, 1, 0.002))), { silent: false })
  t.end()
})

t.test('samples at the ends of the scale are clipped, on both sides', t => {
  const bytes = Buffer.alloc(10)
  for (const [at, value] of [32_767, -32_768, -32_767, 32_766, 0].entries()) bytes.writeInt16LE(value, at * 2)
  t.match(soundLevel(bytes), { clipped: 3, samples: 5 })
  t.end()
})

t.test('bytes at an odd place of their buffer are read all the same', t => {
  const shifted = Buffer.concat([Buffer.alloc(1), pcm(tone(1600, 100, 16_000, 1))]).subarray(1)
  t.ok(Math.abs(soundLevel(shifted).dbfs + 3.01) < 0.05)
  t.end()
})

t.test('the meter tells level and clipping since its last report, and silence up to now', t => {
  const meter = new LevelMeter(16_000)
  t.strictSame(meter.report(), { levelDbfs: FLOOR_DBFS, clippedPerMille: 0, silentMs: 0 })
  meter.add(soundLevel(constant(0)))
  meter.add(soundLevel(pcm(tone(320, 100, 16_000, 1))))
  t.match(meter.report(), { levelDbfs: -6, silentMs: 0 })
  meter.add(soundLevel(constant(0)))
  meter.report()
  meter.add(soundLevel(constant(0)))
  t.match(meter.report(), { levelDbfs: FLOOR_DBFS, silentMs: 40 })
  meter.add(soundLevel(constant(32_767)))
  t.match(meter.report(), { levelDbfs: 0, clippedPerMille: 1000, silentMs: 60 })
  t.end()
})
