/** The note document: one per session, sealed under the clinician's chart key, signed once, never changed after. */

import type { SessionId } from '../../device/contracts/session-id.js'
import type { Turn } from '../../device/contracts/turn.js'
import type { DraftSection, NoteDraft, RiskStatus, RiskTopic } from '../drafting/note-draft.js'

export interface Consent {
  readonly state: 'attested-by-press' | 'given' | 'declined' | 'withdrawn' | 'unresolved'
  readonly method: 'verbal' | 'paper' | 'electronic'
  readonly scope: readonly ('record' | 'transcribe' | 'draft')[]
  readonly textVersion: string
  readonly atMs: number
  /** Clinician id of who attested it; null for the press itself. */
  readonly attestedBy: string | null
}

/** A section as it stands for signing: the draft's, edited by the clinician. */
export interface NoteSection extends DraftSection {
  readonly edited: boolean
}

export interface RiskAnswer {
  readonly topic: RiskTopic
  readonly answer: Exclude<RiskStatus, 'mentioned'>
}

export interface Signature {
  readonly name: string
  readonly credentials: string
  readonly attestation: string
  readonly atMs: number
  /** Signed more than 24 h after the session ended. */
  readonly lateEntry: boolean
  /** SHA-256 (hex) of the canonical content that was signed. */
  readonly sha256: string
}

export interface Addendum {
  readonly author: string
  readonly atMs: number
  readonly reason: string
  readonly text: string
}

export interface Note {
  readonly version: 1
  readonly sessionId: SessionId
  /** Counts up with every stored change; a change names the revision it was made on. */
  readonly revision: number
  readonly status: 'ready' | 'signed'
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly durationMs: number
  readonly pausedMs: number
  readonly coverage: number
  readonly transcript: readonly Turn[]
  /** As it was dropped; kept to show what the clinician changed. */
  readonly draft: NoteDraft | null
  readonly sections: readonly NoteSection[]
  readonly riskAnswers: readonly RiskAnswer[]
  readonly consent: Consent
  /** The clinician has seen that less than 99 % of the sound became text or silence, and signs all the same. */
  readonly incompleteAcknowledged?: boolean
  readonly signature: Signature | null
  readonly addenda: readonly Addendum[]
}

/** What a list shows of a note. */
export interface NoteCard {
  readonly sessionId: SessionId
  readonly revision: number
  readonly status: Note['status']
  readonly startedAtMs: number
  readonly durationMs: number
  readonly coverage: number
  /**
   * What still stands between this note and a signature; empty when signed or signable. Machine codes, see
   * `unresolved` in note-rules.ts.
   */
  readonly unresolved: readonly string[]
}

export type NoteChange =
  | {
      readonly kind: 'edit-sentence'
      readonly sectionKey: string
      readonly sentenceId: string
      /** The clinician's words; an empty text removes the sentence. */
      readonly text: string
    }
  | { readonly kind: 'add-sentence'; readonly sectionKey: string; readonly text: string }
  /** "I checked this against the evidence and it stands." For sentences marked `unsupported`: makes it the clinician's. */
  | { readonly kind: 'confirm-sentence'; readonly sectionKey: string; readonly sentenceId: string }
  | { readonly kind: 'answer-risk'; readonly topic: RiskTopic; readonly answer: RiskAnswer['answer'] }
  /** "I know that this session is incomplete." For notes whose coverage is below 99 %. */
  | { readonly kind: 'acknowledge-incomplete' }
  | { readonly kind: 'consent'; readonly state: 'given' | 'declined'; readonly method: Consent['method'] }
  | { readonly kind: 'sign'; readonly credentials: string; readonly attested: boolean }
  | { readonly kind: 'addendum'; readonly reason: string; readonly text: string }
