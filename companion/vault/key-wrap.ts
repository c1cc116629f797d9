/**
 * Wrapping of a secret under something a person knows: scrypt, then XSalsa20-Poly1305. The parameters are stored with
 * each wrap, so that a later program may ask for more work and still open what an earlier one wrapped.
 */

import { randomBytes, scrypt } from 'node:crypto'
import nacl from 'tweetnacl'
import { EarshotError } from '../../device/contracts/errors.js'
import { type Check, hexOf, oneOf, shape } from '../../device/contracts/shape.js'

export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** 32 MiB and about a quarter of a second on a desktop: leaves a small box room for its models. */
export const SCRYPT_COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 }

/** A wrapped secret as it is stored; hex throughout. */
export interface WrappedSecret extends ScryptCost {
  readonly kdf: 'scrypt'
  readonly salt: string
  readonly nonce: string
  readonly box: string
}

export const isWrappedSecret: Check<WrappedSecret> = shape<WrappedSecret>({
  kdf: oneOf(['scrypt']),
  N: oneOf(Array.from({ length: 11 }, (_, power) => 2 ** (power + 10))),
  r: oneOf([1, 2, 4, 8, 16]),
  p: oneOf([1, 2, 3, 4, 5, 6, 7, 8]),
  salt: hexOf(16),
  nonce: hexOf(nacl.secretbox.nonceLength),
  box: hexOf(32 + nacl.secretbox.overheadLength),
})

/** @param secret 32 bytes; stays the caller's to wipe */
export async function wrapSecret(
  secret: Uint8Array,
  phrase: string,
  cost: ScryptCost = SCRYPT_COST,
): Promise<WrappedSecret> {
  const salt = randomBytes(16)
  const nonce = randomBytes(nacl.secretbox.nonceLength)
  const key = await deriveKey(phrase, salt, cost)
  const box = nacl.secretbox(secret, nonce, key)
  key.fill(0)
  return { kdf: 'scrypt', ...cost, salt: salt.toString('hex'), nonce: nonce.toString('hex'), box: hex(box) }
}

/** @returns the secret, the caller's to wipe; `null` if the phrase is not the one it was wrapped under */
export async function unwrapSecret(wrapped: WrappedSecret, phrase: string): Promise<Uint8Array | null> {
  const key = await deriveKey(phrase, Buffer.from(wrapped.salt, 'hex'), wrapped)
  const secret = nacl.secretbox.open(Buffer.from(wrapped.box, 'hex'), Buffer.from(wrapped.nonce, 'hex'), key)
  key.fill(0)
  return secret
}

let turn: Promise<unknown> = Promise.resolve()

/** One hash at a time, so that ten people at the door do not take the memory of the models. */
function deriveKey(phrase: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Buffer> {
  const derived = turn.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        // OpenSSL counts a little more than 128·N·r; twice that is room enough.
        scrypt(phrase, salt, nacl.secretbox.keyLength, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
          if (error === null) resolve(key)
          else reject(new EarshotError('INTERNAL', 'key could not be derived'))
        })
      }),
  )
  turn = derived.catch(() => undefined)
  return derived
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
