/**
 * Files that are still there after the plug was pulled: temporary file, mode 0600, write, fsync, rename, fsync of the
 * folder. A cut at any step leaves the old file whole or the new file whole, and at most a temporary file that
 * `sweepTemporary` takes away at the next start.
 */

import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EarshotError } from '../../device/contracts/errors.js'

const TEMPORARY = /^\..+\.[0-9a-f]{16}\.tmp$/

/** Where the generation before the present one is kept. */
export function previousOf(path: string): string {
  return `${path}.previous`
}

export interface WriteOptions {
  /**
   * `previous`: the file that is replaced stays, as {@link previousOf}. `copy`: the new bytes are also written there,
   * so that nothing of the old ones stays reachable. Default: one file only.
   */
  readonly keep?: 'previous' | 'copy'
}

/**
 * Replaces the file. When the promise resolves the bytes are on the disk; when it rejects the old file is as it was.
 *
 * @throws STORAGE_FULL, STORAGE_READ_ONLY, or the system error
 */
export async function writeDurably(path: string, bytes: Uint8Array, { keep }: WriteOptions = {}): Promise<void> {
  const temporary = temporaryFor(path)
  try {
    await writeSynced(temporary, bytes)
    if (keep === 'previous') await linkOver(path, previousOf(path))
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw storageError(error)
  }
  if (keep === 'copy') await writeDurably(previousOf(path), bytes)
}

/** The file's bytes, or `null` if there is none: absence is a value. */
export async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw storageError(error)
  }
}

/** Removes the file and the generation before it. Nothing there is no error: asked twice, the answer is the same. */
export async function removeDurably(path: string): Promise<void> {
  // The old generation first: a cut in between must not leave it to stand in for the file.
  for (const file of [previousOf(path), path]) {
    try {
      await unlink(file)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw storageError(error)
    }
  }
  if ((await namesIn(dirname(path))) !== null) await syncFolder(dirname(path))
}

/** Makes a folder, mode 0700, and all above it that are missing; each is on the disk afterwards. */
export async function makeFolder(path: string): Promise<void> {
  // Not with `recursive`: on a read-only file system Node then answers ENOENT, or nothing at all.
  try {
    await mkdir(path, { mode: 0o700 })
    await syncFolder(dirname(path))
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw storageError(error)
    await makeFolder(dirname(path))
    await makeFolder(path)
  }
}

/** Removes a folder with all in it, as one step: it is renamed first, and a left-over is swept at the next start. */
export async function removeFolderDurably(path: string): Promise<void> {
  const gone = temporaryFor(path)
  try {
    await rename(path, gone)
    await syncFolder(dirname(path))
    await rm(gone, { recursive: true, force: true })
    await syncFolder(dirname(path))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw storageError(error)
  }
}

/** Takes away what a cut left half-written or half-removed in this folder. Call at start, before anyone writes there. */
export async function sweepTemporary(folder: string): Promise<number> {
  const left = ((await namesIn(folder)) ?? []).filter(name => TEMPORARY.test(name))
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true })
  return left.length
}

/** Names in a folder, sorted; `null` if there is no such folder. */
export async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw storageError(error)
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What a system error means to the person who reads it; an error without a meaning of ours stays what it is. */
export function storageError(error: unknown): unknown {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EarshotError('STORAGE_FULL', 'no space left in the store', {
      hint: 'free space in the state folder: export and archive old notes, or use a larger disk; nothing stored was lost',
      retryable: true,
      cause: error,
    })
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new EarshotError('STORAGE_READ_ONLY', 'store cannot be written', {
      detail: { system: code },
      hint: 'the state folder is read-only or belongs to another user: check the disk (a failing card turns read-only) and the folder',
      retryable: true,
      cause: error,
    })
  }
  if (code === 'EIO' || code === 'EISDIR' || code === 'ENOTDIR') {
    return new EarshotError('STORAGE_DAMAGED', 'store does not answer like a store', {
      detail: { system: code },
      hint: 'the disk may be failing: take a backup and replace it',
      cause: error,
    })
  }
  return error
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.tmp`)
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Lets `to` name the file that `from` names now; `from` never ceases to exist. No `from`, nothing to keep. */
async function linkOver(from: string, to: string): Promise<void> {
  const temporary = temporaryFor(to)
  try {
    await link(from, temporary)
    await rename(temporary, to)
    // If both names are the same file already, rename does nothing and leaves the temporary name.
    await rm(temporary, { force: true })
  } catch (error) {
    await rm(temporary, { force: true })
    if (codeOf(error) !== 'ENOENT') throw error
  }
}
