/** Claim, sign-in and recovery over the stored accounts. Answers with an unlocked clinician; keeps no key itself. */

import { EarshotError } from '../../device/contracts/errors.js'
import type { Accounts, UnlockedClinician } from '../http/services.js'
import { type Account, checkedName, nameKey } from './account.js'
import type { AccountStore } from './account-store.js'
import { ClaimWindow } from './claim-limit.js'
import { unwrapByCode, unwrapByPassphrase, wrapByPassphrase, wrapForClinician } from './clinician-keys.js'
import { SCRYPT_COST, type ScryptCost, type WrappedSecret } from './key-wrap.js'
import { checkPassphrase } from './passphrase.js'
import { SerialQueue } from './serial-queue.js'

export interface AccountsOptions {
  /** Makes the clinician whose keys are open. Takes over `secretKey`, and wipes it when it locks. */
  readonly unlock: (account: Account, secretKey: Uint8Array) => Promise<UnlockedClinician>
  readonly nowMs?: () => number
  /** Work of new wraps; less in tests only. */
  readonly cost?: ScryptCost
}

/** To whom text is sealed. */
export interface Recipient {
  readonly clinicianId: string
  readonly publicKey: Uint8Array
}

export class VaultAccounts implements Accounts {
  readonly #store: AccountStore
  readonly #unlock: AccountsOptions['unlock']
  readonly #nowMs: () => number
  readonly #cost: ScryptCost
  readonly #decoy: WrappedSecret
  readonly #window = new ClaimWindow()
  readonly #turns = new SerialQueue()

  constructor(store: AccountStore, { unlock, nowMs = Date.now, cost = SCRYPT_COST }: AccountsOptions) {
    this.#store = store
    this.#unlock = unlock
    this.#nowMs = nowMs
    this.#cost = cost
    this.#decoy = decoyWrap(store.accounts[0] ?? null, cost)
  }

  claimed(): boolean {
    return this.#store.defaultAccount?.state === 'claimed'
  }

  /** The box's default clinician, pending or claimed. @throws CLAIM_NOT_OPEN on a box that was never provisioned */
  defaultRecipient(): Recipient {
    const account = this.#store.defaultAccount
    if (account === null) throw neverProvisioned()
    return { clinicianId: account.clinicianId, publicKey: Buffer.from(account.publicKey, 'hex') }
  }

  claim(request: {
    readonly code: string
    readonly name: string
    readonly credentials: string
    readonly passphrase: string
    readonly windowOpen: boolean
    /** When the open window closes; tells one window from the next. */
    readonly windowUntilMs?: number
  }): ReturnType<Accounts['claim']> {
    return this.#turns.run('claim', async () => {
      const box = this.#store.box
      const account = this.#store.defaultAccount
      if (box === null || account === null) throw neverProvisioned()
      const wrapped = account.wraps.claim
      if (account.state === 'claimed' || wrapped === undefined) {
        throw new EarshotError('CLAIM_ALREADY_DONE', 'box is claimed already')
      }
      if (!request.windowOpen) {
        throw new EarshotError('CLAIM_NEEDS_PRESS', 'pairing window is not open', {
          hint: 'hold the button for ten seconds, then claim within two minutes',
          retryable: true,
        })
      }
      this.#window.check(box.wrongClaimCodes, this.#nowMs(), request.windowUntilMs ?? null)
      // Before the code: a weak passphrase must not cost one of the few tries.
      const name = checkedName(request.name, 'name')
      const credentials = checkedName(request.credentials, 'credentials')
      checkPassphrase(request.passphrase)
      // Counted before it is tried, so that pulling the plug does not give another try.
      await this.#store.putBox({ ...box, wrongClaimCodes: box.wrongClaimCodes + 1 })
      const secretKey = await unwrapByCode(wrapped, request.code)
      if (secretKey === null) {
        this.#window.wrongCode(this.#nowMs())
        throw new EarshotError('CLAIM_WRONG_CODE', 'claim code is not the right one', {
          hint: 'it was printed when the box was provisioned: three groups of four letters and digits',
        })
      }
      const { wraps, recoveryCode } = await wrapForClinician(secretKey, request.passphrase, this.#cost)
      const claimedAtMs = Math.round(this.#nowMs())
      const claimed: Account = { ...account, state: 'claimed', name, credentials, claimedAtMs, wraps }
      await this.#store.putAccount(claimed)
      await this.#store.putBox({ ...box, wrongClaimCodes: 0 })
      return { clinician: await this.#unlock(claimed, secretKey), recoveryCode }
    })
  }

  async signIn(name: string, passphrase: string): Promise<UnlockedClinician> {
    const account = this.#find(name)
    const secretKey = await unwrapByPassphrase(account?.wraps.passphrase ?? this.#decoy, passphrase)
    if (account === null || secretKey === null) throw signInFailed()
    return await this.#unlock(account, secretKey)
  }

  async recover(
    name: string,
    recoveryCode: string,
    newPassphrase: string,
  ): Promise<{ readonly clinician: UnlockedClinician; readonly recoveryCode: string }> {
    checkPassphrase(newPassphrase)
    return await this.#turns.run('rewrap', async () => {
      const account = this.#find(name)
      const secretKey = await unwrapByCode(account?.wraps.recovery ?? this.#decoy, recoveryCode)
      if (account === null || secretKey === null) throw signInFailed()
      const rewrapped = await wrapForClinician(secretKey, newPassphrase, this.#cost)
      const changed = { ...account, wraps: rewrapped.wraps }
      await this.#store.putAccount(changed)
      return { clinician: await this.#unlock(changed, secretKey), recoveryCode: rewrapped.recoveryCode }
    })
  }

  /** The recovery code stays. @throws SIGN_IN_FAILED for a wrong old passphrase, REQUEST_INVALID for a weak new one */
  async changePassphrase(name: string, oldPassphrase: string, newPassphrase: string): Promise<void> {
    checkPassphrase(newPassphrase)
    await this.#turns.run('rewrap', async () => {
      const account = this.#find(name)
      const secretKey = await unwrapByPassphrase(account?.wraps.passphrase ?? this.#decoy, oldPassphrase)
      if (account === null || secretKey === null) throw signInFailed()
      const passphrase = await wrapByPassphrase(secretKey, newPassphrase, this.#cost)
      secretKey.fill(0)
      await this.#store.putAccount({ ...account, wraps: { ...account.wraps, passphrase } })
    })
  }

  #find(name: string): Account | null {
    const key = nameKey(name)
    return this.#store.accounts.find(account => account.state === 'claimed' && nameKey(account.name) === key) ?? null
  }
}

/** Opens under no passphrase, and costs what a real one costs: an unknown name takes as long as a wrong passphrase. */
function decoyWrap(like: Account | null, cost: ScryptCost): WrappedSecret {
  const { N, r, p } = like?.wraps.passphrase ?? cost
  return { kdf: 'scrypt', N, r, p, salt: '00'.repeat(16), nonce: '00'.repeat(24), box: '00'.repeat(48) }
}

/** One error for a name that is not known and a passphrase that is not right. */
function signInFailed(): EarshotError {
  return new EarshotError('SIGN_IN_FAILED', 'name and passphrase do not belong together')
}

function neverProvisioned(): EarshotError {
  return new EarshotError('CLAIM_NOT_OPEN', 'box was never prepared for a claim', {
    hint: 'provision the box: that prints a claim code',
  })
}
