/**
 * tweetnacl's secretbox without the copies it leaves behind: `nacl.secretbox` and `nacl.secretbox.open` each keep a
 * padded copy of the plaintext that nobody can reach to zero it; here the one copy is ours, and is zeroed.
 */

import nacl from 'tweetnacl'

/** What `@types` leaves out: NaCl's own calls, over padded buffers that the caller owns. */
interface LowLevel {
  crypto_secretbox(box: Uint8Array, padded: Uint8Array, length: number, nonce: Uint8Array, key: Uint8Array): number
  crypto_secretbox_open(padded: Uint8Array, box: Uint8Array, length: number, nonce: Uint8Array, key: Uint8Array): number
}

const { lowlevel } = nacl as unknown as { readonly lowlevel: LowLevel }
/** NaCl wants this many zeros before the plaintext … */
const PLAIN_PAD = 32
/** … and this many before the box. */
const BOX_PAD = 16

export function sealBox(plaintext: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array {
  const padded = new Uint8Array(PLAIN_PAD + plaintext.length)
  padded.set(plaintext, PLAIN_PAD)
  const box = new Uint8Array(padded.length)
  lowlevel.crypto_secretbox(box, padded, padded.length, nonce, key)
  padded.fill(0)
  return box.subarray(BOX_PAD)
}

/**
 * Opens a box into `target`, which is exactly as long as its plaintext.
 *
 * @returns whether it opened; if not, `target` is as it was
 */
export function openBox(box: Uint8Array, nonce: Uint8Array, key: Uint8Array, target: Uint8Array): boolean {
  const padded = new Uint8Array(BOX_PAD + box.length)
  padded.set(box, BOX_PAD)
  const plain = new Uint8Array(padded.length)
  const opened = lowlevel.crypto_secretbox_open(plain, padded, padded.length, nonce, key) === 0
  if (opened) target.set(plain.subarray(PLAIN_PAD))
  plain.fill(0)
  return opened
}
