/**
 * Who is signed in: the server-side table behind the cookie. A sign-in holds a clinician whose keys are open, so that
 * ending one, for whatever reason, is what locks the vault again.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CompanionLog } from '../log.js'
import type { Clock } from './clock.js'
import type { UnlockedClinician } from './services.js'

export const SIGN_IN_COOKIE = '__Host-sid'
const TOKEN_BYTES = 32

export type SignInEnd = 'signed-out' | 'idle' | 'absolute' | 'replaced' | 'vault-locked' | 'closing'

export interface SignIn {
  readonly clinician: UnlockedClinician
  /** Must come back in a header with every change: another site cannot read it. */
  readonly csrfToken: string
  /** Aborted when the sign-in ends, so that streams end with it. */
  readonly ended: AbortSignal
}

interface Entry extends SignIn {
  readonly openedMs: number
  usedMs: number
  readonly abort: AbortController
}

export interface SignInLimits {
  readonly idleMs: number
  readonly absoluteMs: number
}

export class SignIns {
  readonly #clock: Clock
  readonly #limits: SignInLimits
  readonly #log: CompanionLog
  /** By SHA-256 of the token: who reads this process's memory or a log finds no cookie to use. */
  readonly #entries = new Map<string, Entry>()

  constructor(clock: Clock, limits: SignInLimits, log: CompanionLog) {
    this.#clock = clock
    this.#limits = limits
    this.#log = log
  }

  /** @returns the token for the cookie: 256 random bits, always new, kept nowhere */
  open(clinician: UnlockedClinician): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    const now = this.#clock.monotonicMs()
    const abort = new AbortController()
    this.#entries.set(digest(token), {
      clinician,
      csrfToken: randomBytes(TOKEN_BYTES).toString('base64url'),
      openedMs: now,
      usedMs: now,
      abort,
      ended: abort.signal,
    })
    this.#log.write('sign_in_opened', { open: this.#entries.size })
    return token
  }

  /** @returns null for a token that is unknown or whose time is over; the latter is ended at once */
  find(token: string): SignIn | null {
    const key = digest(token)
    const entry = this.#entries.get(key)
    if (entry === undefined) return null
    const over = this.#over(entry)
    if (over === null) return entry
    this.#end(key, entry, over)
    return null
  }

  /** The person did something: the idle limit starts again. */
  use(token: string): void {
    const entry = this.#entries.get(digest(token))
    if (entry !== undefined) entry.usedMs = this.#clock.monotonicMs()
  }

  end(token: string, reason: SignInEnd): void {
    const key = digest(token)
    const entry = this.#entries.get(key)
    if (entry !== undefined) this.#end(key, entry, reason)
  }

  /** Ends what is over without waiting for the next request, so that keys do not stay open unattended. */
  sweep(): void {
    for (const [key, entry] of this.#entries) {
      const over = this.#over(entry)
      if (over !== null) this.#end(key, entry, over)
    }
  }

  /** Ends every sign-in of one clinician, on whatever computer. */
  endClinician(clinicianId: string, reason: SignInEnd): void {
    for (const [key, entry] of this.#entries) {
      if (entry.clinician.clinicianId === clinicianId) this.#end(key, entry, reason)
    }
  }

  endAll(reason: SignInEnd): void {
    for (const [key, entry] of this.#entries) this.#end(key, entry, reason)
  }

  #over(entry: Entry): 'idle' | 'absolute' | null {
    const now = this.#clock.monotonicMs()
    if (now - entry.openedMs >= this.#limits.absoluteMs) return 'absolute'
    if (now - entry.usedMs >= this.#limits.idleMs) return 'idle'
    return null
  }

  #end(key: string, entry: Entry, reason: SignInEnd): void {
    this.#entries.delete(key)
    entry.clinician.lock()
    entry.abort.abort()
    this.#log.write('sign_in_ended', { reason, open: this.#entries.size })
  }
}

/** Compares a token from a header in constant time. */
export function sameToken(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false
  return timingSafeEqual(Buffer.from(digest(given)), Buffer.from(digest(expected)))
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
