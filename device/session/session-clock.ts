/**
 * Session time: milliseconds since the press. For a microphone it is the monotonic clock. A file that plays N times
 * faster than life has its own time, the place in the file, so that everything derived from it (turns, gaps, the
 * longest session) is as it would have been in life. In a pause it runs on N times as fast: what would have been said
 * then is off the record. Otherwise a file waits for whoever reads it, even through a crash.
 */

import type { Clock } from '../clock.js'

export interface SessionClock {
  positionMs(): number
  /** The capture child told the session time of its newest sample. */
  told(positionMs: number): void
  paused(on: boolean): void
}

export function microphoneClock(clock: Clock, startedMonotonicMs: number): SessionClock {
  return {
    positionMs: () => Math.max(0, clock.monotonicMs() - startedMonotonicMs),
    told: () => {},
    paused: () => {},
  }
}

/** @param fromMs where it stands now: 0 at the press; after a restart of the device, the end of what is accounted for */
export function fileClock(clock: Clock, speed: number, fromMs = 0): SessionClock {
  let anchorMs = fromMs
  let pausedAtMs: number | null = null
  const positionMs = () => anchorMs + (pausedAtMs === null ? 0 : Math.round((clock.monotonicMs() - pausedAtMs) * speed))
  return {
    positionMs,
    told: newestMs => {
      anchorMs = Math.max(anchorMs, newestMs)
    },
    paused: on => {
      anchorMs = positionMs()
      pausedAtMs = on ? clock.monotonicMs() : null
    },
  }
}
