import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { EarshotError } from '../../../device/contracts/errors.js'
import {
  commitToKey,
  encodeHeader,
  isBoxLength,
  MAX_RECORD_BYTES,
  noncePrefix,
  openSegment,
  recordBytes,
  type SegmentHeader,
  sealRecord,
  sealSegment,
  splitRecords,
} from '../../../device/contracts/spool-format.js'
import { SPOOL_VECTORS_FOLDER, type SpoolVector, spoolVectors } from '../../support/make-spool-vectors.js'
import { readSegmentAgain } from '../../support/second-spool-reader.js'

const KEY = Buffer.alloc(32, 9)
const HEADER = { session: Buffer.alloc(16, 5), segment: 1, startMs: 0, sampleRate: 20, channels: 1 }
const SECOND = recordBytes(HEADER)

const VERDICTS: Readonly<Record<string, SpoolVector['expect']>> = {
  SPOOL_TAMPERED: 'tampered',
  SPOOL_TRUNCATED: 'truncated',
  SPOOL_NOT_A_SEGMENT: 'not-a-segment',
  SPOOL_VERSION_UNKNOWN: 'version-unknown',
}

/** What the product's reader makes of a file, in the words of the vectors. */
function read(segment: Uint8Array, key: Uint8Array, place?: SpoolVector['place']) {
  try {
    const opened = openSegment(
      segment,
      key,
      place && { session: Buffer.from(place.session, 'hex'), segment: place.segment },
    )
    return { verdict: opened.ending, pcm: Buffer.from(opened.pcm).toString('hex') }
  } catch (error) {
    if (!(error instanceof EarshotError)) throw error
    return { verdict: VERDICTS[error.code] ?? error.code }
  }
}

t.test('every vector is read as it says, by this reader and by one that was written from the specification', t => {
  const names = readdirSync(SPOOL_VECTORS_FOLDER).filter(name => name.endsWith('.json'))
  t.ok(names.length >= 45)
  for (const name of names) {
    const vector = JSON.parse(readFileSync(join(SPOOL_VECTORS_FOLDER, name), 'utf8')) as SpoolVector
    const segment = Buffer.from(vector.segment, 'base64')
    const key = Buffer.from(vector.key, 'hex')
    const wanted = vector.pcm === undefined ? { verdict: vector.expect } : { verdict: vector.expect, pcm: vector.pcm }
    t.strictSame(read(segment, key, vector.place), wanted, `${name}: ${vector.comment}`)
    t.strictSame(readSegmentAgain(segment, key, vector.place), wanted, `${name}, second reader`)
  }
  t.end()
})

t.test('the vectors on disk are those that the generator makes', t => {
  const made = spoolVectors()
  const stored = readdirSync(SPOOL_VECTORS_FOLDER).map(name => name.replace(/\.json$/, ''))
  t.strictSame(stored.sort(), [...made.keys()].sort())
  for (const [name, vector] of made) {
    t.strictSame(JSON.parse(readFileSync(join(SPOOL_VECTORS_FOLDER, `${name}.json`), 'utf8')), vector, name)
  }
  t.end()
})

t.test('sound of any length comes back exactly, whatever the format', t => {
  fc.assert(
    fc.property(
      fc.record({ sampleRate: fc.integer({ min: 1, max: 40 }), channels: fc.constantFrom(1, 2) }),
      fc.uint8Array({ maxLength: 400 }),
      (format, pcm) => {
        const header = { ...HEADER, ...format }
        const opened = openSegment(sealSegment(header, pcm, KEY), KEY, header)
        return opened.ending === 'sealed' && Buffer.from(opened.pcm).equals(pcm)
      },
    ),
  )
  for (const length of [0, 1, SECOND - 1, SECOND, SECOND + 1, 3 * SECOND]) {
    const opened = openSegment(sealSegment(HEADER, Buffer.alloc(length, 1), KEY), KEY)
    t.equal(opened.pcm.length, length)
    t.equal(opened.ending, 'sealed')
  }
  t.end()
})

t.test('invariant 2: any changed bit of a sealed segment is detected, wherever it is', t => {
  const sealed = Buffer.from(sealSegment(HEADER, Buffer.alloc(2 * SECOND + 6, 1), KEY))
  const seen = new Map<string, number>()
  for (let at = 0; at < sealed.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at)
      const { verdict } = read(changed, KEY)
      const inMagic = at < 8
      const inConstants = at >= 42 && at < 48
      const wanted = at < 7 ? 'not-a-segment' : inMagic || inConstants ? 'version-unknown' : 'tampered'
      if (verdict !== wanted) t.fail(`bit ${bit} of byte ${at} gives ${verdict}`)
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1)
      if (readSegmentAgain(changed, KEY).verdict !== verdict) t.fail(`the readers differ at bit ${bit} of byte ${at}`)
    }
  }
  t.strictSame([...seen.keys()].sort(), ['not-a-segment', 'tampered', 'version-unknown'])
  t.end()
})

t.test('a segment cut anywhere is an exact prefix that says it was interrupted', t => {
  const pcm = Buffer.from(Array.from({ length: 3 * SECOND + 6 }, (_, at) => at & 0xff))
  const sealed = sealSegment(HEADER, pcm, KEY)
  for (let length = 80; length < sealed.length; length++) {
    const opened = openSegment(sealed.subarray(0, length), KEY)
    const whole = Math.floor((length - 80) / (SECOND + 20)) * SECOND
    const exact = Buffer.from(opened.pcm).equals(pcm.subarray(0, whole))
    if (opened.ending !== 'interrupted' || !exact) t.fail(`cut after ${length} bytes`)
  }
  for (const length of [0, 1, 79]) {
    t.throws(() => openSegment(sealed.subarray(0, length), KEY), { code: 'SPOOL_TRUNCATED' })
  }
  t.end()
})

t.test('records in any order but theirs, any left out before the last, any twice, are tampering', t => {
  const sealed = Buffer.from(sealSegment(HEADER, Buffer.alloc(4 * SECOND + 2, 3), KEY))
  const boxes = splitRecords(sealed).map(box => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(box.length)
    return Buffer.concat([length, box])
  })
  const inOrder = boxes.map((_, at) => at)
  fc.assert(
    fc.property(fc.array(fc.nat({ max: boxes.length - 1 }), { maxLength: 8 }), order => {
      const { verdict } = read(Buffer.concat([sealed.subarray(0, 80), ...order.map(at => boxes[at]!)]), KEY)
      const prefix = order.every((record, at) => record === at)
      if (!prefix) return verdict === 'tampered'
      return verdict === (order.length === inOrder.length ? 'sealed' : 'interrupted')
    }),
  )
  t.end()
})

t.test('errors say where, and leave no sound behind', t => {
  const sealed = Buffer.from(sealSegment(HEADER, Buffer.alloc(3 * SECOND, 3), KEY))
  sealed.writeUInt8(sealed.readUInt8(80 + 2 * (SECOND + 20) + 8) ^ 1, 80 + 2 * (SECOND + 20) + 8)
  t.throws(() => openSegment(sealed, KEY), { code: 'SPOOL_TAMPERED', detail: { counter: 2 } })
  t.throws(() => openSegment(sealed, Buffer.alloc(32)), { code: 'SPOOL_TAMPERED', message: /key/ })
  t.throws(() => openSegment(sealed, KEY, { ...HEADER, segment: 2 }), { code: 'SPOOL_TAMPERED', message: /place/ })
  t.end()
})

t.test('a record longer than the format knows is refused when it is sealed', t => {
  const head = encodeHeader({ ...HEADER, keyCommitment: commitToKey(KEY) } as SegmentHeader)
  t.throws(() => sealRecord(new Uint8Array(MAX_RECORD_BYTES + 1), KEY, noncePrefix(head), 0, true), RangeError)
  t.equal(sealRecord(new Uint8Array(MAX_RECORD_BYTES), KEY, noncePrefix(head), 0, true).length, MAX_RECORD_BYTES + 20)
  t.end()
})

t.test('a box is as long as an authenticator, up to a second more', t => {
  const second = recordBytes(HEADER)
  t.strictSame(
    [15, 16, second + 16, second + 17].map(length => isBoxLength(length, second)),
    [false, true, true, false],
  )
  t.end()
})
