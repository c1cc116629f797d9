/** What is written down of one session while it is on its way: its record among the drops, its journal in the ledger. */

import { EarshotError } from '../../device/contracts/errors.js'
import type { JournalEntry } from '../../device/contracts/journal.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import { newRecord, type SessionRecord } from '../vault/session-record.js'
import { ledgerItemsOf } from './ledger-journal.js'
import type { PipelinePorts } from './ports.js'

export class SessionPapers {
  readonly #session: SessionId
  readonly #ports: Pick<PipelinePorts, 'device' | 'drops' | 'ledger'>
  #record: SessionRecord | null = null
  #journal: readonly JournalEntry[] = []

  constructor(session: SessionId, ports: Pick<PipelinePorts, 'device' | 'drops' | 'ledger'>) {
    this.#session = session
    this.#ports = ports
  }

  /** Null until {@link open}. */
  get record(): SessionRecord | null {
    return this.#record
  }

  /** As far as it was absorbed. */
  get journal(): readonly JournalEntry[] {
    return this.#journal
  }

  /** Takes up the record that is there already, or begins one. */
  async open(clinicianId: string, startedAtMs: number): Promise<void> {
    const stored = await this.#ports.drops.read(this.#session)
    const record = stored ?? newRecord(this.#session, clinicianId, startedAtMs)
    if (stored === null) await this.#ports.drops.write(record)
    this.#record = record
  }

  async save(change: (record: SessionRecord) => SessionRecord): Promise<void> {
    if (this.#record === null) return
    try {
      this.#record = await this.#ports.drops.update(this.#session, change)
    } catch (error) {
      // A draft that is ready may have been taken into its clinician's chart already; the pages still see ours.
      if (!(error instanceof EarshotError && error.code === 'SESSION_NOT_FOUND')) throw error
      this.#record = change(this.#record)
    }
  }

  /** Brings what the device has journalled since into the ledger; what a companion before us brought stays as it is. */
  async absorbJournal(): Promise<void> {
    for (;;) {
      const fresh = await this.#ports.device.journal(this.#session, this.#journal.at(-1)?.seq ?? 0)
      if (fresh.length === 0) return
      const inLedger = this.#ports.ledger.lastJournalSeq(this.#session)
      for (const entry of fresh) {
        if (entry.seq <= inLedger) continue
        for (const { type, data } of ledgerItemsOf(entry)) await this.#ports.ledger.append(type, this.#session, data)
      }
      this.#journal = [...this.#journal, ...fresh]
    }
  }
}
