/** Checks the ledger as a chain: nothing changed, removed, repeated, moved or put in. Pure. */

import type { KeyObject } from 'node:crypto'
import { ed25519PublicKey } from './ed25519.js'
import { boxIdOf, FIRST_PREV, lineDigest, lineSignatureHolds, type ParsedLine, parseLine } from './ledger-entry.js'

export interface LedgerHead {
  /** Of the last entry; -1 before the first. */
  readonly seq: number
  /** SHA-256 (hex) of the last line; 64 zeros before the first. */
  readonly sha256: string
}

export const EMPTY_HEAD: LedgerHead = { seq: -1, sha256: FIRST_PREV }

export type ChainProblem =
  | 'not-a-ledger-line'
  | 'sequence-has-a-hole'
  | 'previous-line-is-another'
  | 'line-of-another-box'
  | 'signature-does-not-hold'

export type ChainFinding =
  | { readonly ok: true; readonly head: LedgerHead }
  /** `line` counts from 1. */
  | { readonly ok: false; readonly line: number; readonly problem: ChainProblem }

/**
 * Takes the lines one by one, so that a ledger of years needs no memory.
 *
 * Signatures: each line holds the digest of the line before, that line's signature included. A head whose signature
 * holds therefore vouches for every line under it; `finish` checks that one. Checking each of a million signatures
 * costs minutes and tells only whether a line that the box vouches for as a whole was also signed alone.
 */
export class ChainVerifier {
  readonly #key: KeyObject
  readonly #box: string
  readonly #everySignature: boolean
  #head: LedgerHead = EMPTY_HEAD
  #last: ParsedLine | null = null
  #lines = 0

  constructor(publicKey: Uint8Array, signatures: 'every' | 'head' = 'every') {
    this.#key = ed25519PublicKey(publicKey)
    this.#box = boxIdOf(publicKey)
    this.#everySignature = signatures === 'every'
  }

  get head(): LedgerHead {
    return this.#head
  }

  /** @returns the parsed line, or what is wrong with it; after a problem the verifier is of no more use */
  push(line: string): ParsedLine | ChainProblem {
    this.#lines += 1
    const parsed = parseLine(line)
    if (parsed === null) return 'not-a-ledger-line'
    if (parsed.entry.seq !== this.#head.seq + 1) return 'sequence-has-a-hole'
    if (parsed.entry.prev !== this.#head.sha256) return 'previous-line-is-another'
    if (parsed.entry.box !== this.#box) return 'line-of-another-box'
    if (this.#everySignature && !lineSignatureHolds(parsed, this.#key)) return 'signature-does-not-hold'
    this.#head = { seq: parsed.entry.seq, sha256: lineDigest(line) }
    this.#last = parsed
    return parsed
  }

  /** Call once, after the last line. */
  finish(): ChainFinding {
    if (this.#last !== null && !lineSignatureHolds(this.#last, this.#key)) {
      return { ok: false, line: this.#lines, problem: 'signature-does-not-hold' }
    }
    return { ok: true, head: this.#head }
  }
}

/** @param lines from the ledger's first, without line feeds */
export function verifyChain(
  lines: Iterable<string>,
  publicKey: Uint8Array,
  signatures: 'every' | 'head' = 'every',
): ChainFinding {
  const verifier = new ChainVerifier(publicKey, signatures)
  let number = 0
  for (const line of lines) {
    number += 1
    const result = verifier.push(line)
    if (typeof result === 'string') return { ok: false, line: number, problem: result }
  }
  return verifier.finish()
}
