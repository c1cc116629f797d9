/**
 * A clinician's keys: the X25519 pair to which drafts are dropped, and the chart key under which notes are kept, sealed
 * to the pair. The secret half is stored only wrapped: by the claim code until the box is claimed, afterwards by the
 * passphrase and, separately, by the recovery code.
 */

import nacl from 'tweetnacl'
import { newRecoveryCode, normaliseCode } from './codes.js'
import { type ScryptCost, unwrapSecret, type WrappedSecret, wrapSecret } from './key-wrap.js'
import { checkPassphrase, normalisePassphrase } from './passphrase.js'
import { openAsRecipient, sealToRecipient } from './sealing.js'

export interface ClinicianKeyPair {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

/** The two ways in; each opens alone. */
export interface ClinicianWraps {
  readonly passphrase: WrappedSecret
  readonly recovery: WrappedSecret
}

export function newKeyPair(): ClinicianKeyPair {
  return nacl.box.keyPair()
}

/**
 * Wraps the secret key anew: at the claim, on a change of passphrase, after a recovery.
 *
 * @returns the recovery code to show once; it is not kept anywhere
 * @throws REQUEST_INVALID for a passphrase that is too weak
 */
export async function wrapForClinician(
  secretKey: Uint8Array,
  passphrase: string,
  cost?: ScryptCost,
): Promise<{ readonly wraps: ClinicianWraps; readonly recoveryCode: string }> {
  const wrap = await wrapByPassphrase(secretKey, passphrase, cost)
  const recoveryCode = newRecoveryCode()
  const recovery = await wrapByCode(secretKey, recoveryCode, cost)
  return { wraps: { passphrase: wrap, recovery }, recoveryCode }
}

/** @throws REQUEST_INVALID for a passphrase that is too weak */
export function wrapByPassphrase(secretKey: Uint8Array, passphrase: string, cost?: ScryptCost): Promise<WrappedSecret> {
  checkPassphrase(passphrase)
  return wrapSecret(secretKey, normalisePassphrase(passphrase), cost)
}

/** @returns the secret key, the caller's to wipe; `null` for a wrong passphrase */
export function unwrapByPassphrase(wrapped: WrappedSecret, passphrase: string): Promise<Uint8Array | null> {
  return unwrapSecret(wrapped, normalisePassphrase(passphrase))
}

/** For claim codes and recovery codes alike. */
export function wrapByCode(secretKey: Uint8Array, code: string, cost?: ScryptCost): Promise<WrappedSecret> {
  return wrapSecret(secretKey, normaliseCode(code), cost)
}

/** @returns the secret key, the caller's to wipe; `null` for a wrong code */
export function unwrapByCode(wrapped: WrappedSecret, typed: string): Promise<Uint8Array | null> {
  return unwrapSecret(wrapped, normaliseCode(typed))
}

/** A new chart key, sealed to its clinician. */
export function newSealedChartKey(publicKey: Uint8Array): Uint8Array {
  const chartKey = nacl.randomBytes(nacl.secretbox.keyLength)
  const sealed = sealToRecipient(chartKey, publicKey)
  chartKey.fill(0)
  return sealed
}

/** @returns the chart key, the caller's to wipe. @throws VAULT_WRONG_KEY, STORAGE_DAMAGED */
export function openChartKey(sealed: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return openAsRecipient(sealed, secretKey)
}
