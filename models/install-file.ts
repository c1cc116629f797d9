/** Putting a model's file in its place so that a cut at any instant leaves the old file or the new one, whole. */

import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EarshotError } from '../device/contracts/errors.js'
import type { ModelEntry } from './model-entry.js'
import { type VerifyOptions, verifyModel } from './verify.js'

/**
 * Syncs and verifies a finished temporary file, then renames it into place. What was there is replaced by a verified
 * file or not touched.
 *
 * @throws what `verifyModel` throws; the temporary file is then still there
 */
export async function installFile(
  entry: ModelEntry,
  temporary: string,
  file: string,
  options: VerifyOptions = {},
): Promise<void> {
  await sync(temporary)
  await verifyModel(entry, temporary, options)
  await rename(temporary, file)
  await sync(dirname(file))
}

/** Whether the model is there and is what the catalogue says. */
export async function isInstalled(entry: ModelEntry, file: string, options: VerifyOptions = {}): Promise<boolean> {
  try {
    await verifyModel(entry, file, options)
    return true
  } catch (error) {
    if (error instanceof EarshotError) return false
    throw error
  }
}

/** Whether an error says that the file is not the model, as against trouble on the way. */
export function isWrongModel(error: unknown): boolean {
  if (!(error instanceof EarshotError)) return false
  return ['MODEL_SIZE_MISMATCH', 'MODEL_CHECKSUM_MISMATCH', 'MODEL_WRONG_KIND'].includes(error.code)
}

/** Writes all of a piece: one write call may take less, and says so only by its count. */
export async function writeAll(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    done += (await handle.write(piece, done, piece.length - done)).bytesWritten
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
