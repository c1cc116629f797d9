/**
 * The ledger's line: what is written, what is signed, what is chained. Pure.
 *
 * A line is `<canonical JSON>\t<base64 Ed25519 signature of the JSON bytes>\n`. `prev` is the SHA-256 (hex) of the line
 * before, signature included, line feed excluded; 64 zeros for the first.
 */

import type { Canonical } from './canonical-json.js'

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
