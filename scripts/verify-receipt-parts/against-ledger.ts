/** Checks a receipt's ledger lines against the box's whole ledger. */

import { type ChainProblem, ChainVerifier } from '../../device/contracts/ledger-chain.js'
import { lineDigest, type ParsedLine } from '../../device/contracts/ledger-entry.js'
import type { ReceiptPayload } from '../../device/contracts/receipt.js'

const CHAIN_PROBLEMS: { readonly [P in ChainProblem]: string } = {
  'not-a-ledger-line': 'is not a ledger line',
  'sequence-has-a-hole': 'does not have the next number: a line is missing, repeated or out of order',
  'previous-line-is-another': 'does not follow from the line before it',
  'line-of-another-box': 'is of another box',
  'signature-does-not-hold': 'has a signature that does not hold',
}

/** @returns what is wrong, in plain words; empty if the ledger holds and has every line that the receipt shows */
export function checkAgainstLedger(payload: ReceiptPayload, publicKey: Uint8Array, ledger: Uint8Array): string[] {
  const verifier = new ChainVerifier(publicKey)
  const shown = new Map<number, string>()
  const whole = new Set<string>()
  for (const member of payload.ledger) {
    if (typeof member === 'string') whole.add(lineDigest(member))
    else shown.set(member.seq, member.sha256)
  }
  const problems: string[] = []
  let number = 0
  for (const line of linesOf(ledger)) {
    number += 1
    const result = verifier.push(line)
    if (typeof result === 'string') return [`line ${number} of the ledger ${CHAIN_PROBLEMS[result]}`]
    problems.push(...checkLine(result, lineDigest(line), { payload, shown, whole }))
  }
  const finding = verifier.finish()
  if (!finding.ok) problems.push(`line ${finding.line} of the ledger ${CHAIN_PROBLEMS[finding.problem]}`)
  const missing = whole.size + shown.size
  if (missing > 0) problems.push(`${missing} ledger lines of the receipt are not in the ledger`)
  return problems
}

interface Sought {
  readonly payload: ReceiptPayload
  /** Digests by number of lines about others; what is found is taken out. */
  readonly shown: Map<number, string>
  /** Digests of whole lines; what is found is taken out. */
  readonly whole: Set<string>
}

function checkLine({ entry }: ParsedLine, digest: string, { payload, shown, whole }: Sought): string[] {
  const wasWhole = whole.delete(digest)
  const wasShown = shown.get(entry.seq) === digest && shown.delete(entry.seq)
  const audio = entry.type === 'segment_sealed' || entry.type === 'segment_destroyed'
  if (entry.session !== payload.session || wasWhole) return []
  if (wasShown) return [`the receipt hides ledger line ${entry.seq}, which is about its session`]
  return audio ? [`ledger line ${entry.seq} tells of a segment that the receipt does not show`] : []
}

function* linesOf(ledger: Uint8Array): Generator<string> {
  const bytes = Buffer.from(ledger.buffer, ledger.byteOffset, ledger.length)
  let from = 0
  for (let to = bytes.indexOf(0x0a); to >= 0; to = bytes.indexOf(0x0a, from)) {
    yield bytes.toString('utf8', from, to)
    from = to + 1
  }
  if (from < bytes.length) yield bytes.toString('utf8', from)
}
