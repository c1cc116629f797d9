/** How many threads the recogniser gets. */

import { availableParallelism } from 'node:os'

/** whisper.cpp's threads wait by spinning: more of them than free cores make it slower, and beyond four win little. */
const MOST_THREADS = 4

/** @param configured 0 means all cores but one, which is the recorder's */
export function threadsFor(configured: number, cores: number = availableParallelism()): number {
  return configured > 0 ? configured : Math.max(1, Math.min(MOST_THREADS, cores - 1))
}
