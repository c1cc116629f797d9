/** The ledger lines inside a receipt: are they the box's, whole, and in one unbroken row? Pure. */

import type { KeyObject } from 'node:crypto'
import { type LedgerEntry, lineDigest, lineSignatureHolds, parseLine } from './ledger-entry.js'
import type { ReceiptPayload } from './receipt-format.js'
import type { ReceiptProblem } from './receipt-problems.js'

/** A line of the session that the receipt is about. */
export type SessionLine = LedgerEntry

/** @param lines receives the readable lines of the session, in order */
export function checkExcerpt(payload: ReceiptPayload, key: KeyObject, lines: SessionLine[]): ReceiptProblem[] {
  const problems: ReceiptProblem[] = []
  let before: { readonly seq: number; readonly sha256: string } | null = null
  for (const [index, member] of payload.ledger.entries()) {
    const edge = index === 0 || index === payload.ledger.length - 1
    if (typeof member !== 'string') {
      if (before !== null && member.seq !== before.seq + 1) problems.push({ code: 'ledger-has-a-hole', at: member.seq })
      before = member
      continue
    }
    const line = parseLine(member)
    if (line === null) {
      problems.push({ code: 'ledger-line-unreadable', at: index })
      before = null
      continue
    }
    const { entry } = line
    if (!lineSignatureHolds(line, key) || entry.box !== payload.box) {
      problems.push({ code: 'ledger-line-unsigned', at: entry.seq })
    }
    if (before !== null && entry.seq !== before.seq + 1) problems.push({ code: 'ledger-has-a-hole', at: entry.seq })
    else if (before !== null && entry.prev !== before.sha256) {
      problems.push({ code: 'ledger-chain-broken', at: entry.seq })
    }
    if (entry.session === payload.session) lines.push(entry)
    else if (!edge) problems.push({ code: 'ledger-line-of-another-session', at: entry.seq })
    before = { seq: entry.seq, sha256: lineDigest(member) }
  }
  return problems.concat(checkEdges(payload))
}

function checkEdges({ ledger, session }: ReceiptPayload): ReceiptProblem[] {
  const entryAt = (index: number) => {
    const member = ledger.at(index)
    return typeof member === 'string' ? parseLine(member)?.entry : undefined
  }
  const problems: ReceiptProblem[] = []
  const first = entryAt(0)
  if (first?.session !== session || first.type !== 'session_started') {
    problems.push({ code: 'ledger-does-not-begin-with-the-session' })
  }
  if (entryAt(-1)?.session !== session) problems.push({ code: 'ledger-does-not-end-with-the-session' })
  return problems
}
