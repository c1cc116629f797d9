/** The companion behind the HTTP ports, in memory and under the test's hand. */

import type { LiveSession, LiveStatus, Services } from '../../companion/http/services.js'
import type { DeviceState, Gesture } from '../../device/contracts/device-api.js'
import { EarshotError } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import { FakeClinician, FakeNotebook } from './fake-notebook.js'

export const CLAIM_CODE = 'open-sesame'
export const RECOVERY_CODE = 'RECO-VERY-CODE-0001'

interface FakePerson {
  readonly id: string
  readonly name: string
  readonly credentials: string
  passphrase: string
  readonly notebook: FakeNotebook
}

export class FakeServices implements Services {
  readonly people = new Map<string, FakePerson>()
  /** Every clinician that was ever unlocked, to see that each is locked again. */
  readonly unlocked: FakeClinician[] = []
  readonly gestures: Gesture[] = []
  readonly discarded: SessionId[] = []
  readonly ledgerEntries: { readonly type: string; readonly data: object }[] = []
  readonly receiptFiles = new Map<string, Uint8Array>()
  readonly watchers = new Set<(status: LiveStatus) => void>()
  device: DeviceState | null = idleDevice()
  sessions: readonly LiveSession[] = []
  failSignInWith: Error | null = null

  addPerson(name: string, passphrase: string, credentials = 'PsyD', notebook = new FakeNotebook()): FakePerson {
    const person = { id: `c${this.people.size + 1}`, name, credentials, passphrase, notebook }
    this.people.set(name, person)
    return person
  }

  /** Tells every watcher the state as it is now. */
  announce(): void {
    for (const watcher of this.watchers) watcher(this.live.status())
  }

  readonly live = {
    status: (): LiveStatus => ({ device: this.device, sessions: this.sessions }),
    watch: (listener: (status: LiveStatus) => void) => {
      this.watchers.add(listener)
      return () => void this.watchers.delete(listener)
    },
    gesture: async (gesture: Gesture): Promise<void> => {
      if (this.device === null) throw new EarshotError('DEVICE_UNREACHABLE', 'device does not answer')
      this.gestures.push(gesture)
    },
    discard: async (session: SessionId): Promise<void> => {
      this.discarded.push(session)
      this.sessions = this.sessions.filter(({ sessionId }) => sessionId !== session)
      this.announce()
    },
  }

  readonly accounts = {
    claimed: () => this.people.size > 0,
    claim: async (request: {
      readonly code: string
      readonly name: string
      readonly credentials: string
      readonly passphrase: string
      readonly windowOpen: boolean
    }) => {
      if (this.people.size > 0) throw new EarshotError('CLAIM_ALREADY_DONE', 'box is claimed')
      if (!request.windowOpen) throw new EarshotError('CLAIM_NEEDS_PRESS', 'pairing window is closed')
      if (request.code !== CLAIM_CODE) throw new EarshotError('CLAIM_WRONG_CODE', 'claim code is wrong')
      const person = this.addPerson(request.name, request.passphrase, request.credentials, this.claimNotebook)
      return { clinician: this.#unlock(person), recoveryCode: RECOVERY_CODE }
    },
    signIn: async (name: string, passphrase: string) => {
      if (this.failSignInWith !== null) throw this.failSignInWith
      const person = this.people.get(name)
      if (person?.passphrase !== passphrase) throw new EarshotError('SIGN_IN_FAILED', 'name or passphrase is wrong')
      return this.#unlock(person)
    },
    recover: async (name: string, recoveryCode: string, newPassphrase: string) => {
      const person = this.people.get(name)
      if (person === undefined || recoveryCode !== RECOVERY_CODE) {
        throw new EarshotError('SIGN_IN_FAILED', 'name or passphrase is wrong')
      }
      person.passphrase = newPassphrase
      return { clinician: this.#unlock(person), recoveryCode: 'RECO-VERY-CODE-0002' }
    },
  }

  /** What the first clinician finds after the claim. */
  readonly claimNotebook = new FakeNotebook()

  readonly receipts = {
    read: async (session: SessionId): Promise<Uint8Array> => {
      const file = this.receiptFiles.get(session)
      if (file === undefined) throw new EarshotError('RECEIPT_NOT_FOUND', 'session has no receipt')
      return file
    },
    publicKey: () => new Uint8Array(32).fill(7),
  }

  readonly ledger = {
    head: () => ({ seq: this.ledgerEntries.length, sha256: 'cd'.repeat(32) }),
    append: async (type: 'sign_in' | 'sign_in_failed', data: Readonly<Record<string, string | number>>) => {
      this.ledgerEntries.push({ type, data })
    },
  }

  #unlock(person: FakePerson): FakeClinician {
    const clinician = new FakeClinician(person.id, person.name, person.credentials, person.notebook)
    this.unlocked.push(clinician)
    return clinician
  }
}

export function idleDevice(): DeviceState {
  return {
    version: 1,
    atMs: Date.now(),
    bootId: 'boot',
    phase: 'idle',
    sessionId: null,
    led: { pattern: 'off', reason: 'idle' },
    microphone: {
      adapter: 'wav-file',
      open: false,
      framesFresh: false,
      levelDbfs: null,
      clippedPerMille: 0,
      overruns: 0,
      silentMs: 0,
      sourceEnded: false,
    },
    spool: { directory: '/dev/shm/x', medium: 'tmpfs', bytes: 0, keys: 0, freeBytes: 500e6, oldestAudioAgeMs: 0 },
    sessions: [],
    activities: [],
    downgrades: ['simulated-button', 'simulated-microphone', 'swap-on'],
    fault: null,
    pairingUntilMs: null,
  }
}
