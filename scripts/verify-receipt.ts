/**
 * Checks a destruction receipt and says in plain words what was found. Needs the file and the box's public key; nothing
 * of it asks the box. Prints to stdout; exit status 0: it holds, 1: it does not, 2: it could not be looked at.
 *
 * Uses node:crypto, node:fs and the pure modules in device/contracts, so that a copy of these files is enough.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { RECEIPT_PROBLEMS, type ReceiptPayload, segmentOfKey, verifyReceipt } from '../device/contracts/receipt.js'
import { checkAgainstLedger } from './verify-receipt-parts/against-ledger.js'
import { describe } from './verify-receipt-parts/describe.js'

const USAGE = `usage: scripts/verify-receipt FILE --key KEY [--ledger FILE] [--segment-key KEY [--ciphertext FILE]]

  FILE            the receipt
  --key           the box's public key: 64 hex digits from its label, or a file that holds them (identity/box.pub)
  --ledger        the box's ledger (ledger/ledger.log), to see that the lines in the receipt are in it
  --segment-key   a key that somebody says opens a segment: 64 hex digits, or a file of 32 bytes
  --ciphertext    the sealed segment that goes with it`

class Unusable extends Error {}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    throw new Unusable(`cannot read ${file}`)
  }
}

/** Hex on the command line, hex in a file, or 32 bytes in a file. */
function readKey(value: string): Uint8Array {
  const hex = (text: string) => (/^[0-9a-f]{64}$/i.test(text.trim()) ? Buffer.from(text.trim(), 'hex') : null)
  const given = hex(value)
  if (given !== null) return given
  const bytes = read(value)
  const key = bytes.length === 32 ? bytes : hex(bytes.toString('latin1'))
  if (key === null) throw new Unusable(`${value} holds neither 64 hex digits nor 32 bytes`)
  return key
}

/** @returns the lines to print; empty if the key is of no segment */
function contradiction(payload: ReceiptPayload, key: Uint8Array, ciphertextFile: string | undefined): string[] {
  const number = segmentOfKey(payload, key)
  if (number === null) return []
  const lines = [`RECEIPT CONTRADICTED: this is the key of segment ${number}, which the receipt says was destroyed.`]
  if (ciphertextFile === undefined) return lines
  const digest = createHash('sha256').update(read(ciphertextFile)).digest('hex')
  const segment = payload.segments.find(candidate => candidate.segment === number)
  const same = digest === segment?.ciphertextSha256
  return [...lines, `The sealed segment you gave ${same ? 'is the one it belongs to' : 'is another one'}.`]
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      ledger: { type: 'string' },
      'segment-key': { type: 'string' },
      ciphertext: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  const [file] = positionals
  if (values.help === true || file === undefined || positionals.length > 1 || values.key === undefined) {
    console.log(USAGE)
    return values.help === true ? 0 : 2
  }
  const publicKey = readKey(values.key)
  const { ok, problems, payload } = verifyReceipt(read(file), publicKey)
  if (payload !== null) console.log(describe(payload))
  const found = problems.map(({ code, at }) => `${RECEIPT_PROBLEMS[code]}${at === undefined ? '' : ` (${at})`}`)
  if (payload !== null && values.ledger !== undefined) {
    found.push(...checkAgainstLedger(payload, publicKey, read(values.ledger)))
  }
  const contradicted =
    payload !== null && ok && values['segment-key'] !== undefined
      ? contradiction(payload, readKey(values['segment-key']), values.ciphertext)
      : []
  if (ok && values['segment-key'] !== undefined && contradicted.length === 0) {
    console.log('The segment key belongs to none of the segments of this session.')
  }
  for (const line of contradicted) console.log(line)
  if (found.length > 0) {
    console.log('THE RECEIPT DOES NOT HOLD:')
    for (const line of found) console.log(`  - ${line}`)
  }
  if (found.length > 0 || contradicted.length > 0) return 1
  console.log('THE RECEIPT HOLDS: the box with this key signed it, and nothing in it was changed.')
  return 0
}

try {
  process.exitCode = main()
} catch (error) {
  const known = error instanceof Unusable || (error instanceof TypeError && 'code' in error)
  console.error(known ? `${error.message}\n\n${USAGE}` : 'the receipt could not be looked at')
  process.exitCode = 2
}
