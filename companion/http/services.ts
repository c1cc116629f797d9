/**
 * What the LAN service needs of the rest of the companion. The HTTP layer knows these ports and nothing behind them;
 * companion/main.ts wires the real ones, tests wire the real vault with a fake device.
 */

import type { DeviceState, Gesture } from '../../device/contracts/device-api.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Turn } from '../../device/contracts/turn.js'
import type { Note, NoteCard, NoteChange } from '../vault/note.js'

/** One session as the Today page shows it; no text. */
export interface LiveSession {
  readonly sessionId: SessionId
  readonly phase: string
  readonly startedAtMs: number
  readonly endedAtMs: number | null
  readonly durationMs: number
  readonly pausedMs: number
  readonly capturedMs: number
  readonly transcribedMs: number
  readonly silenceMs: number
  /** (transcribed + silence) / captured of the segments done so far, 0 to 1. */
  readonly coverage: number
  readonly segments: number
  readonly segmentsDestroyed: number
  readonly words: number
  /** Code of what needs a person, if anything does. */
  readonly problem: { readonly code: string; readonly hint: string } | null
  readonly receipt: boolean
  readonly stopToDraftMs: number | null
}

export interface LiveStatus {
  readonly device: DeviceState | null
  readonly sessions: readonly LiveSession[]
}

export interface Live {
  status(): LiveStatus
  /** @returns the way to stop listening. Called at most four times a second. */
  watch(listener: (status: LiveStatus) => void): () => void
  /** @throws DEVICE_UNREACHABLE */
  gesture(gesture: Gesture): Promise<void>
  /** Destroys audio, text and draft of a session that is not signed, whatever its phase. */
  discard(session: SessionId): Promise<void>
}

/** A clinician whose keys are open in this process, from sign-in to sign-out, idle lock or restart. */
export interface UnlockedClinician {
  readonly clinicianId: string
  readonly name: string
  /** As given at the claim; offered when signing. */
  readonly credentials?: string
  /** Newest first. */
  listNotes(page: { readonly offset: number; readonly limit: number }): Promise<{
    readonly total: number
    readonly notes: readonly NoteCard[]
  }>
  /** @throws NOTE_NOT_FOUND */
  readNote(session: SessionId): Promise<Note>
  /**
   * Applies a change to the note if `revision` is still the newest.
   * @throws NOTE_NOT_FOUND, NOTE_CONFLICT, NOTE_ALREADY_SIGNED, NOTE_NOT_SIGNED, NOTE_UNRESOLVED
   */
  changeNote(session: SessionId, revision: number, change: NoteChange): Promise<Note>
  /**
   * Destroys a note that is not signed, with its transcript. Where there is none, nothing happens.
   * @throws NOTE_ALREADY_SIGNED
   */
  discardNote(session: SessionId): Promise<void>
  /** The text stored so far of a session that still runs. */
  liveTranscript(session: SessionId): Promise<readonly Turn[]>
  /** Forgets the keys. Nothing of this object works afterwards: VAULT_LOCKED. */
  lock(): void
}

export interface Accounts {
  claimed(): boolean
  /**
   * First claim. Needs the code and an open pairing window (checked by the caller's `windowOpen`).
   * @returns the clinician, unlocked, and the recovery code, which is shown once and not kept
   * @throws CLAIM_ALREADY_DONE, CLAIM_NEEDS_PRESS, CLAIM_WRONG_CODE, CLAIM_NOT_OPEN (too many wrong codes)
   */
  claim(request: {
    readonly code: string
    readonly name: string
    readonly credentials: string
    readonly passphrase: string
    readonly windowOpen: boolean
    /** When the open window closes; tells one window from the next. */
    readonly windowUntilMs?: number
  }): Promise<{ readonly clinician: UnlockedClinician; readonly recoveryCode: string }>
  /** @throws SIGN_IN_FAILED (the same for an unknown name and a wrong passphrase, in the same time) */
  signIn(name: string, passphrase: string): Promise<UnlockedClinician>
  /** Opens with the recovery code and sets a new passphrase; a new recovery code replaces the used one. */
  recover(
    name: string,
    recoveryCode: string,
    newPassphrase: string,
  ): Promise<{ readonly clinician: UnlockedClinician; readonly recoveryCode: string }>
}

export interface Receipts {
  /** The receipt file of a session. @throws RECEIPT_NOT_FOUND */
  read(session: SessionId): Promise<Uint8Array>
  /** The box's public key, 32 bytes. */
  publicKey(): Uint8Array
}

export interface LedgerView {
  head(): { readonly seq: number; readonly sha256: string }
  append(type: 'sign_in' | 'sign_in_failed', data: Readonly<Record<string, string | number>>): Promise<void>
}

export interface Services {
  readonly live: Live
  readonly accounts: Accounts
  readonly receipts: Receipts
  readonly ledger: LedgerView
}
