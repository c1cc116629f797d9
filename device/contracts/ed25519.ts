/** Ed25519 as the ledger and the receipts use it: checks here, in node:crypto; the box alone signs. Pure. */

import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

export const PUBLIC_KEY_BYTES = 32
export const SIGNATURE_BYTES = 64

/** The head of a SubjectPublicKeyInfo for Ed25519 (RFC 8410); the 32 bytes of the key follow it. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** @throws RangeError if it is not 32 bytes */
export function ed25519PublicKey(raw: Uint8Array): KeyObject {
  if (raw.length !== PUBLIC_KEY_BYTES) throw new RangeError('an Ed25519 public key has 32 bytes')
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' })
}

export function signatureHolds(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === SIGNATURE_BYTES && verify(null, message, key, signature)
}

/**
 * The bytes of a base64 text, or `null` unless it is exactly how they are written: no spare bits, no missing padding,
 * no other alphabet. Otherwise two different texts would carry one signature.
 */
export function strictBase64(text: string, length: number): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === length && bytes.toString('base64') === text ? bytes : null
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
