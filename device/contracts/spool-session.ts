/** `session.json` of a session's folder in the spool: what the segments are, and nothing about whom. SPOOL.md, section 3. */

import { EarshotError } from './errors.js'
import { isSessionId, type SessionId } from './session-id.js'

export interface SpoolSession {
  readonly version: 1
  readonly sessionId: SessionId
  /** UTC milliseconds of the press. */
  readonly startedAtMs: number
  /** Of the kernel that ran at the press: another one now means that the keys are gone. */
  readonly bootId: string
  readonly sampleRate: number
  readonly channels: number
  readonly encoding: 'S16_LE'
  readonly consent: { readonly state: 'attested-by-press'; readonly atMs: number }
  /** Which chair each channel difference stands for; none is known with one microphone. */
  readonly seatMap: null
}

/** The text of the file, one line. */
export function encodeSpoolSession(session: SpoolSession): string {
  return `${JSON.stringify(session)}\n`
}

const BOOT_ID = /^[\w-]{1,64}$/

/**
 * Members that it does not know are left out: a writer may keep more there for itself, but what changes the meaning of
 * these raises the version.
 *
 * @throws SPOOL_VERSION_UNKNOWN a newer program wrote it
 * @throws STORAGE_DAMAGED it is not what any version writes
 */
export function parseSpoolSession(text: string): SpoolSession {
  const value = objectIn(text)
  if (Number.isSafeInteger(value['version']) && value['version'] !== 1) {
    throw new EarshotError('SPOOL_VERSION_UNKNOWN', 'session file of an unknown version', {
      hint: 'read it with the release that wrote it, or discard the session',
    })
  }
  const { sessionId, startedAtMs, bootId, sampleRate, channels, encoding, seatMap } = value
  const consent = asObject(value['consent'])
  const { state, atMs } = consent
  const sound =
    value['version'] === 1 &&
    isSessionId(sessionId) &&
    isTime(startedAtMs) &&
    typeof bootId === 'string' &&
    BOOT_ID.test(bootId) &&
    isCount(sampleRate, 96_000) &&
    isCount(channels, 2) &&
    encoding === 'S16_LE' &&
    state === 'attested-by-press' &&
    isTime(atMs) &&
    seatMap === null
  if (!sound) throw damaged()
  return {
    version: 1,
    sessionId,
    startedAtMs,
    bootId,
    sampleRate,
    channels,
    encoding,
    consent: { state, atMs },
    seatMap,
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(text))
  } catch {
    throw damaged()
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged()
  return value as Readonly<Record<string, unknown>>
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isCount(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most
}

function damaged(): EarshotError {
  return new EarshotError('STORAGE_DAMAGED', 'session file is damaged', { hint: 'discard the session' })
}
