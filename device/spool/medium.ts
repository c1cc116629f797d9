/** What kind of file system a path is on, as the kernel says: the word that receipts carry. */

import { readFile, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isMissing } from './missing.js'

/** File systems that exist in RAM only. Their pages can still be swapped out: see protections.ts. */
const RAM = ['tmpfs', 'ramfs']

export function isRam(medium: string): boolean {
  return RAM.includes(medium)
}

/**
 * @param path need not exist yet: what counts is the folder it would be made in
 * @param mountInfo the kernel's list of mounts of this process
 * @returns file system type, such as `tmpfs` or `ext4`; `unknown` if the kernel does not say
 */
export async function mediumOf(path: string, mountInfo = '/proc/self/mountinfo'): Promise<string> {
  const real = await existing(resolve(path))
  const mounts = await readFile(mountInfo, 'utf8').catch(() => '')
  return mediumIn(mounts, real)
}

/** @param mounts text of a mountinfo file @param path absolute, without symbolic links */
export function mediumIn(mounts: string, path: string): string {
  let best = { point: '', type: 'unknown' }
  for (const line of mounts.split('\n')) {
    const [before, after] = line.split(' - ')
    const point = unescaped(before?.split(' ')[4] ?? '')
    const type = after?.split(' ')[0]
    // Of two mounts at one point, the later one covers the earlier.
    if (type !== undefined && isUnder(path, point) && point.length >= best.point.length) best = { point, type }
  }
  return best.type
}

function isUnder(path: string, point: string): boolean {
  return point !== '' && (point === '/' || path === point || path.startsWith(`${point}/`))
}

/** The kernel writes white space and backslashes in mount points as three octal digits. */
function unescaped(point: string): string {
  return point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}

async function existing(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (isMissing(error) && path !== dirname(path)) return existing(dirname(path))
    throw error
  }
}
