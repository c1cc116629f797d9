/**
 * Checks a receipt against itself, against the box's public key and against the ledger lines it carries. Needs
 * node:crypto and its neighbours here, nothing else: scripts/verify-receipt can be carried to another machine.
 */

import { createHash } from 'node:crypto'
import { ed25519PublicKey, signatureHolds } from './ed25519.js'
import { boxIdOf } from './ledger-entry.js'
import { checkExcerpt, type SessionLine } from './receipt-excerpt.js'
import { type ParsedReceipt, parseReceipt } from './receipt-file.js'
import type { ReceiptPayload } from './receipt-format.js'
import type { ReceiptProblem } from './receipt-problems.js'
import { checkSessionLines } from './receipt-session.js'

export interface ReceiptFinding {
  readonly ok: boolean
  readonly problems: readonly ReceiptProblem[]
  /** What the receipt says; believe it only if `ok`. */
  readonly payload: ReceiptPayload | null
}

/** After a power loss nobody could make these two. */
const IMPOSSIBLE_AFTER_POWER_LOSS: readonly string[] = ['everySegmentDestroyed', 'journalComplete']

/**
 * @param publicKey the box's key from its label or from IT. Without it the receipt is checked under the key it carries,
 * which proves that it is whole but not whose it is.
 */
export function verifyReceipt(bytes: Uint8Array, publicKey?: Uint8Array): ReceiptFinding {
  const receipt = parseReceipt(bytes)
  if (receipt === null) return { ok: false, problems: [{ code: 'not-a-receipt' }], payload: null }
  const problems = problemsOf(receipt, publicKey)
  return { ok: problems.length === 0, problems, payload: receipt.payload }
}

function problemsOf(receipt: ParsedReceipt, trusted: Uint8Array | undefined): ReceiptProblem[] {
  const { payload, seal } = receipt
  const carried = Buffer.from(seal.publicKey, 'hex')
  const problems: ReceiptProblem[] = []
  if (trusted !== undefined && !carried.equals(trusted)) problems.push({ code: 'key-is-another' })
  const key = ed25519PublicKey(carried)
  if (!signatureHolds(key, Buffer.from(receipt.signed, 'utf8'), receipt.signature)) {
    // Nothing in it can be believed, not even what else would be wrong with it.
    return [...problems, { code: 'signature-does-not-hold' }]
  }
  if (payload.box !== boxIdOf(carried)) problems.push({ code: 'box-is-another' })
  const lines: SessionLine[] = []
  problems.push(...checkExcerpt(payload, key, lines), ...checkSessionLines(payload, lines), ...checkChecks(payload))
  return problems
}

function checkChecks({ kind, checks, segments }: ReceiptPayload): ReceiptProblem[] {
  const mayBeFalse = kind === 'destroyed-by-power-loss' ? IMPOSSIBLE_AFTER_POWER_LOSS : []
  const problems: ReceiptProblem[] = Object.entries(checks)
    .filter(([name, passed]) => !passed && !mayBeFalse.includes(name))
    .map(([name]) => ({ code: 'check-failed', at: name }))
  if (kind === 'discarded' && checks.textAbsent !== true) problems.push({ code: 'check-failed', at: 'textAbsent' })
  const whole = segments.every(({ steps }) => Object.values(steps).every(step => step))
  if (checks.everySegmentDestroyed && !whole) problems.push({ code: 'check-failed', at: 'everySegmentDestroyed' })
  return problems
}

/**
 * The segment that a key belongs to, by its commitment. Whoever holds such a key contradicts the receipt: it says that
 * the key was destroyed.
 *
 * @returns the segment's number, or `null` if the key is none of this session's
 */
export function segmentOfKey(payload: ReceiptPayload, key: Uint8Array): number | null {
  const commitment = createHash('sha256').update('earshot-segment-key-v1').update(key).digest('hex')
  return payload.segments.find(({ keyCommitment }) => keyCommitment === commitment)?.segment ?? null
}
