/**
 * Fetches a model over HTTPS: streamed into `<file>.part`, resumed after a cut, installed only when size and SHA-256
 * are the catalogue's. The only code of the project that opens a connection to the internet; a person starts it.
 */

import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { downloadUrl, entryPath } from './catalogue.js'
import { discardPart, download } from './download.js'
import { installFile, isInstalled, isWrongModel } from './install-file.js'
import { withInstallLock } from './install-lock.js'
import type { ModelEntry } from './model-entry.js'
import { downloadFailed, downloadTrouble } from './transfer-errors.js'
import type { TransferProgress } from './transfer-progress.js'
import { verifyModel } from './verify.js'

/** Slow lines pause for seconds, not for a minute. */
const STALL_MS = 60_000
/** Room left on the disk for everything else while a model comes in. */
const SPARE_BYTES = 16 * 1024 * 1024

export interface FetchOptions {
  /** The catalogue's `downloadUrl`, or that of a mirror with the same parts in braces. */
  readonly downloadUrl: string
  readonly onProgress?: (progress: TransferProgress) => void
  /** Aborting rejects with the signal's reason and keeps what was fetched, to go on later. */
  readonly signal?: AbortSignal
  readonly stallMs?: number
}

/** `present`: it was there, and sound. */
export type FetchOutcome = 'fetched' | 'present'

/**
 * Fetches the model unless it is installed and sound. A sound file is never touched, and a damaged one only replaced.
 *
 * @throws MODEL_DOWNLOAD_FAILED (run again: what was fetched is kept); MODEL_SIZE_MISMATCH, MODEL_CHECKSUM_MISMATCH or
 * MODEL_WRONG_KIND if the server has another file (nothing of it is kept); MODEL_BUSY; for a bundled model, which is
 * not fetched, what `verifyModel` throws
 */
export async function fetchModel(
  entry: ModelEntry,
  stateDirectory: string,
  options: FetchOptions,
): Promise<FetchOutcome> {
  const file = entryPath(stateDirectory, entry)
  const url = downloadUrl(options.downloadUrl, entry)
  const signal = options.signal === undefined ? {} : { signal: options.signal }
  if (url === null) {
    await verifyModel(entry, file, signal)
    return 'present'
  }
  if (await isInstalled(entry, file, signal)) return 'present'
  try {
    await withInstallLock(entry, file, () => fetchInto(entry, url, file, options))
    return 'fetched'
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw downloadTrouble(entry, error)
  }
}

async function fetchInto(entry: ModelEntry, url: URL, file: string, options: FetchOptions): Promise<void> {
  const part = `${file}.part`
  const signal = options.signal === undefined ? {} : { signal: options.signal }
  const report = (phase: TransferProgress['phase']) => (bytes: number) =>
    options.onProgress?.({ phase, bytes, totalBytes: entry.bytes })
  let haveBytes = (await stat(part).catch(() => null))?.size ?? 0
  if (haveBytes > entry.bytes) {
    await discardPart(part)
    haveBytes = 0
  }
  await refuseFullDisk(entry, dirname(file), entry.bytes - haveBytes)
  if (haveBytes < entry.bytes) {
    const stallMs = options.stallMs ?? STALL_MS
    await download(entry, url, part, haveBytes, { ...signal, stallMs, onBytes: report('fetching') })
  }
  try {
    await installFile(entry, part, file, { ...signal, onProgress: report('verifying') })
  } catch (error) {
    // To go on from bytes that are not the model's would end the same way for ever.
    if (isWrongModel(error)) await discardPart(part)
    throw error
  }
  await discardPart(part)
}

async function refuseFullDisk(entry: ModelEntry, folder: string, missingBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < missingBytes + SPARE_BYTES) throw downloadFailed(entry, 'disk-full', { missingBytes })
}
