import t from 'tap'
import { Resampler } from '../../../device/capture/resampler.js'
import { tone } from '../../support/wav.js'

async function resampled(samples: Float32Array, from: number, to: number, piece: number): Promise<Float32Array> {
  const resampler = await Resampler.create(from, to)
  const pieces: Float32Array[] = []
  for (let at = 0; at < samples.length; at += piece) pieces.push(resampler.push(samples.subarray(at, at + piece)))
  pieces.push(resampler.flush())
  resampler.close()
  return Float32Array.from(pieces.flatMap(part => [...part]))
}

t.test('the whole is as long as it was, to the sample, whatever the pieces', async t => {
  for (const from of [8000, 11_025, 44_100, 48_000]) {
    for (const [length, piece] of [
      [1, 1],
      [from, 997],
      [from + 1, from],
      [from * 2, 160],
    ] as const) {
      const out = await resampled(new Float32Array(length), from, 16_000, piece)
      t.equal(out.length, Math.round((length * 16_000) / from), `${length} at ${from} Hz in pieces of ${piece}`)
    }
  }
})

t.test('pieces give what the whole gives, and a tone stays the tone', async t => {
  const samples = Float32Array.from(tone(48_000, 440, 48_000))
  const whole = await resampled(samples, 48_000, 16_000, samples.length)
  const inPieces = await resampled(samples, 48_000, 16_000, 333)
  t.ok(whole.every((sample, at) => Math.abs(sample - (inPieces[at] ?? 9)) < 1e-5))
  const wanted = tone(16_000, 440, 16_000)
  t.ok(whole.subarray(300, -300).every((sample, at) => Math.abs(sample - (wanted[at + 300] ?? 9)) < 0.002))
})

t.test('what is above half the new rate is taken out, not folded back', async t => {
  const out = await resampled(Float32Array.from(tone(48_000, 12_000, 48_000)), 48_000, 16_000, 4800)
  t.ok(Math.max(...out.subarray(300, -300).map(Math.abs)) < 0.001)
})

t.test('nothing in, nothing out; equal rates pass through', async t => {
  const empty = await Resampler.create(48_000, 16_000)
  t.equal(empty.flush().length, 0)
  empty.close()
  const same = await resampled(Float32Array.of(0.1, 0.2, 0.3), 16_000, 16_000, 2)
  t.strictSame([...same], [...Float32Array.of(0.1, 0.2, 0.3)])
})
