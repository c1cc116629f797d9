/**
 * The journal of one session: what the device saw and did, in order, without any text or sound. It lives beside the
 * sealed segments in RAM (`journal.ndjson`, one JSON object a line) and is the source of the ledger and the receipt.
 * Times `…AtMs` are UTC milliseconds; `startMs` and durations are milliseconds since the press.
 */

import type { Downgrade } from './downgrades.js'
import type { SessionId } from './session-id.js'

export type DestroyReason = 'text-stored' | 'discarded' | 'expired' | 'struck'

/** What was done to one segment, and what was found afterwards. All four must be true before anyone says "destroyed". */
export interface DestroySteps {
  readonly keyOverwritten: boolean
  readonly keyUnlinked: boolean
  readonly ciphertextOverwritten: boolean
  readonly ciphertextUnlinked: boolean
  /** Both paths were opened again and gave ENOENT. */
  readonly pathsAbsent: boolean
}

export interface JournalBodies {
  session_started: {
    readonly sessionId: SessionId
    readonly sampleRate: number
    readonly channels: number
    readonly microphone: string
    readonly downgrades: readonly Downgrade[]
    readonly medium: string
  }
  capture_opened: { readonly pid: number; readonly startMs: number }
  capture_closed: {
    readonly pid: number
    readonly reason: 'stopped' | 'ended' | 'lost' | 'crashed'
    readonly exitCode: number | null
    readonly signal: string | null
  }
  segment_opened: { readonly segment: number; readonly startMs: number; readonly keyCommitment: string }
  segment_sealed: {
    readonly segment: number
    readonly startMs: number
    readonly durationMs: number
    readonly pcmBytes: number
    readonly ciphertextBytes: number
    readonly ciphertextSha256: string
    readonly keyCommitment: string
    /** The process that was writing it died: it holds what was sealed until then. */
    readonly interrupted: boolean
  }
  segment_destroyed: { readonly segment: number; readonly reason: DestroyReason; readonly steps: DestroySteps }
  overrun: { readonly lostMs: number }
  gap: { readonly startMs: number; readonly durationMs: number; readonly reason: 'paused' | 'lost' | 'crashed' }
  paused: { readonly atSessionMs: number }
  resumed: { readonly atSessionMs: number }
  session_ended: {
    readonly durationMs: number
    readonly capturedMs: number
    readonly reason: 'press' | 'capture-failed' | 'spool-full' | 'max-length' | 'discarded' | 'source-ended'
  }
  session_discarded: { readonly by: 'button' | 'page' }
  warning: { readonly code: string }
}

export type JournalType = keyof JournalBodies

export type JournalEntry = {
  readonly [T in JournalType]: {
    readonly seq: number
    readonly atMs: number
    readonly type: T
    readonly body: JournalBodies[T]
  }
}[JournalType]
