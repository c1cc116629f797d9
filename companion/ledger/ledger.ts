/**
 * The ledger: append-only, hash-chained, signed by the box, free of any health information. One writer, the companion's
 * main process. An entry is on the disk before anyone is told that it is there.
 */

import { join } from 'node:path'
import type { LedgerHead } from '../../device/contracts/ledger-chain.js'
import {
  encodeLine,
  type LedgerEntry,
  type LedgerType,
  lineDigest,
  parseLine,
} from '../../device/contracts/ledger-entry.js'
import type { OtherLine } from '../../device/contracts/receipt.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import { makeFolder, sweepTemporary } from '../vault/durable-file.js'
import { checkedFacts, type Facts } from './facts.js'
import type { BoxIdentity } from './identity.js'
import { LedgerFile, linesFrom } from './ledger-file.js'
import type { SessionIndex } from './session-index.js'
import { broken, verifyFile } from './verify-file.js'

export type { LedgerHead } from '../../device/contracts/ledger-chain.js'

export const LEDGER_FILE = 'ledger.log'

interface Waiting {
  readonly type: LedgerType
  readonly session: SessionId | null
  readonly data: Facts
  readonly resolve: (entry: LedgerEntry) => void
  readonly reject: (error: unknown) => void
}

export class Ledger {
  readonly #file: LedgerFile
  readonly #identity: BoxIdentity
  readonly #bootId: string
  readonly #nowMs: () => number
  readonly #index: SessionIndex
  #head: LedgerHead
  #waiting: Waiting[] = []
  /** Set while the loop runs, and unset in the same breath in which it finds nothing more to write. */
  #writing: Promise<void> | null = null

  private constructor(
    file: LedgerFile,
    identity: BoxIdentity,
    bootId: string,
    nowMs: () => number,
    verified: { readonly head: LedgerHead; readonly index: SessionIndex },
  ) {
    this.#file = file
    this.#identity = identity
    this.#bootId = bootId
    this.#nowMs = nowMs
    this.#head = verified.head
    this.#index = verified.index
  }

  /**
   * Opens the ledger and verifies all of it: every line's form and link, and the head's signature, which vouches for
   * the lines under it. A torn last line is taken away, and an entry says so.
   *
   * @param directory `EARSHOT_STATE/ledger`
   * @throws LEDGER_BROKEN with the line, if the chain does not hold; nothing is appended to a broken ledger
   */
  static async open(
    directory: string,
    identity: BoxIdentity,
    bootId: string,
    nowMs: () => number = Date.now,
  ): Promise<Ledger> {
    await makeFolder(directory)
    await sweepTemporary(directory)
    const { file, torn } = await LedgerFile.open(join(directory, LEDGER_FILE))
    try {
      const verified = await verifyFile(file, identity.publicKey)
      const ledger = new Ledger(file, identity, bootId, nowMs, verified)
      if (torn !== null) await ledger.append('ledger_opened', null, { tornBytes: torn.bytes, tornSha256: torn.sha256 })
      else if (verified.head.seq < 0) await ledger.append('ledger_opened', null, { format: 1 })
      return ledger
    } catch (error) {
      await file.close()
      throw error
    }
  }

  head(): LedgerHead {
    return this.#head
  }

  /**
   * Appends one entry; calls take their turn. Resolves when the entry is on the disk.
   *
   * @param data numbers, enums, digests and ids; numbers are rounded to integers
   * @throws STORAGE_FULL, STORAGE_READ_ONLY, LEDGER_BROKEN: the ledger is then as it was before
   */
  append(type: LedgerType, session: SessionId | null, data: Facts): Promise<LedgerEntry> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ type, session, data, resolve, reject })
      if (this.#writing === null) void this.#write()
    })
  }

  /** Number of the last journal entry of this session that is in the ledger, -1 for none. */
  lastJournalSeq(session: SessionId): number {
    return this.#index.lastJournalSeq(session)
  }

  /** Sessions that began and have no receipt yet. */
  unfinished(): readonly SessionId[] {
    return this.#index.unfinished()
  }

  /** The entries about a session, in order. */
  async entriesOf(session: SessionId): Promise<readonly LedgerEntry[]> {
    const entries: LedgerEntry[] = []
    for (const member of await this.excerpt(session)) {
      const parsed = typeof member === 'string' ? parseLine(member) : null
      if (parsed !== null) entries.push(parsed.entry)
    }
    return entries
  }

  /** From the session's first entry to its last, without a hole: whole lines, digests for what is about others. */
  async excerpt(session: SessionId): Promise<readonly (string | OtherLine)[]> {
    const from = this.#index.firstOffset(session)
    if (from === null) return []
    const members: (string | OtherLine)[] = []
    let upToLast = 0
    for await (const { line } of linesFrom(this.#file.path, from, this.#file.size)) {
      const entry = parseLine(line)?.entry
      if (entry === undefined) throw broken('not-a-ledger-line')
      if (entry.session !== session) members.push({ seq: entry.seq, sha256: lineDigest(line) })
      else upToLast = members.push(line)
    }
    return members.slice(0, upToLast)
  }

  /** Waits for what is being written. Nothing may be appended afterwards. */
  async close(): Promise<void> {
    while (this.#writing !== null) await this.#writing
    await this.#file.close()
  }

  /** Writes all that waits with one sync: many events of one moment cost as much as one. */
  #write(): Promise<void> {
    this.#writing = this.#writeAll()
    return this.#writing
  }

  async #writeAll(): Promise<void> {
    // Not before `#writing` is set: a batch that is refused whole would end the loop within this call.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      let head = this.#head
      const lines: { readonly text: string; readonly entry: LedgerEntry; readonly waiting: Waiting }[] = []
      for (const waiting of batch) {
        try {
          const entry = this.#entryAfter(head, waiting)
          const text = encodeLine(entry, message => this.#identity.sign(message))
          head = { seq: entry.seq, sha256: lineDigest(text) }
          lines.push({ text, entry, waiting })
        } catch (error) {
          waiting.reject(error)
        }
      }
      try {
        let offset = this.#file.size
        await this.#file.append(Buffer.from(lines.map(({ text }) => `${text}\n`).join(''), 'utf8'))
        this.#head = head
        for (const { text, entry, waiting } of lines) {
          this.#index.add(entry, offset)
          offset += Buffer.byteLength(text) + 1
          waiting.resolve(entry)
        }
      } catch (error) {
        for (const { waiting } of lines) waiting.reject(error)
      }
    }
    this.#writing = null
  }

  #entryAfter(head: LedgerHead, { type, session, data }: Waiting): LedgerEntry {
    return {
      v: 1,
      seq: head.seq + 1,
      prev: head.sha256,
      box: this.#identity.boxId,
      boot: this.#bootId,
      atMs: Math.max(0, Math.round(this.#nowMs())),
      type,
      ...(session === null ? {} : { session }),
      data: checkedFacts(data),
    }
  }
}
