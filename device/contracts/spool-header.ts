/** The header of a sealed segment, its key commitment, and what follows from them. The layout stands in spool-format.ts. */

import { createHash } from 'node:crypto'
import nacl from 'tweetnacl'
import { EarshotError } from './errors.js'

export const SEGMENT_MAGIC = 'ESHTSEG1'
export const HEADER_BYTES = 80
export const KEY_BYTES = nacl.secretbox.keyLength
export const BOX_OVERHEAD = nacl.secretbox.overheadLength
export const LENGTH_BYTES = 4
export const BYTES_PER_SAMPLE = 2
/** The longest plaintext of any record: one second of 16-bit stereo at 96 kHz. {@link recordBytes} is the closer bound. */
export const MAX_RECORD_BYTES = 96_000 * 2 * BYTES_PER_SAMPLE
const MAX_SAMPLE_RATE = 96_000
export const PREFIX_BYTES = 15
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

type SampleFormat = Pick<SegmentHeader, 'sampleRate' | 'channels'>

/**
 * Plaintext bytes of every record but the last, which may hold less: one second of sound. A longer record is damage,
 * so that no single wrong length field can make a reader take the rest of the file for one unfinished record.
 */
export function recordBytes(format: SampleFormat): number {
  return format.sampleRate * format.channels * BYTES_PER_SAMPLE
}

/** Whole milliseconds of sound in so many bytes of PCM. */
export function pcmDurationMs(pcmBytes: number, format: SampleFormat): number {
  return Math.round((pcmBytes * 1000) / recordBytes(format))
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
  bytes.writeUInt16BE(BYTES_PER_SAMPLE * 8, 42)
  bytes.set(header.keyCommitment, 48)
  return bytes
}

/**
 * Reads a header without any key. Its fields are genuine only once the first record has opened: every nonce depends
 * on every byte of the header.
 *
 * @throws SPOOL_NOT_A_SEGMENT, SPOOL_VERSION_UNKNOWN, SPOOL_TRUNCATED; SPOOL_TAMPERED for values no writer writes
 */
export function decodeHeader(bytes: Uint8Array): SegmentHeader {
  if (bytes.length < HEADER_BYTES) throw new EarshotError('SPOOL_TRUNCATED', 'segment ends inside its header')
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, HEADER_BYTES)
  const magic = view.toString('latin1', 0, 8)
  if (!magic.startsWith('ESHTSEG')) throw new EarshotError('SPOOL_NOT_A_SEGMENT', 'not a sealed segment')
  if (magic !== SEGMENT_MAGIC) throw new EarshotError('SPOOL_VERSION_UNKNOWN', 'sealed segment of an unknown version')
  if (view.readUInt16BE(42) !== BYTES_PER_SAMPLE * 8 || view.readUInt32BE(44) !== 0) {
    throw new EarshotError('SPOOL_VERSION_UNKNOWN', 'sealed segment of an unknown sample format')
  }
  const header = {
    session: Uint8Array.from(view.subarray(8, 24)),
    segment: view.readUInt32BE(24),
    startMs: Number(view.readBigUInt64BE(28)),
    sampleRate: view.readUInt32BE(36),
    channels: view.readUInt16BE(40),
    keyCommitment: Uint8Array.from(view.subarray(48, 80)),
  }
  const possible =
    Number.isSafeInteger(header.startMs) &&
    header.sampleRate > 0 &&
    header.sampleRate <= MAX_SAMPLE_RATE &&
    (header.channels === 1 || header.channels === 2)
  if (!possible) throw new EarshotError('SPOOL_TAMPERED', 'segment header is impossible')
  return header
}

/** The part of every record's nonce that ties it to its header. */
export function noncePrefix(header: Uint8Array): Uint8Array {
  return createHash('sha256').update(header.subarray(0, HEADER_BYTES)).digest().subarray(0, PREFIX_BYTES)
}

export interface SegmentFiles {
  readonly sealed: string
  readonly key: string
  /** Which steps of its destruction were done; there from the first step on. */
  readonly gone: string
}

/** `0007.seg`, `0007.key`, `0007.gone`: numbers only, no names, no times. */
export function segmentFile(segment: number): SegmentFiles {
  const stem = String(segment).padStart(4, '0')
  return { sealed: `${stem}.seg`, key: `${stem}.key`, gone: `${stem}.gone` }
}
