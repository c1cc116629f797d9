/**
 * The box's identity: one Ed25519 key pair, made once, under which ledger and receipts are signed.
 *
 * ```
 * EARSHOT_STATE/identity/box.seed   32 bytes, mode 0600
 * EARSHOT_STATE/identity/box.pub    the public key, hex and a line feed: what the label and IT's records show
 * ```
 */

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import nacl from 'tweetnacl'
import { EarshotError } from '../../device/contracts/errors.js'
import { boxIdOf } from '../../device/contracts/ledger-entry.js'
import { makeFolder, readOrNull, sweepTemporary, writeDurably } from '../vault/durable-file.js'

export interface BoxIdentity {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** SHA-256 (hex) of the public key; stands for the box in entries and receipts. */
  readonly boxId: string
  /** Ed25519, detached, 64 bytes. */
  sign(message: Uint8Array): Uint8Array
}

export const IDENTITY_PUBLIC_FILE = 'box.pub'

/**
 * Opens the identity; makes it if the box never had one.
 *
 * @throws STORAGE_DAMAGED if only one half is there, or the two do not belong together: a box must never quietly become
 * another one, because everything it signed before would then look forged
 */
export async function openIdentity(stateDirectory: string): Promise<BoxIdentity> {
  const folder = join(stateDirectory, 'identity')
  await makeFolder(folder)
  await sweepTemporary(folder)
  const seedFile = join(folder, 'box.seed')
  const publicFile = join(folder, IDENTITY_PUBLIC_FILE)
  const stored = await readOrNull(seedFile)
  const label = await readOrNull(publicFile)
  if (stored === null && label !== null) throw damaged('secret key of the box is missing')
  const seed = stored ?? randomBytes(nacl.sign.seedLength)
  if (seed.length !== nacl.sign.seedLength) throw damaged('secret key of the box is not whole')
  const { publicKey, secretKey } = nacl.sign.keyPair.fromSeed(seed)
  const hex = `${Buffer.from(publicKey).toString('hex')}\n`
  if (label !== null && Buffer.from(label).toString('latin1') !== hex) {
    throw damaged('public key of the box does not belong to its secret key')
  }
  if (stored === null) await writeDurably(seedFile, seed)
  // A cut between the two files leaves the secret half alone; the public half follows from it.
  if (label === null) await writeDurably(publicFile, Buffer.from(hex, 'latin1'))
  seed.fill(0)
  return { publicKey, boxId: boxIdOf(publicKey), sign: message => nacl.sign.detached(message, secretKey) }
}

function damaged(message: string): EarshotError {
  return new EarshotError('STORAGE_DAMAGED', message, {
    hint: 'restore the identity folder from a backup; a new identity means a new box, with a new ledger',
  })
}
