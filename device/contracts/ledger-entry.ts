/**
 * The ledger's line: what is written, what is signed, what is chained. Pure.
 *
 * A line is `<canonical JSON>\t<base64 Ed25519 signature of the JSON bytes>\n`. `prev` is the SHA-256 (hex) of the line
 * before, signature included, line feed excluded; 64 zeros for the first.
 */

import type { KeyObject } from 'node:crypto'
import { type Canonical, canonicalJson, parseCanonicalJson } from './canonical-json.js'
import { SIGNATURE_BYTES, sha256Hex, signatureHolds, strictBase64 } from './ed25519.js'
import { type Check, hexOf, isCount, isObject, oneOf, optional, shape, textLike } from './shape.js'

export const LEDGER_TYPES = [
  'ledger_opened',
  'box_started',
  'box_claimed',
  'session_started',
  'consent',
  'segment_sealed',
  'segment_destroyed',
  'session_ended',
  'session_discarded',
  'capture_gap',
  'power_loss',
  'worker_lost',
  'draft_dropped',
  'receipt_issued',
  'note_signed',
  'note_addendum',
  'note_exported',
  'sign_in',
  'sign_in_failed',
  'configuration_changed',
] as const
export type LedgerType = (typeof LEDGER_TYPES)[number]

export interface LedgerEntry {
  readonly v: 1
  readonly seq: number
  readonly prev: string
  /** SHA-256 (hex) of the box's 32-byte Ed25519 public key. */
  readonly box: string
  /** The kernel's boot id: two entries with another boot id between them saw a restart. */
  readonly boot: string
  /** UTC milliseconds, as good as the box's clock. */
  readonly atMs: number
  readonly type: LedgerType
  /** Opaque session id, where the entry is about a session. */
  readonly session?: string
  /** Numbers, enums, digests and ids; never health information. */
  readonly data: { readonly [key: string]: Canonical | undefined }
}

export const FIRST_PREV = '0'.repeat(64)

/** A line that reads as one: what it says, the bytes that were signed, the signature. Whether that holds is not said. */
export interface ParsedLine {
  readonly entry: LedgerEntry
  readonly signed: string
  readonly signature: Uint8Array
}

/** Longest line that is read, in bytes. A longer one is damage, not a reason to fill memory. */
export const MAX_LINE_BYTES = 64 * 1024

const isEntry = shape<LedgerEntry>({
  v: oneOf([1]),
  seq: isCount,
  prev: hexOf(32),
  box: hexOf(32),
  boot: textLike(/^[\w-]{1,64}$/),
  atMs: isCount,
  type: oneOf(LEDGER_TYPES),
  session: optional(textLike(/^[a-z2-7]{26}$/)),
  data: isObject as Check<LedgerEntry['data']>,
})

/** @param sign signs the given bytes with the box's secret key. @returns the line without its line feed */
export function encodeLine(entry: LedgerEntry, sign: (message: Uint8Array) => Uint8Array): string {
  const text = canonicalJson(entry as unknown as Canonical)
  return `${text}\t${Buffer.from(sign(Buffer.from(text, 'utf8'))).toString('base64')}`
}

/** @param line without its line feed. @returns `null` for what is no line of version 1, canonical to the byte */
export function parseLine(line: string): ParsedLine | null {
  const tab = line.indexOf('\t')
  if (tab < 0) return null
  const signed = line.slice(0, tab)
  const signature = strictBase64(line.slice(tab + 1), SIGNATURE_BYTES)
  const entry: unknown = parseCanonicalJson(signed)
  return signature !== null && isEntry(entry) ? { entry, signed, signature } : null
}

/** What the next entry's `prev` holds: SHA-256 (hex) of the line, signature included, line feed excluded. */
export function lineDigest(line: string): string {
  return sha256Hex(line)
}

export function lineSignatureHolds(line: ParsedLine, publicKey: KeyObject): boolean {
  return signatureHolds(publicKey, Buffer.from(line.signed, 'utf8'), line.signature)
}

/** The box's id in entries and receipts: SHA-256 (hex) of its 32-byte public key. */
export function boxIdOf(publicKey: Uint8Array): string {
  return sha256Hex(publicKey)
}
