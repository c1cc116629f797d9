import t from 'tap'
import { pcmConverter, toPlanes } from '../../../device/capture/pcm-conversion.js'
import type { WavInfo } from '../../../device/capture/wav-header.js'

const INFO: WavInfo = {
  sampleRate: 16_000,
  channels: 1,
  bitsPerSample: 16,
  encoding: 'integer',
  dataOffset: 44,
  dataBytes: 0,
  frameBytes: 2,
  durationMs: 0,
}

t.test('samples of every width are read to their full scale', t => {
  const widths: readonly (readonly [Partial<WavInfo>, string])[] = [
    [{ bitsPerSample: 16, frameBytes: 2 }, '00800040ff7f'],
    [{ bitsPerSample: 24, frameBytes: 3 }, '000080000040ffff7f'],
    [{ bitsPerSample: 32, frameBytes: 4 }, '0000008000000040ffffff7f'],
  ]
  for (const [width, hex] of widths) {
    const [plane] = toPlanes(Buffer.from(hex, 'hex'), { ...INFO, ...width }, 1)
    t.equal(plane?.[0], -1)
    t.equal(plane?.[1], 0.5)
    t.ok((plane?.[2] ?? 0) > 0.9999)
  }
  t.end()
})

t.test('two channels become one by their mean; one becomes two alike', t => {
  const stereo = { ...INFO, channels: 2, frameBytes: 4 } as const
  const pcm = Buffer.from('0040004000c00040', 'hex')
  t.strictSame(
    toPlanes(pcm, stereo, 1).map(plane => [...plane]),
    [[0.5, 0]],
  )
  t.strictSame(
    toPlanes(pcm, stereo, 2).map(plane => [...plane]),
    [
      [0.5, -0.5],
      [0.5, 0.5],
    ],
  )
  const two = toPlanes(Buffer.from('0040', 'hex'), INFO, 2).map(plane => [...plane])
  t.strictSame(two, [[0.5], [0.5]])
  t.end()
})

t.test('what needs no change is copied, not lent', async t => {
  const converter = await pcmConverter(INFO, { sampleRate: 16_000, channels: 1 })
  const pcm = Buffer.from('01020304', 'hex')
  const copy = converter.convert(pcm)
  t.ok(copy.equals(pcm))
  copy.fill(0)
  t.equal(pcm.toString('hex'), '01020304')
  t.equal(converter.flush().length, 0)
  converter.close()
})
