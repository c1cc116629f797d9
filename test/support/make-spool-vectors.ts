/**
 * Makes the vectors of test/fixtures/spool, one scenario each, the same bytes every time. Written once, they are
 * never changed: a reader that takes them today must take them in ten years. `node …/make-spool-vectors.js` writes
 * those that are missing.
 */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  commitToKey,
  encodeHeader,
  noncePrefix,
  recordBytes,
  type SegmentHeader,
  sealRecord,
  sealSegment,
} from '../../device/contracts/spool-format.js'
import { root } from './root.js'

export interface SpoolVector {
  readonly comment: string
  /** `sealed`, `interrupted`, or what is wrong. */
  readonly expect: 'sealed' | 'interrupted' | 'truncated' | 'tampered' | 'not-a-segment' | 'version-unknown'
  readonly key: string
  /** Base64 of the file. */
  readonly segment: string
  /** Session (hex) and number that the segment is expected to have, where the reader is told. */
  readonly place?: { readonly session: string; readonly segment: number }
  /** Hex of what opens; with `sealed` and `interrupted`. */
  readonly pcm?: string
}

const bytesOf = (label: string, length: number): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, at) => createHash('sha256').update(`${label} ${at}`).digest()),
  ).subarray(0, length)

const KEY = bytesOf('key', 32)
const HEADER = { session: bytesOf('session', 16), segment: 3, startMs: 123_456, sampleRate: 16, channels: 1 }
/** 16 samples a second keep vectors small: a full record is 32 bytes of sound. */
const SECOND = recordBytes(HEADER)
const PCM = bytesOf('sound', 2 * SECOND + 10)
const SEALED = Buffer.from(sealSegment(HEADER, PCM, KEY))
const RECORD = SECOND + 20
const at = (record: number): number => 80 + record * RECORD

const changed = (change: (bytes: Buffer) => void, from = SEALED): Buffer => {
  const bytes = Buffer.from(from)
  change(bytes)
  return bytes
}
const flipped = (offset: number, mask = 1): Buffer =>
  changed(bytes => bytes.writeUInt8(bytes.readUInt8(offset) ^ mask, offset))
const records = (...order: readonly number[]): Buffer =>
  Buffer.concat([SEALED.subarray(0, 80), ...order.map(record => SEALED.subarray(at(record), at(record + 1)))])
/** A segment whose records say of themselves what is asked, whether or not a writer may do so. */
const odd = (
  parts: readonly { readonly pcm: Uint8Array; readonly last: boolean }[],
  header: Partial<SegmentHeader> = {},
) => {
  const head = encodeHeader({ ...HEADER, keyCommitment: commitToKey(KEY), ...header })
  const sealed = parts.map(({ pcm, last }, counter) => sealRecord(pcm, KEY, noncePrefix(head), counter, last))
  return Buffer.concat([head, ...sealed])
}
const second = (number: number): Buffer => PCM.subarray(number * SECOND, (number + 1) * SECOND)

type Scenario = readonly [comment: string, expect: SpoolVector['expect'], segment: Buffer, more?: Partial<SpoolVector>]

const good = (pcm: Uint8Array): Partial<SpoolVector> => ({ pcm: Buffer.from(pcm).toString('hex') })
const place = (session: Uint8Array, segment: number): Partial<SpoolVector> => ({
  place: { session: Buffer.from(session).toString('hex'), segment },
})
const STEREO = { ...HEADER, channels: 2 }

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'sealed-three-records': ['two full records and a short last one', 'sealed', SEALED, good(PCM)],
  'sealed-in-its-place': [
    'session and number are the expected ones',
    'sealed',
    SEALED,
    { ...good(PCM), ...place(HEADER.session, 3) },
  ],
  'sealed-full-last': [
    'the last record is full',
    'sealed',
    Buffer.from(sealSegment(HEADER, second(0), KEY)),
    good(second(0)),
  ],
  'sealed-empty-last': [
    'a full record, then an empty last one',
    'sealed',
    odd([
      { pcm: second(0), last: false },
      { pcm: Buffer.alloc(0), last: true },
    ]),
    good(second(0)),
  ],
  'sealed-no-sound': [
    'one empty last record',
    'sealed',
    Buffer.from(sealSegment(HEADER, Buffer.alloc(0), KEY)),
    good(Buffer.alloc(0)),
  ],
  'sealed-stereo': [
    'two channels: a full record is twice as long',
    'sealed',
    Buffer.from(sealSegment(STEREO, PCM, KEY)),
    good(PCM),
  ],
  'sealed-16-khz': [
    'ten milliseconds at 16 kHz',
    'sealed',
    Buffer.from(sealSegment({ ...HEADER, sampleRate: 16_000 }, bytesOf('room', 320), KEY)),
    good(bytesOf('room', 320)),
  ],
  'interrupted-header-only': ['no record was written', 'interrupted', SEALED.subarray(0, 80), good(Buffer.alloc(0))],
  'interrupted-at-a-border': [
    'cut between two records',
    'interrupted',
    SEALED.subarray(0, at(2)),
    good(PCM.subarray(0, 2 * SECOND)),
  ],
  'interrupted-in-a-length': [
    'cut inside a length field',
    'interrupted',
    SEALED.subarray(0, at(1) + 3),
    good(second(0)),
  ],
  'interrupted-after-a-length': [
    'cut after a length field',
    'interrupted',
    SEALED.subarray(0, at(1) + 4),
    good(second(0)),
  ],
  'interrupted-in-a-box': ['cut inside a box', 'interrupted', SEALED.subarray(0, at(2) - 1), good(second(0))],
  'interrupted-in-the-last-box': [
    'cut one byte before the end',
    'interrupted',
    SEALED.subarray(0, SEALED.length - 1),
    good(PCM.subarray(0, 2 * SECOND)),
  ],
  'truncated-empty': ['no byte', 'truncated', Buffer.alloc(0)],
  'truncated-in-the-header': ['one byte short of a header', 'truncated', SEALED.subarray(0, 79)],
  'not-a-segment': ['another magic', 'not-a-segment', flipped(0)],
  'version-unknown': ['the magic of version 2', 'version-unknown', changed(bytes => bytes.write('2', 7))],
  'version-unknown-bits': ['24 bits a sample', 'version-unknown', changed(bytes => bytes.writeUInt16BE(24, 42))],
  'version-unknown-zero': ['the field that is zero is not', 'version-unknown', flipped(47)],
  'tampered-rate-0': ['no samples a second', 'tampered', changed(bytes => bytes.writeUInt32BE(0, 36))],
  'tampered-rate-too-high': [
    'more samples a second than any writer uses',
    'tampered',
    changed(bytes => bytes.writeUInt32BE(96_001, 36)),
  ],
  'tampered-channels-3': ['three channels', 'tampered', changed(bytes => bytes.writeUInt16BE(3, 40))],
  'tampered-start-too-large': [
    'a start of 2^53 ms',
    'tampered',
    changed(bytes => bytes.writeBigUInt64BE(1n << 53n, 28)),
  ],
  'tampered-session': ['a bit of the session id flipped', 'tampered', flipped(8)],
  'tampered-number': ['the segment number raised', 'tampered', changed(bytes => bytes.writeUInt32BE(4, 24))],
  'tampered-start': ['a bit of the start flipped', 'tampered', flipped(35)],
  'tampered-rate': ['the sample rate doubled', 'tampered', changed(bytes => bytes.writeUInt32BE(32, 36))],
  'tampered-channels': ['one channel made two', 'tampered', changed(bytes => bytes.writeUInt16BE(2, 40))],
  'tampered-commitment': ['a bit of the key commitment flipped', 'tampered', flipped(79)],
  'tampered-tag': ['a bit of an authenticator flipped', 'tampered', flipped(at(1) + 4)],
  'tampered-box': ['a bit of a ciphertext flipped', 'tampered', flipped(at(1) + 4 + 16)],
  'tampered-last-byte': ['the last bit of the file flipped', 'tampered', flipped(SEALED.length - 1)],
  'tampered-length-less': [
    'a length field one too small',
    'tampered',
    changed(bytes => bytes.writeUInt32BE(SECOND + 15, at(0))),
  ],
  'tampered-length-more': [
    'a length field longer than a second',
    'tampered',
    changed(bytes => bytes.writeUInt32BE(SECOND + 17, at(0))),
  ],
  'tampered-length-last-more': [
    'the last length field reaches past the end',
    'tampered',
    changed(bytes => bytes.writeUInt32BE(27, at(2))),
  ],
  'tampered-length-15': [
    'a length field too small for an authenticator',
    'tampered',
    changed(bytes => bytes.writeUInt32BE(15, at(0))),
  ],
  'tampered-reordered': ['two records exchanged', 'tampered', records(1, 0, 2)],
  'tampered-duplicated': ['a record twice', 'tampered', records(0, 0, 1, 2)],
  'tampered-first-removed': ['the first record is missing', 'tampered', records(1, 2)],
  'tampered-middle-removed': ['a middle record is missing', 'tampered', records(0, 2)],
  'tampered-only-last': ['only the last record is left', 'tampered', records(2)],
  'tampered-trailing-byte': ['one byte after the last record', 'tampered', Buffer.concat([SEALED, Buffer.alloc(1)])],
  'tampered-trailing-record': [
    'the first record again, after the last',
    'tampered',
    Buffer.concat([SEALED, SEALED.subarray(at(0), at(1))]),
  ],
  'tampered-last-in-the-middle': [
    'a record flagged last, then another',
    'tampered',
    odd([
      { pcm: second(0), last: true },
      { pcm: second(1), last: true },
    ]),
  ],
  'tampered-other-segments-record': [
    'a record of another segment under the same key',
    'tampered',
    Buffer.concat([SEALED.subarray(0, 80), odd([{ pcm: second(0), last: true }], { segment: 4 }).subarray(80)]),
  ],
  'tampered-wrong-key': ['another key', 'tampered', SEALED, { key: bytesOf('other key', 32).toString('hex') }],
  'tampered-short-key': ['half a key', 'tampered', SEALED, { key: KEY.subarray(0, 16).toString('hex') }],
  'tampered-other-session': [
    'a whole segment of another session, with its key',
    'tampered',
    SEALED,
    place(bytesOf('other session', 16), 3),
  ],
  'tampered-other-number': [
    'a whole segment under another number, with its key',
    'tampered',
    SEALED,
    place(HEADER.session, 4),
  ],
}

export const SPOOL_VECTORS_FOLDER = join(root, 'test/fixtures/spool')

export function spoolVectors(): ReadonlyMap<string, SpoolVector> {
  return new Map(
    Object.entries(SCENARIOS).map(([name, [comment, expect, segment, more = {}]]) => [
      name,
      { comment, expect, key: KEY.toString('hex'), segment: segment.toString('base64'), ...more },
    ]),
  )
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(SPOOL_VECTORS_FOLDER, { recursive: true })
  for (const [name, vector] of spoolVectors()) {
    const file = join(SPOOL_VECTORS_FOLDER, `${name}.json`)
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(vector, null, 2)}\n`)
  }
}
