import t from 'tap'
import { monoSamples, pieceSamples } from '../../../companion/transcriber/samples.js'

const bytesOf = (...samples: number[]): Uint8Array => new Uint8Array(Int16Array.from(samples).buffer)

t.test('mono is taken as it is, to the extremes', async t => {
  t.strictSame([...monoSamples(bytesOf(0, 1, -1, 32_767, -32_768), 1)], [0, 1, -1, 32_767, -32_768])
})

t.test('stereo becomes the mean of both', async t => {
  t.strictSame(
    [...monoSamples(bytesOf(100, 200, -32_768, -32_768, 32_767, 32_767, 5, -5), 2)],
    [150, -32_768, 32_767, 0],
  )
})

t.test('an unfinished sample is left out, and sound may begin at an odd address', async t => {
  t.equal(monoSamples(new Uint8Array(0), 1).length, 0)
  t.equal(monoSamples(new Uint8Array(1), 1).length, 0)
  t.equal(monoSamples(new Uint8Array(3), 2).length, 0)
  const odd = new Uint8Array(5)
  odd.set(bytesOf(1000, -1000), 1)
  t.strictSame([...monoSamples(odd.subarray(1), 1)], [1000, -1000])
})

t.test('a piece is its stretches in their places, with silence after', async t => {
  const samples = Int16Array.from({ length: 16 * 100 }, (_, at) => at)
  const piece = {
    regions: [],
    stretches: [
      { pieceMs: 0, startMs: 10, endMs: 12 },
      { pieceMs: 2, startMs: 99, endMs: 101 },
    ],
    lengthMs: 6,
  }
  const sound = pieceSamples(piece, samples)
  t.equal(sound.length, 96)
  t.equal(sound[0], 160 / 32_768)
  t.equal(sound[31], 191 / 32_768)
  t.equal(sound[32], 1584 / 32_768)
  t.equal(sound[47], 1599 / 32_768)
  t.equal(sound[48], 0, 'beyond the end of the segment there is silence')
  t.equal(
    sound.subarray(48).some(value => value !== 0),
    false,
  )
})
