/** What can go wrong on a model's way to the box, and what the person does about it. */

import { EarshotError, type ErrorDetail } from '../device/contracts/errors.js'
import type { ModelEntry } from './model-entry.js'

export type DownloadTrouble = 'cut' | 'stalled' | 'refused' | 'disk-full' | 'not-writable' | 'network'

const MIB = 1024 * 1024
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG']
const NO_RIGHT = ['EACCES', 'EPERM', 'EROFS']

export function downloadFailed(entry: ModelEntry, trouble: DownloadTrouble, detail: ErrorDetail = {}): EarshotError {
  const again = `run scripts/models fetch ${entry.id} again: it goes on where it stopped`
  const hints: Readonly<Record<DownloadTrouble, string>> = {
    cut: `the connection was lost: ${again}`,
    stalled: `nothing came any more: ${again}`,
    refused: 'the server does not have it or does not give it: try again later, or use scripts/models import',
    'disk-full': `the disk is full: make room (the model takes ${Math.ceil(entry.bytes / MIB)} MiB) and ${again}`,
    'not-writable':
      'the models folder cannot be written to: check --state, and run it as the user who may write there, or with sudo',
    network: `no connection to the server: check the network and ${again}; a box without internet uses scripts/models import`,
  }
  return new EarshotError('MODEL_DOWNLOAD_FAILED', 'model could not be fetched', {
    detail: { model: entry.id, reason: trouble, ...detail },
    hint: hints[trouble],
    retryable: true,
  })
}

/** Names the trouble behind an error of the network or of the file system. */
export function downloadTrouble(entry: ModelEntry, error: unknown): EarshotError {
  if (error instanceof EarshotError) return error
  const code = systemCode(error)
  const detail = code === '' ? {} : { system: code }
  if (NO_ROOM.includes(code)) return downloadFailed(entry, 'disk-full', detail)
  if (isFileError(error)) return downloadFailed(entry, 'not-writable', detail)
  // fetch names an answer that ended early "terminated", and a connection that never was "fetch failed".
  const cut = error instanceof TypeError && error.message === 'terminated'
  return downloadFailed(entry, cut ? 'cut' : 'network', detail)
}

export function importTrouble(entry: ModelEntry, error: unknown): EarshotError {
  if (error instanceof EarshotError) return error
  const code = systemCode(error)
  const full = NO_ROOM.includes(code)
  const hint = full
    ? `the disk is full: make room (the model takes ${Math.ceil(entry.bytes / MIB)} MiB) and run it again`
    : NO_RIGHT.includes(code)
      ? 'this user may not read the file or not write to the models folder: run it as the user who may, or with sudo'
      : 'the file could not be copied: check the stick or disk and run it again'
  return new EarshotError('MODEL_IMPORT_FAILED', 'model could not be imported', {
    detail: { model: entry.id, ...(code === '' ? {} : { system: code }) },
    hint,
    retryable: true,
  })
}

/** `ENOSPC`, `ECONNREFUSED` …, also where fetch wraps it. */
function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const code = (error as NodeJS.ErrnoException).code ?? (error.cause as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' ? code : ''
}

/** A firewall answers a connection with EPERM or EACCES too, but names no path. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).path === 'string'
}
