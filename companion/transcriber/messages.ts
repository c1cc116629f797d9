/**
 * IPC between the companion and the transcriber child. No text crosses: the child seals what it hears before it
 * answers, so that the long-lived parent never holds a word.
 */

import type { ErrorMessage } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'

export interface BeginTranscribing {
  readonly type: 'begin'
  readonly sessionId: SessionId
  /** The session's folder in the spool: sealed segments and their keys. Read only. */
  readonly spoolDirectory: string
  readonly modelFile: string
  readonly modelBytes: number
  readonly modelSha256: string
  readonly language: string
  readonly threads: number
  readonly vocabulary: readonly string[]
  /** Text is sealed to this clinician … */
  readonly recipientPublicKey: Uint8Array
  /** … and, for resuming after a crash of any process, under the session's text key (a 32-byte file in RAM). */
  readonly textKeyFile: string
}

export interface TranscribeSegment {
  readonly type: 'segment'
  readonly segment: number
  readonly interrupted: boolean
}

export type ToTranscriber = BeginTranscribing | TranscribeSegment

/** What was measured of a segment. capturedMs = transcribedMs + silenceMs within 1 %, or the text is not plausible. */
export interface SegmentMeasures {
  readonly capturedMs: number
  readonly transcribedMs: number
  readonly silenceMs: number
  readonly turns: number
  readonly words: number
  readonly meanConfidence: number
  /** Turns dropped because they repeated themselves or lay where nobody spoke. */
  readonly dropped: number
}

export interface SegmentText {
  readonly type: 'segment_text'
  readonly segment: number
  /** Both hold the same `SegmentTurns` document: one sealed to the clinician, one under the text key. */
  readonly sealedToClinician: Uint8Array
  readonly sealedUnderTextKey: Uint8Array
  readonly measures: SegmentMeasures
}

export interface SegmentFailed {
  readonly type: 'segment_failed'
  readonly segment: number
  readonly error: ErrorMessage
}

export interface TranscriberReady {
  readonly type: 'ready'
  readonly loadMs: number
}

export interface TranscriberFailed {
  readonly type: 'failed'
  readonly error: ErrorMessage
}

export type FromTranscriber = TranscriberReady | TranscriberFailed | SegmentText | SegmentFailed
