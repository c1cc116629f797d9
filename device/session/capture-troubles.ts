/** What can go wrong with a capture child, and whether trying again can help. Pure. */

import { EarshotError, type ErrorCode, type ErrorMessage, toErrorMessage } from '../contracts/errors.js'
import type { JournalBodies } from '../contracts/journal.js'
import type { CaptureExit } from './capture-process.js'

export interface KeeperTimes {
  /** Waits before each new try after the recorder failed; a child that crashed is replaced at once the first time. */
  readonly retryMs: readonly number[]
  /** Sound missing for this long means that the recorder hangs. */
  readonly stallMs: number
  /** The first sound may take a sound server over a second, and a busy box longer. */
  readonly firstSoundMs: number
}

export const KEEPER_TIMES: KeeperTimes = {
  retryMs: [2000, 2000, 2000],
  stallMs: 2000,
  firstSoundMs: 8000,
}

/** Trying again cannot help: a person must do something first. */
function isHopeless(code: ErrorCode): boolean {
  const codes: readonly ErrorCode[] = ['CAPTURE_RECORDER_MISSING', 'SPOOL_FULL', 'STORAGE_READ_ONLY']
  return codes.includes(code) || code.startsWith('CAPTURE_FILE_')
}

const TEXTS = {
  CAPTURE_PROCESS_LOST: [
    'capture process ended unexpectedly',
    'the box starts it again; if this stays, restart the box',
  ],
  CAPTURE_DEVICE_LOST: ['microphone went away', 'plug the microphone in again'],
  CAPTURE_STALLED: ['microphone is open but no sound arrives', 'unplug the microphone and plug it in again'],
} as const

export function trouble(code: keyof typeof TEXTS): ErrorMessage {
  const [message, hint] = TEXTS[code]
  return toErrorMessage(new EarshotError(code, message, { hint, retryable: true }))
}

/**
 * How long to wait before the next try, or `null` to give up.
 * @param failures how many tries in a row have ended without bringing sound in between; from 1
 */
export function nextTryMs(error: ErrorMessage, failures: number, times: KeeperTimes): number | null {
  const delayMs = times.retryMs[failures - 1]
  if (delayMs === undefined || isHopeless(error.code)) return null
  return error.code === 'CAPTURE_PROCESS_LOST' && failures === 1 ? 0 : delayMs
}

export function closingReason(exit: CaptureExit, sourceEnded: boolean): JournalBodies['capture_closed']['reason'] {
  if (exit.farewell === null) return 'crashed'
  if (sourceEnded) return 'ended'
  return exit.farewell.reason
}
