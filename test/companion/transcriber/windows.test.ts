import fc from 'fast-check'
import t from 'tap'
import { FRAME_MS, findSpeech, type SpeechRegion } from '../../../companion/transcriber/speech-regions.js'
import {
  LONGEST_PAUSE_MS,
  type Piece,
  packPieces,
  segmentTimeMs,
  TAIL_MS,
} from '../../../companion/transcriber/windows.js'
import { speechFrames } from '../../support/speech-frames.js'

const region = (startMs: number, endMs: number): SpeechRegion => ({ startMs, endMs, voicedMs: endMs - startMs })
const silent = speechFrames('')
const pack = (...regions: SpeechRegion[]): readonly Piece[] => packPieces(regions, silent, 30_000)

t.test('no speech needs no piece', async t => {
  t.strictSame(pack(), [])
})

t.test('a region alone is a piece with silence after it', async t => {
  t.match(pack(region(5000, 7000)), [
    { lengthMs: 2000 + TAIL_MS, stretches: [{ pieceMs: 0, startMs: 5000, endMs: 7000 }] },
  ])
})

t.test('pauses are kept up to 800 ms and shortened above, from both of their ends', async t => {
  const [short] = pack(region(0, 1000), region(1000 + LONGEST_PAUSE_MS, 3000))
  t.match(short?.stretches, [{ pieceMs: 0, startMs: 0, endMs: 3000 }])
  const [long] = pack(region(0, 1000), region(9000, 10_000))
  t.strictSame(long?.stretches, [
    { pieceMs: 0, startMs: 0, endMs: 1400 },
    { pieceMs: 1400, startMs: 8600, endMs: 10_000 },
  ])
  t.equal(long?.lengthMs, 2800 + TAIL_MS)
})

t.test('pieces are about equally long rather than full ones and a rest', async t => {
  const regions = Array.from({ length: 10 }, (_, at) => region(at * 4000, at * 4000 + 3200))
  t.strictSame(
    pack(...regions).map(piece => piece.regions.length),
    [5, 5],
  )
})

t.test('speech as long as a piece stays whole, longer speech is cut where it is voiced least', async t => {
  const room = 30_000 - TAIL_MS
  t.equal(pack(region(0, room)).length, 1)
  const frames = speechFrames('#20000 .200 #20000')
  const pieces = packPieces([region(0, 40_200)], frames, 30_000)
  t.equal(pieces.length, 2)
  t.ok(Math.abs((pieces[0]?.regions[0]?.endMs ?? 0) - 20_100) <= 100)
  t.equal(pieces[1]?.regions[0]?.startMs, pieces[0]?.regions[0]?.endMs, 'nothing is lost at the cut')
})

t.test('times in a piece are times in the segment', async t => {
  const [piece] = pack(region(2000, 4000), region(10_000, 12_000)) as readonly [Piece]
  t.equal(segmentTimeMs(piece, 0, 'start'), 2000)
  t.equal(segmentTimeMs(piece, 500, 'start'), 2500)
  t.equal(segmentTimeMs(piece, 2800, 'start'), 10_000)
  t.equal(segmentTimeMs(piece, 4800, 'end'), 12_000)
})

t.test('a start in a pause is the start of the next region, an end in a pause the end of the one before', async t => {
  const [piece] = pack(region(2000, 4000), region(10_000, 12_000)) as readonly [Piece]
  for (const pieceMs of [2000, 2100, 2399, 2400, 2500, 2799]) t.equal(segmentTimeMs(piece, pieceMs, 'start'), 10_000)
  for (const pieceMs of [2001, 2100, 2399, 2400, 2500, 2800]) t.equal(segmentTimeMs(piece, pieceMs, 'end'), 4000)
  t.equal(segmentTimeMs(piece, 5900, 'end'), 12_000, 'the silence at the end of the piece is no time of the segment')
  t.equal(segmentTimeMs(piece, 5900, 'start'), 12_000)
})

t.test('whatever was said: every region is in a piece, in order, and no piece is longer than the window', async () => {
  const pattern = fc.array(fc.tuple(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 100 })), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(pattern, pairs => {
      const frames = speechFrames(pairs.map(([on, off]) => `#${on * FRAME_MS} .${off * FRAME_MS}`).join(' '))
      const totalMs = frames.length * FRAME_MS
      const regions = findSpeech(frames, totalMs)
      const pieces = packPieces(regions, frames, 30_000)
      if (pieces.some(piece => piece.lengthMs > 30_000 || piece.lengthMs < 1000)) return false
      const packed = pieces.flatMap(piece => piece.regions)
      const inOrder = packed.every((part, at) => part.startMs >= (packed[at - 1]?.endMs ?? 0))
      const whole = regions.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
      const parts = packed.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
      const exact = pieces.every(piece =>
        piece.stretches.every(({ pieceMs, startMs, endMs }, at) => {
          const before = piece.stretches[at - 1]
          return (
            endMs > startMs && pieceMs === (before === undefined ? 0 : before.pieceMs + before.endMs - before.startMs)
          )
        }),
      )
      return inOrder && whole === parts && exact
    }),
    { numRuns: 200 },
  )
})
