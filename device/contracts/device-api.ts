/**
 * What the device serves on its Unix socket: plain HTTP/1.1 with JSON, so that
 * `curl --unix-socket device.sock http://device/v1/state` works. The file mode of the socket is the access control.
 * The device answers and never asks; everything here may be asked twice and gives the same answer twice.
 *
 * | request | body | answer |
 * |---|---|---|
 * | `GET /v1/state` | | {@link DeviceState} |
 * | `GET /v1/watch` | | a {@link DeviceState} a line (NDJSON), the present one first, then on change |
 * | `POST /v1/gestures` | {@link GestureRequest} | {@link DeviceState} |
 * | `POST /v1/button` | {@link ButtonRequest} | 204; only where the button is simulated |
 * | `GET /v1/sessions/:id/journal?after=SEQ` | | {@link JournalPage}; entries count from 1, so 0 gives all |
 * | `POST /v1/sessions/:id/segments/:n/destroy` | {@link DestroyRequest} | {@link DestroyAnswer} |
 * | `POST /v1/sessions/:id/discard` | {} | {@link DeviceState} |
 * | `POST /v1/sessions/:id/release` | {} | 204: the journal is in the ledger, the empty folder may go |
 * | `PUT /v1/leases/:activity` | {@link LeaseRequest} | 204 |
 *
 * An error answers with its status and an `ErrorMessage`.
 */

import type { Downgrade } from './downgrades.js'
import type { ErrorMessage } from './errors.js'
import type { DestroyReason, DestroySteps, JournalEntry } from './journal.js'
import type { LedPattern } from './led.js'
import type { SessionId } from './session-id.js'
import type { Phase } from './session-machine.js'

export const GESTURES = ['press', 'double_press', 'hold_3s', 'hold_10s'] as const
export type Gesture = (typeof GESTURES)[number]

export interface GestureRequest {
  readonly gesture: Gesture
}

/** An edge of the simulated button; gestures are made of edges by the same recogniser as on real lines. */
export interface ButtonRequest {
  readonly edge: 'down' | 'up'
}

/** `held`: sealed audio is still here. `unsealed`: the capture child is writing it now. */
export type SegmentStatus = 'unsealed' | 'held' | 'destroyed'

export interface SegmentSummary {
  readonly segment: number
  readonly status: SegmentStatus
  readonly startMs: number
  readonly durationMs: number
  readonly interrupted: boolean
  /** Since the segment's first sound was captured, while it is held or unsealed; 0 when destroyed. */
  readonly ageMs: number
}

export interface SessionSummary {
  readonly sessionId: SessionId
  readonly phase: Phase
  readonly startedAtMs: number
  readonly endedAtMs: number | null
  /** Since the press, pauses included. */
  readonly durationMs: number
  readonly capturedMs: number
  readonly pausedMs: number
  readonly journalSeq: number
  /** The capture child and its recorder have exited. */
  readonly captureGone: boolean
  readonly segments: readonly SegmentSummary[]
}

export interface MicrophoneState {
  readonly adapter: 'arecord' | 'wav-file'
  /** Any capture stream of any card runs, as the kernel says; for a file source, as the capture child says. */
  readonly open: boolean
  /** Sound arrived within the last 500 ms. */
  readonly framesFresh: boolean
  readonly levelDbfs: number | null
  readonly clippedPerMille: number
  readonly overruns: number
  readonly silentMs: number
  /** `wav-file` only: the file has been played to its end. */
  readonly sourceEnded: boolean
}

export interface SpoolState {
  readonly directory: string
  readonly medium: string
  readonly bytes: number
  readonly keys: number
  readonly freeBytes: number
  /** Age of the oldest sound still held, in milliseconds; 0 when none is. */
  readonly oldestAudioAgeMs: number
}

/** What the companion reports for the light. A lease that runs out turns to attention, never to done. */
export const ACTIVITIES = ['transcribing', 'drafting', 'ready', 'attention'] as const
export type Activity = (typeof ACTIVITIES)[number]

export interface LeaseRequest {
  /** 0 ends the lease properly: nothing is going on any more. */
  readonly ttlMs: number
  readonly progress?: number
}

export interface DeviceState {
  readonly version: 1
  readonly atMs: number
  readonly bootId: string
  /** The phase of the session at the button, `idle` when there is none. */
  readonly phase: Phase
  readonly sessionId: SessionId | null
  readonly led: { readonly pattern: LedPattern; readonly reason: string }
  readonly microphone: MicrophoneState
  readonly spool: SpoolState
  readonly sessions: readonly SessionSummary[]
  readonly activities: readonly Activity[]
  readonly downgrades: readonly Downgrade[]
  readonly fault: ErrorMessage | null
  /** Until when a claim or an invitation may be used; null when the window is closed. */
  readonly pairingUntilMs: number | null
}

export interface JournalPage {
  readonly entries: readonly JournalEntry[]
}

export interface DestroyRequest {
  readonly reason: DestroyReason
}

export interface DestroyAnswer {
  readonly segment: number
  readonly steps: DestroySteps
}

/** Longest body the device reads, in bytes: its requests are all small. */
export const DEVICE_BODY_LIMIT = 4096
