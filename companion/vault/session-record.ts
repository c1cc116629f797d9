/** What is stored in the clear of a session that is not absorbed yet: ids, numbers and enums only. */

import type { SessionId } from '../../device/contracts/session-id.js'
import {
  type Check,
  isCount,
  isFiniteNumber,
  isObject,
  oneOf,
  orNull,
  shape,
  textLike,
} from '../../device/contracts/shape.js'
import type { SegmentMeasures } from '../transcriber/messages.js'
import { parserOf } from './sealed-document.js'

export const DROP_PHASES = ['recording', 'transcribed', 'drafting', 'ready', 'failed', 'discarded'] as const
export type DropPhase = (typeof DROP_PHASES)[number]

export interface SessionRecord {
  readonly version: 1
  readonly sessionId: SessionId
  /** To whom its text is sealed. */
  readonly clinicianId: string
  readonly startedAtMs: number
  readonly endedAtMs: number | null
  /** Since the press, pauses included. */
  readonly durationMs: number
  readonly pausedMs: number
  /** As the device counted it: what should have become text or silence. */
  readonly capturedMs: number
  readonly phase: DropPhase
  /** What was measured of each segment whose text is stored, by segment number. */
  readonly segments: { readonly [segment: number]: SegmentMeasures }
  readonly segmentsSealed: number
  readonly segmentsDestroyed: number
  readonly stopToDraftMs: number | null
  /** Where the receipt is, once it is written. */
  readonly receiptFile: string | null
}

const isMeasures: Check<SegmentMeasures> = shape<SegmentMeasures>({
  capturedMs: isFiniteNumber,
  transcribedMs: isFiniteNumber,
  silenceMs: isFiniteNumber,
  turns: isCount,
  words: isCount,
  meanConfidence: isFiniteNumber,
  dropped: isCount,
})

const isSegments: Check<SessionRecord['segments']> = (value): value is SessionRecord['segments'] =>
  isObject(value) && Object.entries(value).every(([key, measures]) => /^\d{1,9}$/.test(key) && isMeasures(measures))

export const isSessionIdText = textLike<SessionId>(/^[a-z2-7]{25}[aeimquy4]$/)

export const parseSessionRecord = parserOf(
  shape<SessionRecord>({
    version: oneOf([1]),
    sessionId: isSessionIdText,
    clinicianId: textLike(/^c-[a-z2-7]{16}$/),
    startedAtMs: isFiniteNumber,
    endedAtMs: orNull(isFiniteNumber),
    durationMs: isFiniteNumber,
    pausedMs: isFiniteNumber,
    capturedMs: isFiniteNumber,
    phase: oneOf(DROP_PHASES),
    segments: isSegments,
    segmentsSealed: isCount,
    segmentsDestroyed: isCount,
    stopToDraftMs: orNull(isFiniteNumber),
    receiptFile: orNull(textLike(/^[\w./-]{1,400}$/)),
  }),
  1,
)

/** The record of a session that has just been seen to begin. */
export function newRecord(sessionId: SessionId, clinicianId: string, startedAtMs: number): SessionRecord {
  return {
    version: 1,
    sessionId,
    clinicianId,
    startedAtMs,
    endedAtMs: null,
    durationMs: 0,
    pausedMs: 0,
    capturedMs: 0,
    phase: 'recording',
    segments: {},
    segmentsSealed: 0,
    segmentsDestroyed: 0,
    stopToDraftMs: null,
    receiptFile: null,
  }
}

/** (transcribed + silence) / captured, 0 to 1; 0 where nothing was captured, because then nothing is known. */
export function coverageOf({ segments, capturedMs }: Pick<SessionRecord, 'segments' | 'capturedMs'>): number {
  const measures = Object.values(segments)
  const sum = (field: 'capturedMs' | 'transcribedMs' | 'silenceMs') =>
    measures.reduce((total, segment) => total + segment[field], 0)
  // A segment without text has no measures here: the device's count is what it is missed by.
  const captured = Math.max(sum('capturedMs'), capturedMs)
  return captured <= 0 ? 0 : Math.min(1, Math.max(0, (sum('transcribedMs') + sum('silenceMs')) / captured))
}
