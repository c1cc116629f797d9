/** Verifies the ledger's file when it is opened. */

import { EarshotError } from '../../device/contracts/errors.js'
import { type ChainProblem, ChainVerifier, type LedgerHead } from '../../device/contracts/ledger-chain.js'
import type { ParsedLine } from '../../device/contracts/ledger-entry.js'
import { type LedgerFile, linesFrom } from './ledger-file.js'
import { SessionIndex } from './session-index.js'

/** Reads and checks the whole file as a chain, and remembers where each session begins. @throws LEDGER_BROKEN */
export async function verifyFile(
  file: LedgerFile,
  publicKey: Uint8Array,
): Promise<{ readonly head: LedgerHead; readonly index: SessionIndex }> {
  const verifier = new ChainVerifier(publicKey, 'head')
  const index = new SessionIndex()
  let number = 0
  for await (const { line, offset } of linesFrom(file.path, 0, file.size)) {
    number += 1
    const result: ParsedLine | ChainProblem = verifier.push(line)
    if (typeof result === 'string') throw broken(result, number)
    index.add(result.entry, offset)
  }
  const finding = verifier.finish()
  if (!finding.ok) throw broken(finding.problem, finding.line)
  return { head: finding.head, index }
}

export function broken(problem: ChainProblem, line?: number): EarshotError {
  return new EarshotError('LEDGER_BROKEN', 'ledger does not hold together', {
    detail: { problem, ...(line === undefined ? {} : { line }) },
    hint: 'keep the ledger folder as evidence, restore it from a backup, and tell who is responsible for the box',
  })
}
