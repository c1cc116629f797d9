/** A session as the socket tells it: facts of the journal and of the capture, nothing of its own. */

import type { SegmentStatus, SegmentSummary, SessionSummary } from '../contracts/device-api.js'
import type { RecordedSession } from './recorded-session.js'
import type { SegmentFacts } from './session-facts.js'

export function summarise(session: RecordedSession): SessionSummary {
  const { record, capture, file } = session
  const { facts } = record
  return {
    sessionId: file.sessionId,
    phase: facts.phase,
    startedAtMs: facts.startedAtMs,
    endedAtMs: facts.endedAtMs,
    durationMs: capture.durationMs,
    capturedMs: capture.capturedMs,
    pausedMs: facts.pausedMs,
    journalSeq: record.seq,
    captureGone: capture.isGone,
    segments: facts.segments.map(segment => summariseSegment(session, segment)),
  }
}

function summariseSegment({ capture }: RecordedSession, facts: SegmentFacts): SegmentSummary {
  const { segment, startMs, sealed, destroyed } = facts
  const status: SegmentStatus = destroyed !== null ? 'destroyed' : sealed !== null ? 'held' : 'unsealed'
  return {
    segment,
    status,
    startMs,
    durationMs: sealed?.durationMs ?? Math.max(0, capture.sound.positionMs - startMs),
    interrupted: sealed?.interrupted ?? false,
    ageMs: destroyed === null ? capture.ageMs(segment, startMs) : 0,
  }
}
