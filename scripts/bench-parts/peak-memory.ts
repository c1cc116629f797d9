/** Peak resident memory of each of a box's programs, by the kernel's own high-water mark. */

import { readdirSync, readFileSync } from 'node:fs'

const ROLES = {
  device: 'device/main.js',
  companion: 'companion/main.js',
  capture: 'capture/child.js',
  transcriber: 'transcriber/worker.js',
  drafter: 'drafting/worker.js',
} as const

/** Watches all processes that carry this run folder in their environment until `stop()`. */
export function peakMemory(run: string): { stop(): ReadonlyMap<string, number> } {
  const peaks = new Map<string, number>()
  const timer = setInterval(() => look(run, peaks), 500)
  return {
    stop() {
      look(run, peaks)
      clearInterval(timer)
      return peaks
    },
  }
}

function look(run: string, peaks: Map<string, number>): void {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const command = read(`/proc/${pid}/cmdline`)
    const role = Object.entries(ROLES).find(([, file]) => command.includes(file))?.[0]
    if (role === undefined || !read(`/proc/${pid}/environ`).includes(run)) continue
    const peakKiB = Number(/^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
    peaks.set(role, Math.max(peaks.get(role) ?? 0, peakKiB / 1024))
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
