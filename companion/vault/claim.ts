/**
 * The claim: how a box without a clinician gets one. Provisioning makes a key pair whose secret half only the printed
 * claim code opens, so that sessions recorded before the claim are sealed to whoever claims later.
 */

import { randomBytes } from 'node:crypto'
import { EarshotError } from '../../device/contracts/errors.js'
import { base32 } from '../../device/contracts/session-id.js'
import type { Account } from './account.js'
import { AccountStore } from './account-store.js'
import { newKeyPair, newSealedChartKey, unwrapByCode, wrapByCode } from './clinician-keys.js'
import { newClaimCode } from './codes.js'
import type { ScryptCost } from './key-wrap.js'

export interface PrepareClaimOptions {
  /**
   * Makes a new pending clinician in place of one that was never claimed: the way out when the code was lost or used
   * up. What was recorded for the old one can then never be opened.
   */
  readonly replace?: boolean
  readonly cost?: ScryptCost
  readonly nowMs?: () => number
}

/**
 * Prepares a box for its first claim. For provisioning and the demo, before the companion starts.
 *
 * @returns the claim code, to be printed once; only a wrap under it is stored
 * @throws CLAIM_ALREADY_DONE if the box is claimed, or has a code already and `replace` is not set
 */
export async function prepareClaim(
  stateDirectory: string,
  { replace = false, cost, nowMs = Date.now }: PrepareClaimOptions = {},
): Promise<string> {
  const store = await AccountStore.open(stateDirectory)
  const present = store.defaultAccount
  if (present?.state === 'claimed') throw new EarshotError('CLAIM_ALREADY_DONE', 'box is claimed already')
  if (present !== null && !replace) {
    throw new EarshotError('CLAIM_ALREADY_DONE', 'box has a claim code already', {
      hint: 'use the code that was printed; replacing it makes what was recorded until now unreadable for good',
    })
  }
  const code = newClaimCode()
  const { publicKey, secretKey } = newKeyPair()
  const account: Account = {
    version: 1,
    clinicianId: `c-${base32(randomBytes(10))}`,
    state: 'pending',
    name: '',
    credentials: '',
    publicKey: Buffer.from(publicKey).toString('hex'),
    sealedChartKey: Buffer.from(newSealedChartKey(publicKey)).toString('hex'),
    createdAtMs: Math.round(nowMs()),
    claimedAtMs: null,
    wraps: { claim: await wrapByCode(secretKey, code, cost) },
  }
  secretKey.fill(0)
  await store.putAccount(account)
  await store.putBox({ version: 1, defaultClinicianId: account.clinicianId, wrongClaimCodes: 0 })
  if (present !== null) await store.removeAccount(present.clinicianId)
  return code
}

/**
 * The pending clinician's secret key, without claiming: for the demo and the tests, which hold the code.
 *
 * @returns 32 bytes, the caller's to wipe
 * @throws CLAIM_WRONG_CODE; CLAIM_ALREADY_DONE when the code has died in a claim
 */
export async function openWithClaimCode(stateDirectory: string, code: string): Promise<Uint8Array> {
  const wrapped = (await AccountStore.open(stateDirectory)).defaultAccount?.wraps.claim
  if (wrapped === undefined) throw new EarshotError('CLAIM_ALREADY_DONE', 'no claim code opens this box any more')
  const secretKey = await unwrapByCode(wrapped, code)
  if (secretKey === null) throw new EarshotError('CLAIM_WRONG_CODE', 'claim code is not the right one')
  return secretKey
}
