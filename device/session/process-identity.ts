/**
 * Which process a number means. Numbers are used again, so a process is its number and the tick it began at;
 * whoever kills by number alone may hit a stranger.
 */

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ProcessIdentity {
  readonly pid: number
  /** Field 22 of /proc/<pid>/stat: clock ticks since boot. */
  readonly startTicks: string
}

const POLL_MS = 20

/** @returns null if there is no such process, or only its corpse, which holds no memory */
export function identify(pid: number): ProcessIdentity | null {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return null
  }
  // The name (field 2) may hold spaces and brackets; what counts stands behind the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const startTicks = fields[19]
  if (state === undefined || startTicks === undefined || 'ZX'.includes(state)) return null
  return { pid, startTicks }
}

export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTicks === process.startTicks
}

/** SIGKILL, if it is still the process that is meant. */
export function killNow(target: ProcessIdentity): void {
  if (!isAlive(target)) return
  try {
    process.kill(target.pid, 'SIGKILL')
  } catch {
    // It went by itself between the look and the blow.
  }
}

/** @returns whether it was gone before `patienceMs` had passed */
export async function waitUntilGone(target: ProcessIdentity, patienceMs: number): Promise<boolean> {
  const endsAt = performance.now() + patienceMs
  while (isAlive(target)) {
    if (performance.now() >= endsAt) return false
    await sleep(POLL_MS)
  }
  return true
}
