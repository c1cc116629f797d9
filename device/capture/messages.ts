/** IPC between the device and the capture child: one child for each stretch between opening and closing the microphone. */

import type { ErrorMessage } from '../contracts/errors.js'
import type { JournalBodies } from '../contracts/journal.js'
import type { SessionId } from '../contracts/session-id.js'

export interface BeginCapture {
  readonly type: 'begin'
  readonly sessionId: SessionId
  /** The session's folder in the spool; exists already. The child writes `NNNN.seg` and `NNNN.key` there. */
  readonly directory: string
  /** Number of the first segment this child may write. */
  readonly firstSegment: number
  /** Milliseconds since the press at which this stretch begins; for a file source also the place in the file. */
  readonly startMs: number
  readonly source:
    | { readonly adapter: 'arecord'; readonly alsaDevice: string }
    | { readonly adapter: 'wav-file'; readonly file: string; readonly speed: number }
  readonly sampleRate: 16000
  readonly channels: 1 | 2
  readonly targetSeconds: number
  readonly maxSeconds: number
}

/** Close the microphone, seal what was heard, answer `closed`, exit. Losing the parent means the same, unanswered. */
export interface StopCapture {
  readonly type: 'stop'
}

/** File sources only: wait, or go on. A file can wait for the transcriber; a microphone cannot and ignores it. */
export interface HoldCapture {
  readonly type: 'hold'
  readonly on: boolean
}

export type ToCapture = BeginCapture | StopCapture | HoldCapture

export type FromCapture =
  | { readonly type: 'opened'; readonly recorderPid: number | null }
  | ({ readonly type: 'segment_opened' } & JournalBodies['segment_opened'])
  | ({ readonly type: 'segment_sealed' } & JournalBodies['segment_sealed'])
  /** At least four times a second while sound arrives. */
  | {
      readonly type: 'frames'
      /** Session time of the newest sample, milliseconds since the press. */
      readonly positionMs: number
      /** Captured by this child. */
      readonly capturedMs: number
      readonly levelDbfs: number
      readonly clippedPerMille: number
      /** How long it has been (nearly) digital silence: all samples equal, or below -70 dBFS. */
      readonly silentMs: number
    }
  | ({ readonly type: 'overrun' } & JournalBodies['overrun'])
  | { readonly type: 'source_ended' }
  /** The spool refused a write (full). What was sealed before is kept. */
  | { readonly type: 'failed'; readonly error: ErrorMessage }
  | {
      readonly type: 'closed'
      readonly reason: 'stopped' | 'lost'
      readonly exitCode: number | null
      readonly signal: string | null
    }
