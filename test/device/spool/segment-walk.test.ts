import fc from 'fast-check'
import t from 'tap'
import { sealSegment } from '../../../device/contracts/spool-format.js'
import { SegmentWalk } from '../../../device/spool/segment-walk.js'

const HEADER = { session: Buffer.alloc(16), segment: 1, startMs: 0, sampleRate: 50, channels: 1 }
const SEALED = Buffer.from(sealSegment(HEADER, Buffer.alloc(530, 1), Buffer.alloc(32, 1)))

t.test('however the file is cut into pieces, the walk sees the same', t => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: SEALED.length }), { maxLength: 12 }), cuts => {
      const walk = new SegmentWalk()
      const places = [0, ...cuts.sort((a, b) => a - b), SEALED.length]
      for (const [at, from] of places.slice(0, -1).entries()) walk.read(SEALED.subarray(from, places[at + 1]))
      walk.end()
      return walk.records === 6 && walk.pcmBytes === 530 && !walk.truncatedTail && walk.header?.sampleRate === 50
    }),
  )
  t.end()
})

t.test('a walk that never met a header is truncated', t => {
  const walk = new SegmentWalk()
  walk.read(SEALED.subarray(0, 79))
  t.throws(() => walk.end(), { code: 'SPOOL_TRUNCATED' })
  t.equal(walk.header, null)
  t.end()
})
