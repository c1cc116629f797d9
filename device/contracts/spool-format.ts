/**
 * The sealed segment, byte by byte. SPOOL.md in device/ specifies it for strangers; test/fixtures/spool has vectors.
 * Pure functions over bytes: who keeps the key and the file is no concern of this module.
 *
 * ```
 * header (80 bytes)  magic "ESHTSEG1" | session id (16) | segment u32 | start ms u64 | sample rate u32
 *                    | channels u16 | bits u16 | zero (4) | key commitment (32)      all big-endian
 * record             length u32 of the box | box = XSalsa20-Poly1305(plaintext)     one second of PCM; the last: less
 * nonce (24 bytes)   first 15 bytes of SHA-256(header) | record counter u64 from 0 | 1 if last, else 0
 * ```
 */

import nacl from 'tweetnacl'
import { EarshotError } from './errors.js'
import { openBox, sealBox } from './secretbox.js'
import {
  BOX_OVERHEAD,
  commitToKey,
  decodeHeader,
  encodeHeader,
  HEADER_BYTES,
  KEY_BYTES,
  LENGTH_BYTES,
  MAX_RECORD_BYTES,
  noncePrefix,
  PREFIX_BYTES,
  recordBytes,
  type SegmentHeader,
} from './spool-header.js'

export * from './spool-header.js'

function nonceOf(prefix: Uint8Array, counter: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(nacl.secretbox.nonceLength)
  nonce.set(prefix, 0)
  nonce.writeBigUInt64BE(BigInt(counter), PREFIX_BYTES)
  nonce[23] = last ? 1 : 0
  return nonce
}

/**
 * Seals one record, length field included. The caller counts from 0, never uses a counter twice under one key, puts
 * exactly {@link recordBytes} into every record but the last, and seals exactly one record with `last`, as the final
 * one; only that one may be shorter, or empty. No copy of the plaintext is left behind.
 */
export function sealRecord(
  plaintext: Uint8Array,
  key: Uint8Array,
  prefix: Uint8Array,
  counter: number,
  last: boolean,
): Uint8Array {
  if (plaintext.length > MAX_RECORD_BYTES) throw new RangeError('record too long')
  const box = sealBox(plaintext, nonceOf(prefix, counter, last), key)
  const record = Buffer.alloc(LENGTH_BYTES + box.length)
  record.writeUInt32BE(box.length, 0)
  record.set(box, LENGTH_BYTES)
  return record
}

/** Seals a whole segment at once. @param pcm whole frames of S16_LE @param key 32 fresh random bytes, never used before */
export function sealSegment(
  header: Omit<SegmentHeader, 'keyCommitment'>,
  pcm: Uint8Array,
  key: Uint8Array,
): Uint8Array {
  const headerBytes = encodeHeader({ ...header, keyCommitment: commitToKey(key) })
  const prefix = noncePrefix(headerBytes)
  const size = recordBytes(header)
  const count = Math.max(1, Math.ceil(pcm.length / size))
  const records = Array.from({ length: count }, (_, counter) =>
    sealRecord(pcm.subarray(counter * size, (counter + 1) * size), key, prefix, counter, counter === count - 1),
  )
  return Buffer.concat([headerBytes, ...records])
}

/** Where a segment was found: what its header must say, or it was put there by someone else. */
export type SegmentPlace = Pick<SegmentHeader, 'session' | 'segment'>

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
 * @param place the session and number it is expected to have; give it whenever they are known
 * @throws SPOOL_TAMPERED a record does not open under this key, at this place; bytes follow the last record; the key is
 *   not the committed one; or the segment belongs elsewhere. Nothing of its sound is left in memory then.
 * @throws SPOOL_TRUNCATED, SPOOL_NOT_A_SEGMENT, SPOOL_VERSION_UNKNOWN from the header
 */
export function openSegment(bytes: Uint8Array, key: Uint8Array, place?: SegmentPlace): OpenedSegment {
  const header = decodeHeader(bytes)
  if (place !== undefined && !(header.segment === place.segment && nacl.verify(header.session, place.session))) {
    throw new EarshotError('SPOOL_TAMPERED', 'segment belongs to another place')
  }
  if (key.length !== KEY_BYTES || !nacl.verify(commitToKey(key), header.keyCommitment)) {
    throw new EarshotError('SPOOL_TAMPERED', 'key is not the one the segment was sealed with')
  }
  const prefix = noncePrefix(bytes)
  const { boxes, tail } = layOut(bytes, recordBytes(header))
  const pcm = new Uint8Array(boxes.reduce((sum, box) => sum + box.length - BOX_OVERHEAD, 0))
  const opens = (box: Uint8Array, counter: number, last: boolean, target: Uint8Array): boolean =>
    openBox(box, nonceOf(prefix, counter, last), key, target)
  let at = 0
  for (const [counter, box] of boxes.entries()) {
    const target = pcm.subarray(at, at + box.length - BOX_OVERHEAD)
    at += target.length
    if (opens(box, counter, false, target)) continue
    if (counter === boxes.length - 1 && tail.length === 0 && opens(box, counter, true, target)) {
      return { header, pcm, ending: 'sealed' }
    }
    pcm.fill(0)
    throw new EarshotError('SPOOL_TAMPERED', 'record does not open in its place', { detail: { counter } })
  }
  refuseWholeTail(tail, box => {
    const scratch = new Uint8Array(box.length - BOX_OVERHEAD)
    const whole = opens(box, boxes.length, true, scratch) || opens(box, boxes.length, false, scratch)
    scratch.fill(0)
    if (whole) pcm.fill(0)
    return whole
  })
  return { header, pcm, ending: 'interrupted' }
}

/** A tail that is a whole record but for its length field was not cut: the field was changed. */
function refuseWholeTail(tail: Uint8Array, opens: (box: Uint8Array) => boolean): void {
  const box = tail.subarray(LENGTH_BYTES)
  if (box.length >= BOX_OVERHEAD && opens(box)) {
    throw new EarshotError('SPOOL_TAMPERED', 'record length was changed')
  }
}

/** The whole boxes of a segment in order; a length field or box cut by the end of the file is left out. */
export function splitRecords(bytes: Uint8Array): Uint8Array[] {
  return layOut(bytes, recordBytes(decodeHeader(bytes))).boxes
}

function layOut(bytes: Uint8Array, maxPlain: number): { readonly boxes: Uint8Array[]; readonly tail: Uint8Array } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const boxes: Uint8Array[] = []
  let at = HEADER_BYTES
  while (at + LENGTH_BYTES <= bytes.length) {
    const length = view.readUInt32BE(at)
    if (!isBoxLength(length, maxPlain)) {
      throw new EarshotError('SPOOL_TAMPERED', 'record length is impossible', { detail: { counter: boxes.length } })
    }
    const end = at + LENGTH_BYTES + length
    if (end > bytes.length) break
    boxes.push(bytes.subarray(at + LENGTH_BYTES, end))
    at = end
  }
  return { boxes, tail: bytes.subarray(at) }
}

/** Whether a length field can be true. @param maxPlain from {@link recordBytes} */
export function isBoxLength(length: number, maxPlain: number): boolean {
  return length >= BOX_OVERHEAD && length <= maxPlain + BOX_OVERHEAD
}
