/** What a session's pipeline needs of the rest of the companion. Small, so that a test can break each one. */

import type { DestroyAnswer } from '../../device/contracts/device-api.js'
import type { DestroyReason, JournalEntry } from '../../device/contracts/journal.js'
import type { LedgerType } from '../../device/contracts/ledger-entry.js'
import type { ReceiptKind } from '../../device/contracts/receipt.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { FormatKey } from '../drafting/note-draft.js'
import type { SegmentMeasures } from '../transcriber/messages.js'
import type { Drops } from '../vault/drops.js'
import type { TextRam } from '../vault/text-ram.js'
import type { LedgerItem } from './ledger-journal.js'

export interface DevicePort {
  journal(session: SessionId, after: number): Promise<readonly JournalEntry[]>
  destroySegment(session: SessionId, segment: number, reason: DestroyReason): Promise<DestroyAnswer>
  release(session: SessionId): Promise<void>
}

/** The transcriber child of one session. */
export interface TranscriberPort {
  /** @throws the error of the model or of the child */
  start(): Promise<void>
  transcribe(
    segment: number,
    interrupted: boolean,
  ): Promise<{
    readonly sealedToClinician: Uint8Array
    readonly sealedUnderTextKey: Uint8Array
    readonly measures: SegmentMeasures
  }>
  /** Kills the child, whatever it does, and resolves when it is gone. */
  stop(): Promise<void>
}

/** The drafter child of one session. */
export interface DrafterPort {
  start(): Promise<void>
  observe(segment: number, sealedUnderTextKey: Uint8Array): Promise<void>
  compose(format: FormatKey): Promise<{ readonly sealedToClinician: Uint8Array; readonly sentences: number }>
  stop(): Promise<void>
}

/** Durable, sealed to the clinician; what survives a power cut. */
export type DropPort = Pick<
  Drops,
  'write' | 'read' | 'update' | 'putText' | 'listTexts' | 'readText' | 'putDraft' | 'removeSession'
>

/** The same text in RAM under the session's text key; what survives a crash of any process. */
export type TextRamPort = Pick<TextRam, 'prepare' | 'readKey' | 'put' | 'read' | 'destroy'>

export interface LedgerPort {
  append(type: LedgerType, session: SessionId, data: LedgerItem['data']): Promise<void>
  /** Number of the last journal entry of this session that is in the ledger, -1 for none. */
  lastJournalSeq(session: SessionId): number
}

export interface ReceiptPort {
  /** @returns the file. @throws RECEIPT_CHECKS_FAILED */
  issue(request: {
    readonly session: SessionId
    readonly kind: ReceiptKind
    readonly journal: readonly JournalEntry[]
    /** The device saw its capture children of this session exit. */
    readonly captureGone: boolean
    /** No transcriber child of this session is left. */
    readonly transcriberGone: boolean
  }): Promise<string>
}

export interface PipelinePorts {
  readonly device: DevicePort
  readonly drops: DropPort
  readonly textRam: TextRamPort
  readonly ledger: LedgerPort
  readonly receipts: ReceiptPort
  transcriber(session: SessionId, textKeyFile: string): Promise<TranscriberPort>
  drafter(session: SessionId, textKeyFile: string): Promise<DrafterPort>
}
