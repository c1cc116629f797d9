/** What the pages see of a session that is on its way: numbers, never words. Pure. */

import type { LiveSession } from '../http/services.js'
import { coverageOf, type SessionRecord } from '../vault/session-record.js'
import type { SessionPipeline } from './session-pipeline.js'

export function liveSession(pipeline: SessionPipeline): LiveSession {
  const { summary, record } = pipeline
  const destroyed = summary.segments.filter(segment => segment.status === 'destroyed').length
  const doneWithDevice = summary.phase === 'transcribed' || summary.phase === 'finishing'
  return {
    sessionId: pipeline.session,
    phase: doneWithDevice && record !== null && record.phase !== 'recording' ? record.phase : summary.phase,
    startedAtMs: summary.startedAtMs,
    endedAtMs: summary.endedAtMs,
    durationMs: summary.durationMs,
    pausedMs: summary.pausedMs,
    capturedMs: summary.capturedMs,
    ...heard(record),
    segments: summary.segments.length,
    segmentsDestroyed: destroyed,
    problem: pipeline.problem,
    receipt: record?.receiptFile != null,
    stopToDraftMs: record?.stopToDraftMs ?? null,
  }
}

/** A session that waits in the drops and that the device has let go. */
export function waitingSession(record: SessionRecord): LiveSession {
  const failed = { code: 'DRAFT_FAILED', hint: 'draft again, or write the note by hand from the transcript' }
  return {
    sessionId: record.sessionId,
    phase: record.phase,
    startedAtMs: record.startedAtMs,
    endedAtMs: record.endedAtMs,
    durationMs: record.durationMs,
    pausedMs: record.pausedMs,
    capturedMs: record.capturedMs,
    ...heard(record),
    segments: record.segmentsSealed,
    segmentsDestroyed: record.segmentsDestroyed,
    problem: record.phase === 'failed' ? failed : null,
    receipt: record.receiptFile !== null,
    stopToDraftMs: record.stopToDraftMs,
  }
}

function heard(record: SessionRecord | null): Pick<LiveSession, 'transcribedMs' | 'silenceMs' | 'coverage' | 'words'> {
  if (record === null) return { transcribedMs: 0, silenceMs: 0, coverage: 1, words: 0 }
  return {
    transcribedMs: sumOf(record, 'transcribedMs'),
    silenceMs: sumOf(record, 'silenceMs'),
    // Before the first segment is done nothing is missing yet.
    coverage: Object.keys(record.segments).length === 0 ? 1 : coverageOf(record),
    words: sumOf(record, 'words'),
  }
}

function sumOf(record: SessionRecord, field: 'transcribedMs' | 'silenceMs' | 'words'): number {
  return Object.values(record.segments).reduce((total, segment) => total + segment[field], 0)
}
