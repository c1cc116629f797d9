/**
 * Brings a model in without internet, from a file that `findModelFiles` found on a stick or in a folder. Copied to
 * `<file>.import`, verified there, renamed: what is installed is what was verified, whatever happens to the source.
 */

import { type FileHandle, open, rm } from 'node:fs/promises'
import { entryPath } from './catalogue.js'
import { discardPart } from './download.js'
import type { FoundModel } from './find-model-files.js'
import { installFile, isInstalled, writeAll } from './install-file.js'
import { withInstallLock } from './install-lock.js'
import { importTrouble } from './transfer-errors.js'
import type { TransferProgress } from './transfer-progress.js'

/** Small enough that progress shows on a slow stick, large enough that calls do not count. */
const PIECE_BYTES = 1024 * 1024

export interface ImportOptions {
  readonly onProgress?: (progress: TransferProgress) => void
  /** Aborting rejects with the signal's reason and leaves nothing behind. */
  readonly signal?: AbortSignal
}

/** `present`: it was there, and sound. */
export type ImportOutcome = 'imported' | 'present'

/**
 * Installs the found file unless its model is installed and sound. A failure leaves what was there and nothing else.
 *
 * @throws MODEL_SIZE_MISMATCH, MODEL_CHECKSUM_MISMATCH or MODEL_WRONG_KIND if the file only has the model's name;
 * MODEL_IMPORT_FAILED if it cannot be copied; MODEL_BUSY
 */
export async function importModel(
  { entry, file }: FoundModel,
  stateDirectory: string,
  options: ImportOptions = {},
): Promise<ImportOutcome> {
  const target = entryPath(stateDirectory, entry)
  const signal = options.signal === undefined ? {} : { signal: options.signal }
  const report = (phase: TransferProgress['phase']) => (bytes: number) =>
    options.onProgress?.({ phase, bytes, totalBytes: entry.bytes })
  if (await isInstalled(entry, target, signal)) return 'present'
  const copy = `${target}.import`
  try {
    await withInstallLock(entry, target, async () => {
      try {
        await copyFile(file, copy, entry.bytes, report('copying'), options.signal)
        await installFile(entry, copy, target, { ...signal, onProgress: report('verifying') })
        // The rest of a fetch that was cut is of no more use, and may be gigabytes.
        await discardPart(`${target}.part`)
      } finally {
        await rm(copy, { force: true })
      }
    })
    return 'imported'
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw importTrouble(entry, error)
  }
}

/** Copies at most one byte more than the model has: enough to see that it is another file, whatever its size. */
async function copyFile(
  from: string,
  to: string,
  modelBytes: number,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const source = await open(from, 'r')
  try {
    const target = await open(to, 'w')
    try {
      await copyPieces(source, target, modelBytes + 1, onBytes, signal)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function copyPieces(
  source: FileHandle,
  target: FileHandle,
  mostBytes: number,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES)
  for (let position = 0; position < mostBytes; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await source.read(piece, 0, Math.min(piece.length, mostBytes - position), position)
    if (bytesRead === 0) return
    await writeAll(target, piece.subarray(0, bytesRead))
    position += bytesRead
    onBytes(position)
  }
}
