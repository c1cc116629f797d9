/**
 * Sealing of text: to a clinician's public key (anyone may, only the clinician opens) and under a symmetric key.
 * Pure; tweetnacl only. Format of a sealed drop and of a sealed document: see each function.
 */

import nacl from 'tweetnacl'
import { EarshotError } from '../../device/contracts/errors.js'

const DROP_MAGIC = Buffer.from('ESHTDRP1', 'latin1')
const DOCUMENT_MAGIC = Buffer.from('ESHTDOC1', 'latin1')
const MAGIC_BYTES = 8

/** `ESHTDRP1` | ephemeral X25519 public key (32) | nonce (24) | XSalsa20-Poly1305 box of `plain`. */
export function sealToRecipient(plain: Uint8Array, recipientPublicKey: Uint8Array): Uint8Array {
  const ephemeral = nacl.box.keyPair()
  const nonce = nacl.randomBytes(nacl.box.nonceLength)
  const box = nacl.box(plain, nonce, recipientPublicKey, ephemeral.secretKey)
  ephemeral.secretKey.fill(0)
  return Buffer.concat([DROP_MAGIC, ephemeral.publicKey, nonce, box])
}

/** @throws STORAGE_VERSION_UNKNOWN, STORAGE_DAMAGED for what is no drop; VAULT_WRONG_KEY if it does not open */
export function openAsRecipient(drop: Uint8Array, recipientSecretKey: Uint8Array): Uint8Array {
  const rest = afterMagic(drop, DROP_MAGIC, 32 + 24 + nacl.box.overheadLength)
  const plain = nacl.box.open(rest.subarray(56), rest.subarray(32, 56), rest.subarray(0, 32), recipientSecretKey)
  if (plain === null) throw new EarshotError('VAULT_WRONG_KEY', 'sealed text does not open with this key')
  return plain
}

/** `ESHTDOC1` | nonce (24) | XSalsa20-Poly1305 box of `plain` under a 32-byte key. */
export function sealUnderKey(plain: Uint8Array, key: Uint8Array): Uint8Array {
  const nonce = nacl.randomBytes(nacl.secretbox.nonceLength)
  return Buffer.concat([DOCUMENT_MAGIC, nonce, nacl.secretbox(plain, nonce, key)])
}

/** @throws STORAGE_VERSION_UNKNOWN, STORAGE_DAMAGED for what is no document; VAULT_WRONG_KEY if it does not open */
export function openUnderKey(document: Uint8Array, key: Uint8Array): Uint8Array {
  const rest = afterMagic(document, DOCUMENT_MAGIC, 24 + nacl.secretbox.overheadLength)
  const plain = nacl.secretbox.open(rest.subarray(24), rest.subarray(0, 24), key)
  if (plain === null) throw new EarshotError('VAULT_WRONG_KEY', 'sealed document does not open with this key')
  return plain
}

/** A JSON value as bytes. */
export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8')
}

/** @throws STORAGE_DAMAGED, without the parser's words: they quote what it could not read */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
  } catch {
    throw new EarshotError('STORAGE_DAMAGED', 'stored document is not JSON')
  }
}

function afterMagic(bytes: Uint8Array, magic: Buffer, least: number): Uint8Array {
  if (bytes.length < MAGIC_BYTES + least) throw new EarshotError('STORAGE_DAMAGED', 'sealed file is cut short')
  const found = Buffer.from(bytes.subarray(0, MAGIC_BYTES))
  if (!found.equals(magic)) {
    const family = found.toString('latin1', 0, 7) === magic.toString('latin1', 0, 7)
    throw family
      ? new EarshotError('STORAGE_VERSION_UNKNOWN', 'sealed file of an unknown version', {
          hint: 'a newer Earshot wrote this file: update this box',
        })
      : new EarshotError('STORAGE_DAMAGED', 'not a sealed file')
  }
  return bytes.subarray(MAGIC_BYTES)
}
