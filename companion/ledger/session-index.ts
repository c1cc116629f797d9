/** Where each session begins in the ledger and how far its journal has come in; a few numbers a session. */

import type { LedgerEntry } from '../../device/contracts/ledger-entry.js'
import { isSessionId, type SessionId } from '../../device/contracts/session-id.js'

interface SessionMark {
  /** Of the line that tells of its start; of the first about it until that comes. */
  offset: number
  journalSeq: number
  began: boolean
  receipted: boolean
}

export class SessionIndex {
  readonly #marks = new Map<SessionId, SessionMark>()

  /** @param offset of the entry's line in the file, in bytes */
  add({ session, type, data }: LedgerEntry, offset: number): void {
    if (!isSessionId(session)) return
    const mark = this.#marks.get(session) ?? { offset, journalSeq: -1, began: false, receipted: false }
    const journalSeq = data['journal']
    if (typeof journalSeq === 'number') mark.journalSeq = Math.max(mark.journalSeq, journalSeq)
    if (type === 'session_started' && !mark.began) {
      mark.began = true
      mark.offset = offset
    }
    if (type === 'receipt_issued') mark.receipted = true
    this.#marks.set(session, mark)
  }

  firstOffset(session: SessionId): number | null {
    return this.#marks.get(session)?.offset ?? null
  }

  lastJournalSeq(session: SessionId): number {
    return this.#marks.get(session)?.journalSeq ?? -1
  }

  unfinished(): readonly SessionId[] {
    return [...this.#marks].filter(([, mark]) => mark.began && !mark.receipted).map(([session]) => session)
  }
}
