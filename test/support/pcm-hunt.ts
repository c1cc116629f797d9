/**
 * Looks for a recording where none may be: 64-byte runs of the played PCM in files and in the memory of processes.
 * A run counts only if it could not be there by chance or as silence: at least 16 different bytes.
 */

import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const RUN_BYTES = 64
/** Needles are taken this far apart: any copy of a second of sound holds several. */
const STEP_BYTES = 8000
const FEW_NEEDLES = 16

export type Needles = ReadonlyMap<string, number>

export function needlesOf(pcm: Uint8Array): Needles {
  const needles = new Map<string, number>()
  for (let at = 0; at + RUN_BYTES <= pcm.length; at += STEP_BYTES) {
    const run = Buffer.from(pcm.subarray(at, at + RUN_BYTES))
    if (new Set(run).size >= 16) needles.set(run.toString('latin1'), at)
  }
  return needles
}

/** How many needles occur in the haystack. */
export function countHits(haystack: Buffer, needles: Needles): number {
  // A few are found faster one by one: the runtime's own search looks at many bytes at once.
  if (needles.size <= FEW_NEEDLES)
    return [...needles.keys()].reduce((sum, needle) => sum + occurrences(haystack, needle), 0)
  // Hundreds of megabytes are looked at: all but one position in a hundred are passed over by their first two bytes.
  const mayStart = new Uint8Array(1 << 16)
  for (const needle of needles.keys()) mayStart[needle.charCodeAt(0) | (needle.charCodeAt(1) << 8)] = 1
  let hits = 0
  const last = haystack.length - RUN_BYTES
  for (let at = 0; at <= last; at += 1) {
    if (mayStart[(haystack[at] ?? 0) | ((haystack[at + 1] ?? 0) << 8)] === 0) continue
    if (needles.has(haystack.toString('latin1', at, at + RUN_BYTES))) hits += 1
  }
  return hits
}

function occurrences(haystack: Buffer, needle: string): number {
  const bytes = Buffer.from(needle, 'latin1')
  let hits = 0
  for (let at = haystack.indexOf(bytes); at >= 0; at = haystack.indexOf(bytes, at + 1)) hits += 1
  return hits
}

/** Files below `folder` in which needles occur. */
export async function filesWithAudio(folder: string, needles: Needles): Promise<string[]> {
  const guilty: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const bytes = await readFile(file).catch(() => Buffer.alloc(0))
    if (countHits(bytes, needles) > 0) guilty.push(file)
  }
  return guilty
}

/** Needles in the readable memory of another process (root only). */
export async function memoryHits(pid: number, needles: Needles): Promise<number> {
  const maps = await readFile(`/proc/${pid}/maps`, 'latin1')
  const memory = await open(`/proc/${pid}/mem`, 'r')
  let hits = 0
  try {
    for (const line of maps.split('\n')) {
      const match = /^([0-9a-f]+)-([0-9a-f]+) (r)\S* \S+ \S+ (\d+)/.exec(line)
      // Anonymous memory only: mapped files are on the disk and are looked at there.
      if (match === null || match[4] !== '0') continue
      const start = Number.parseInt(match[1] ?? '0', 16)
      const end = Number.parseInt(match[2] ?? '0', 16)
      for (let at = start; at < end; at += 1 << 24) {
        const buffer = Buffer.alloc(Math.min((1 << 24) + RUN_BYTES, end - at))
        const read = await memory.read(buffer, 0, buffer.length, at).catch(() => null)
        if (read !== null && read.bytesRead > 0) hits += countHits(buffer.subarray(0, read.bytesRead), needles)
      }
    }
  } finally {
    await memory.close()
  }
  return hits
}
