/** The live state as the API speaks it: device/contracts/device-api.ts and the LiveSession of services.ts. */

import { Type } from '@fastify/type-provider-typebox'
import { ACTIVITIES } from '../../../device/contracts/device-api.js'
import { DOWNGRADES, type Downgrade } from '../../../device/contracts/downgrades.js'
import { LED_PATTERNS, type LedPattern } from '../../../device/contracts/led.js'
import { PHASES } from '../../../device/contracts/session-machine.js'
import type { LiveStatus } from '../services.js'
import { count, errorAnswer, milliseconds, nullable, oneOf, sessionId, shape, text } from './common.js'

const microphone = shape({
  adapter: oneOf(['arecord', 'wav-file']),
  open: Type.Boolean(),
  framesFresh: Type.Boolean(),
  levelDbfs: nullable(Type.Number()),
  clippedPerMille: Type.Number(),
  overruns: count,
  silentMs: milliseconds,
  sourceEnded: Type.Boolean(),
})

const spool = shape({
  medium: text(60),
  bytes: count,
  keys: count,
  freeBytes: Type.Number(),
  oldestAudioAgeMs: milliseconds,
})

const deviceSession = shape({
  sessionId,
  phase: oneOf(PHASES),
  startedAtMs: milliseconds,
  endedAtMs: nullable(milliseconds),
  durationMs: milliseconds,
  capturedMs: milliseconds,
  pausedMs: milliseconds,
  segments: Type.Array(
    shape({
      segment: count,
      status: oneOf(['unsealed', 'held', 'destroyed']),
      startMs: milliseconds,
      durationMs: milliseconds,
      interrupted: Type.Boolean(),
      ageMs: milliseconds,
    }),
  ),
})

const device = shape(
  {
    atMs: milliseconds,
    phase: oneOf(PHASES),
    sessionId: nullable(sessionId),
    led: shape({ pattern: oneOf(Object.keys(LED_PATTERNS) as LedPattern[]), reason: text(400) }),
    microphone,
    spool,
    sessions: Type.Array(deviceSession),
    activities: Type.Array(oneOf(ACTIVITIES)),
    downgrades: Type.Array(oneOf(Object.keys(DOWNGRADES) as Downgrade[])),
    fault: nullable(errorAnswer),
    pairingUntilMs: nullable(milliseconds),
  },
  'DeviceState',
)

const session = shape(
  {
    sessionId,
    phase: text(40),
    startedAtMs: milliseconds,
    endedAtMs: nullable(milliseconds),
    durationMs: milliseconds,
    pausedMs: milliseconds,
    capturedMs: milliseconds,
    transcribedMs: milliseconds,
    silenceMs: milliseconds,
    coverage: Type.Number(),
    segments: count,
    segmentsDestroyed: count,
    words: count,
    problem: nullable(shape({ code: text(60), hint: text(2000) })),
    receipt: Type.Boolean(),
    stopToDraftMs: nullable(milliseconds),
  },
  'LiveSession',
)

export const liveStatus = Type.Unsafe<LiveStatus>(
  shape({ device: nullable(device), sessions: Type.Array(session) }, 'LiveStatus'),
)
