/**
 * The destruction receipt: a signed statement that a session's audio was destroyed, with the ledger lines it rests on.
 * Pure. provisioning/RECEIPT.md specifies the file for strangers; scripts/verify-receipt checks one.
 *
 * File: two lines. The first is the canonical JSON of a {@link ReceiptPayload}, the second the canonical JSON of a
 * {@link ReceiptSeal}, each ended by a line feed. The signature covers the first line's bytes without its line feed.
 */

import type { Downgrade } from './downgrades.js'
import type { DestroyReason, DestroySteps } from './journal.js'

export type ReceiptKind = 'destroyed' | 'discarded' | 'destroyed-by-power-loss'

export interface ReceiptSegment {
  readonly segment: number
  readonly startMs: number
  readonly durationMs: number
  readonly pcmBytes: number
  readonly ciphertextBytes: number
  readonly ciphertextSha256: string
  readonly keyCommitment: string
  readonly interrupted: boolean
  readonly sealedAtMs: number
  /** For `power-loss`: when the box, started again, found it gone. */
  readonly destroyedAtMs: number
  /** `power-loss`: nobody destroyed it; its key was only in RAM when the power went. All steps are false then. */
  readonly reason: DestroyReason | 'power-loss'
  readonly steps: DestroySteps
}

/**
 * What was looked at after the destruction. A receipt of kind `destroyed` or `discarded` exists only if all are true.
 * After a power loss two of them cannot be made and are false if so: `everySegmentDestroyed` (nobody overwrote the
 * rest) and `journalComplete` (it was in RAM). The others must be true then, too.
 */
export interface ReceiptChecks {
  readonly everySegmentDestroyed: boolean
  readonly keysAbsent: boolean
  readonly ciphertextAbsent: boolean
  readonly microphoneClosed: boolean
  readonly captureProcessGone: boolean
  readonly transcriberProcessGone: boolean
  readonly journalComplete: boolean
  /** `discarded` only: no sealed text and no draft of the session is stored any more. */
  readonly textAbsent?: boolean
}

export interface ReceiptPayload {
  readonly v: 1
  readonly kind: ReceiptKind
  /** SHA-256 (hex) of the box's 32-byte public key. */
  readonly box: string
  readonly session: string
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly issuedAtMs: number
  readonly clock: 'synced' | 'unsynced'
  readonly captured: { readonly ms: number; readonly bytes: number; readonly segments: number }
  readonly medium: string
  readonly method: 'cryptographic-erase-and-overwrite' | 'power-loss'
  readonly segments: readonly ReceiptSegment[]
  readonly checks: ReceiptChecks
  readonly system: {
    readonly swapTotalKiB: number
    readonly initOnFree: boolean
    readonly coreDumps: boolean
    readonly kernel: string
    readonly software: string
  }
  readonly downgrades: readonly Downgrade[]
  readonly remains: readonly string[]
  readonly claims: readonly string[]
  readonly notClaimed: readonly string[]
  /**
   * The ledger from the session's first entry to its last, without a hole: whole lines for this session's entries,
   * `{seq, sha256}` for what happened to others in between.
   */
  readonly ledger: readonly (string | OtherLine)[]
}

export interface ReceiptSeal {
  readonly algorithm: 'Ed25519'
  /** The box's public key, 32 bytes, hex. The reader compares it with the one on the box's label. */
  readonly publicKey: string
  /** Base64, 64 bytes. */
  readonly signature: string
}

/** One entry of {@link ReceiptPayload.ledger} that stands for a line about something else. */
export interface OtherLine {
  readonly seq: number
  readonly sha256: string
}
