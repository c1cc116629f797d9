/** The one picture of the device that the socket tells: put together from what is known, never kept. */

import type { Clock } from '../clock.js'
import type { DeviceState, MicrophoneState, SpoolState } from '../contracts/device-api.js'
import type { Downgrade } from '../contracts/downgrades.js'
import type { ErrorMessage } from '../contracts/errors.js'
import type { Leases } from '../light/leases.js'
import { FRESH_MS, type Light } from '../light/light.js'
import type { RecordingService } from '../session/recording-service.js'
import type { SessionBook } from '../session/session-book.js'
import { summarise } from '../session/session-summary.js'

export interface StateParts {
  readonly service: RecordingService
  readonly book: SessionBook
  readonly leases: Leases
  readonly clock: Clock
  readonly light: Light
  readonly adapter: MicrophoneState['adapter']
  readonly bootId: string
  readonly spoolDirectory: string
  readonly medium: string
  readonly downgrades: readonly Downgrade[]
  readonly fault: ErrorMessage | null
}

export function describeState(parts: StateParts): DeviceState {
  const { service, book, leases, clock, light } = parts
  const sessions = book.sessions.map(summarise)
  const ages = sessions.flatMap(({ segments }) => segments.map(({ ageMs }) => ageMs))
  return {
    version: 1,
    atMs: clock.nowMs(),
    bootId: parts.bootId,
    phase: service.phase,
    sessionId: service.current?.file.sessionId ?? null,
    led: light.shown,
    microphone: describeMicrophone(parts),
    spool: describeSpool(parts, Math.max(0, ...ages)),
    sessions,
    activities: leases.activities,
    downgrades: parts.downgrades,
    fault: parts.fault,
    pairingUntilMs: service.pairingUntilMs,
  }
}

function describeMicrophone({ service, light, adapter }: StateParts): MicrophoneState {
  const session = service.current
  const sound = session?.capture.sound
  const keeper = session?.capture.keeper
  return {
    adapter,
    open: light.microphoneOpen,
    framesFresh: (keeper?.framesAgeMs ?? Number.POSITIVE_INFINITY) <= FRESH_MS,
    levelDbfs: sound?.levelDbfs ?? null,
    clippedPerMille: sound?.clippedPerMille ?? 0,
    overruns: session?.record.facts.overruns ?? 0,
    silentMs: sound?.silentMs ?? 0,
    sourceEnded: keeper?.sourceEnded ?? false,
  }
}

function describeSpool({ service, spoolDirectory, medium }: StateParts, oldestAudioAgeMs: number): SpoolState {
  const { bytes, keys, freeBytes } = service.usage
  return { directory: spoolDirectory, medium, bytes, keys, freeBytes, oldestAudioAgeMs }
}
