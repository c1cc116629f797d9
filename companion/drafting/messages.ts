/** IPC between the companion and the drafter child. Text stays in the child: in from RAM under the text key, out sealed. */

import type { ErrorMessage } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { FormatKey } from './note-draft.js'

export interface BeginDrafting {
  readonly type: 'begin'
  readonly sessionId: SessionId
  readonly adapter: 'extractive'
  readonly recipientPublicKey: Uint8Array
  readonly textKeyFile: string
}

/** A segment's text as the transcriber sealed it under the text key. Sent in order of segment. */
export interface ObserveSegment {
  readonly type: 'observe'
  readonly segment: number
  readonly sealedUnderTextKey: Uint8Array
}

export interface ComposeDraft {
  readonly type: 'compose'
  readonly format: FormatKey
}

export type ToDrafter = BeginDrafting | ObserveSegment | ComposeDraft

export interface DraftComposed {
  readonly type: 'draft'
  /** A `NoteDraft`, sealed to the clinician. */
  readonly sealedToClinician: Uint8Array
  readonly sentences: number
  readonly unsupported: number
}

export interface DraftFailed {
  readonly type: 'failed'
  readonly error: ErrorMessage
}

/** Answers `begin`, `observe` and `compose`, one each, in the order in which they were asked. */
export type FromDrafter =
  | { readonly type: 'begun' }
  | { readonly type: 'observed'; readonly segment: number }
  | DraftComposed
  | DraftFailed
