/** A box in the middle of a session, for the pages. */

import type { LiveSession } from '../../companion/http/services.js'
import type { DeviceState } from '../../device/contracts/device-api.js'
import { idleDevice } from './fake-services.js'
import { OTHER_SESSION } from './sample-note.js'

const MINUTE = 60_000

export function recordingDevice(startedAtMs: number): DeviceState {
  const idle = idleDevice()
  return {
    ...idle,
    phase: 'recording',
    sessionId: OTHER_SESSION,
    led: { pattern: 'solid', reason: 'a capture stream is open' },
    microphone: { ...idle.microphone, open: true, framesFresh: true, levelDbfs: -31.4 },
    spool: { ...idle.spool, bytes: 3_240_000, keys: 2, oldestAudioAgeMs: 84_000 },
    sessions: [
      {
        sessionId: OTHER_SESSION,
        phase: 'recording',
        startedAtMs,
        endedAtMs: null,
        durationMs: 12.5 * MINUTE,
        capturedMs: 12 * MINUTE,
        pausedMs: MINUTE / 2,
        journalSeq: 40,
        captureGone: false,
        segments: [
          { segment: 12, status: 'held', startMs: 0, durationMs: 50_000, interrupted: false, ageMs: 84_000 },
          { segment: 13, status: 'unsealed', startMs: 0, durationMs: 30_000, interrupted: false, ageMs: 30_000 },
        ],
      },
    ],
    activities: ['transcribing'],
  }
}

export function recordingSession(startedAtMs: number): LiveSession {
  return {
    sessionId: OTHER_SESSION,
    phase: 'recording',
    startedAtMs,
    endedAtMs: null,
    durationMs: 12.5 * MINUTE,
    pausedMs: MINUTE / 2,
    capturedMs: 12 * MINUTE,
    transcribedMs: 7.1 * MINUTE,
    silenceMs: 3.4 * MINUTE,
    coverage: 0.9996,
    segments: 13,
    segmentsDestroyed: 11,
    words: 1180,
    problem: null,
    receipt: false,
    stopToDraftMs: null,
  }
}
