/**
 * The sealed segment, byte by byte. SPOOL.md in device/ specifies it for strangers; test/fixtures/spool has vectors.
 * Pure functions over bytes: who keeps the key and the file is no concern of this module.
 *
 * ```
 * header (80 bytes)  magic "ESHTSEG1" | session id (16) | segment u32 | start ms u64 | sample rate u32
 *                    | channels u16 | bits u16 | zero (4) | key commitment (32)      all big-endian
 * record             length u32 of the box | box = XSalsa20-Poly1305(plaintext)     about one second of PCM each
 * nonce (24 bytes)   first 15 bytes of SHA-256(header) | record counter u64 from 0 | 1 if last, else 0
 * ```
 */

import { createHash } from 'node:crypto'
import nacl from 'tweetnacl'
import { EarshotError } from './errors.js'

export const SEGMENT_MAGIC = 'ESHTSEG1'
export const HEADER_BYTES = 80
export const KEY_BYTES = nacl.secretbox.keyLength
export const BOX_OVERHEAD = nacl.secretbox.overheadLength
export const LENGTH_BYTES = 4
/** The longest plaintext of a record: one second of 16-bit stereo at 96 kHz. A longer length field is damage. */
export const MAX_RECORD_BYTES = 96_000 * 2 * 2
const PREFIX_BYTES = 15
const COMMITMENT_LABEL = 'earshot-segment-key-v1'

export interface SegmentHeader {
  /** The 16 raw bytes that the session id's base32 stands for. */
  readonly session: Uint8Array
  readonly segment: number
  /** Milliseconds from the press to the first sample. */
  readonly startMs: number
  readonly sampleRate: number
  readonly channels: number
  readonly keyCommitment: Uint8Array
}

/** SHA-256("earshot-segment-key-v1" ‖ key): says nothing of a random key, and shows later whether a key was the one. */
export function commitToKey(key: Uint8Array): Uint8Array {
  return createHash('sha256').update(COMMITMENT_LABEL).update(key).digest()
}

export function encodeHeader(header: SegmentHeader): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.write(SEGMENT_MAGIC, 0, 'latin1')
  bytes.set(header.session, 8)
  bytes.writeUInt32BE(header.segment, 24)
  bytes.writeBigUInt64BE(BigInt(header.startMs), 28)
  bytes.writeUInt32BE(header.sampleRate, 36)
  bytes.writeUInt16BE(header.channels, 40)
  bytes.writeUInt16BE(16, 42)
  bytes.set(header.keyCommitment, 48)
  return bytes
}

/** @throws SPOOL_NOT_A_SEGMENT, SPOOL_VERSION_UNKNOWN, SPOOL_TRUNCATED */
export function decodeHeader(bytes: Uint8Array): SegmentHeader {
  if (bytes.length < HEADER_BYTES) throw new EarshotError('SPOOL_TRUNCATED', 'segment ends inside its header')
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, HEADER_BYTES)
  const magic = view.toString('latin1', 0, 8)
  if (!magic.startsWith('ESHTSEG')) throw new EarshotError('SPOOL_NOT_A_SEGMENT', 'not a sealed segment')
  if (magic !== SEGMENT_MAGIC) throw new EarshotError('SPOOL_VERSION_UNKNOWN', 'sealed segment of an unknown version')
  if (view.readUInt16BE(42) !== 16 || view.readUInt32BE(44) !== 0) {
    throw new EarshotError('SPOOL_VERSION_UNKNOWN', 'sealed segment of an unknown sample format')
  }
  return {
    session: Uint8Array.from(view.subarray(8, 24)),
    segment: view.readUInt32BE(24),
    startMs: Number(view.readBigUInt64BE(28)),
    sampleRate: view.readUInt32BE(36),
    channels: view.readUInt16BE(40),
    keyCommitment: Uint8Array.from(view.subarray(48, 80)),
  }
}

/** The part of every record's nonce that ties it to its header. */
export function noncePrefix(header: Uint8Array): Uint8Array {
  return createHash('sha256').update(header.subarray(0, HEADER_BYTES)).digest().subarray(0, PREFIX_BYTES)
}

function nonceOf(prefix: Uint8Array, counter: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(nacl.secretbox.nonceLength)
  nonce.set(prefix, 0)
  nonce.writeBigUInt64BE(BigInt(counter), PREFIX_BYTES)
  nonce[23] = last ? 1 : 0
  return nonce
}

/**
 * Seals one record, length field included. The caller counts from 0, never uses a counter twice under one key, and
 * seals exactly one record with `last`, as the final one; only that one may be empty.
 */
export function sealRecord(
  plaintext: Uint8Array,
  key: Uint8Array,
  prefix: Uint8Array,
  counter: number,
  last: boolean,
): Uint8Array {
  if (plaintext.length > MAX_RECORD_BYTES) throw new RangeError('record too long')
  const box = nacl.secretbox(plaintext, nonceOf(prefix, counter, last), key)
  const record = Buffer.alloc(LENGTH_BYTES + box.length)
  record.writeUInt32BE(box.length, 0)
  record.set(box, LENGTH_BYTES)
  return record
}

export interface OpenedSegment {
  readonly header: SegmentHeader
  readonly pcm: Uint8Array
  /** `interrupted`: every record is genuine but the last one is missing; the writer died or the file was cut. */
  readonly ending: 'sealed' | 'interrupted'
}

/**
 * Opens a whole segment. Records are opened in order; the first that does not open is damage, whatever follows.
 * A file that stops before its last record is `interrupted`, not an error: what is there is genuine and kept.
 *
 * @throws SPOOL_TAMPERED a record does not open under this key, at this place; or the key is not the committed one
 * @throws SPOOL_TRUNCATED, SPOOL_NOT_A_SEGMENT, SPOOL_VERSION_UNKNOWN from the header
 */
export function openSegment(bytes: Uint8Array, key: Uint8Array): OpenedSegment {
  const header = decodeHeader(bytes)
  if (!nacl.verify(commitToKey(key), header.keyCommitment)) {
    throw new EarshotError('SPOOL_TAMPERED', 'key is not the one the segment was sealed with')
  }
  const prefix = noncePrefix(bytes)
  const records = splitRecords(bytes)
  const pcm = new Uint8Array(records.reduce((sum, box) => sum + box.length - BOX_OVERHEAD, 0))
  let at = 0
  let ending: OpenedSegment['ending'] = 'interrupted'
  for (const [counter, box] of records.entries()) {
    const mayBeLast = counter === records.length - 1
    const asLast = mayBeLast ? nacl.secretbox.open(box, nonceOf(prefix, counter, true), key) : null
    const plain = asLast ?? nacl.secretbox.open(box, nonceOf(prefix, counter, false), key)
    if (plain === null) {
      throw new EarshotError('SPOOL_TAMPERED', 'record does not open in its place', { detail: { counter } })
    }
    if (asLast !== null) ending = 'sealed'
    pcm.set(plain, at)
    at += plain.length
    plain.fill(0)
  }
  return { header, pcm, ending }
}

/** The whole boxes of a segment in order; a length field or box cut by the end of the file is left out. */
export function splitRecords(bytes: Uint8Array): Uint8Array[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const boxes: Uint8Array[] = []
  let at = HEADER_BYTES
  while (at + LENGTH_BYTES <= bytes.length) {
    const length = view.readUInt32BE(at)
    if (length < BOX_OVERHEAD || length > MAX_RECORD_BYTES + BOX_OVERHEAD) {
      throw new EarshotError('SPOOL_TAMPERED', 'record length is impossible', { detail: { counter: boxes.length } })
    }
    at += LENGTH_BYTES
    if (at + length > bytes.length) break
    boxes.push(bytes.subarray(at, at + length))
    at += length
  }
  return boxes
}

/** `0007.seg`, `0007.key`: numbers only, no names, no times. */
export function segmentFile(segment: number): { readonly sealed: string; readonly key: string } {
  const stem = String(segment).padStart(4, '0')
  return { sealed: `${stem}.seg`, key: `${stem}.key` }
}
