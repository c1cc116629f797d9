/** How much sealed audio the spool holds, how many keys, and how much room is left. */

import { readdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing } from './missing.js'

export interface SpoolUsage {
  /** Of sealed segments, of all sessions. */
  readonly bytes: number
  readonly keys: number
  /** What the file system can still take. */
  readonly freeBytes: number
}

/** @param directory the spool, or one session's folder in it; one that does not exist yet holds nothing */
export async function spoolUsage(directory: string): Promise<SpoolUsage> {
  const names = await listing(directory)
  let bytes = 0
  for (const name of names) {
    if (name.endsWith('.seg')) bytes += await sizeOf(join(directory, name))
  }
  return { bytes, keys: names.filter(name => name.endsWith('.key')).length, freeBytes: await freeBytes(directory) }
}

async function listing(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory, { recursive: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** A segment that is destroyed while it is counted holds nothing. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
}

async function freeBytes(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory)
    return bavail * bsize
  } catch (error) {
    if (isMissing(error) && directory !== dirname(directory)) return freeBytes(dirname(directory))
    throw error
  }
}
