/** A clinician whose keys are open. All that reads or writes a note goes through here, and ends with `lock`. */

import { EarshotError, toErrorMessage } from '../../device/contracts/errors.js'
import type { LedgerType } from '../../device/contracts/ledger-entry.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Turn } from '../../device/contracts/turn.js'
import type { UnlockedClinician } from '../http/services.js'
import { absorbDrop, isFinished, type OpenKeys, openTurns } from './absorb.js'
import type { Account } from './account.js'
import type { CardIndex } from './card-index.js'
import type { Chart } from './chart.js'
import type { Drops } from './drops.js'
import type { Note, NoteCard, NoteChange } from './note.js'
import { applyChange } from './note-rules.js'
import { openAsRecipient } from './sealing.js'
import type { SerialQueue } from './serial-queue.js'

/** Facts of a note for the ledger: numbers, enums, digests. */
export type NoteFacts = Readonly<Record<string, string | number | boolean>>

export interface VaultParts {
  readonly chart: Chart
  readonly drops: Drops
  readonly cards: CardIndex
  readonly queue: SerialQueue
  readonly nowMs: () => number
  /** Writes the event into the ledger; the change is made only after it resolves. */
  readonly record: (type: LedgerType, session: SessionId, facts: NoteFacts) => Promise<void>
  /** A note was damaged, and the generation before it was read instead. */
  readonly onRecovered: (session: SessionId) => void
}

export interface AbsorbOutcome {
  readonly absorbed: readonly SessionId[]
  readonly failed: readonly { readonly session: SessionId; readonly code: string }[]
}

export class UnlockedVault implements UnlockedClinician {
  readonly clinicianId: string
  readonly name: string
  readonly credentials: string
  readonly #parts: VaultParts
  #keys: OpenKeys | null

  /** @param keys its own from now on; wiped by `lock` */
  constructor(account: Account, keys: OpenKeys, parts: VaultParts) {
    this.clinicianId = account.clinicianId
    this.name = account.name
    this.credentials = account.credentials
    this.#keys = keys
    this.#parts = parts
    parts.cards.users += 1
  }

  async listNotes({ offset, limit }: { readonly offset: number; readonly limit: number }): Promise<{
    readonly total: number
    readonly notes: readonly NoteCard[]
  }> {
    return await this.#withKeys(async ({ chartKey }) => {
      const cards = await this.#parts.cards.newestFirst(() => this.#parts.chart.readCards(chartKey))
      return { total: cards.length, notes: cards.slice(offset, offset + limit) }
    })
  }

  async readNote(session: SessionId): Promise<Note> {
    return await this.#withKeys(keys => this.#read(session, keys))
  }

  async changeNote(session: SessionId, revision: number, change: NoteChange): Promise<Note> {
    return await this.#withKeys(keys =>
      this.#inTurn(session, async () => {
        const { clinicianId, name } = this
        const note = await this.#read(session, keys)
        const changed = applyChange(note, change, { clinicianId, name, revision, nowMs: this.#parts.nowMs() })
        if (changed === note) return note
        await this.#recordChange(changed, change)
        this.#parts.cards.put(await this.#parts.chart.writeNote(changed, keys.chartKey))
        return changed
      }),
    )
  }

  /** Destroys a note that is not signed, with its transcript: consent was withdrawn. Asked twice, the same answer. */
  async discardNote(session: SessionId): Promise<void> {
    await this.#withKeys(keys =>
      this.#inTurn(session, async () => {
        const read = await this.#parts.chart.readNote(session, keys.chartKey)
        if (read?.note.status === 'signed') {
          throw new EarshotError('NOTE_ALREADY_SIGNED', 'signed notes are part of the record and stay')
        }
        if (read === null) return
        await this.#parts.record('session_discarded', session, { by: 'page' })
        await this.#parts.chart.removeNote(session)
        this.#parts.cards.remove(session)
      }),
    )
  }

  async liveTranscript(session: SessionId): Promise<readonly Turn[]> {
    return await this.#withKeys(async ({ secretKey, chartKey }) => {
      const record = await this.#parts.drops.read(session)
      if (record?.clinicianId === this.clinicianId) return await openTurns(this.#parts.drops, session, secretKey)
      const read = await this.#parts.chart.readNote(session, chartKey)
      if (read === null) throw new EarshotError('SESSION_NOT_FOUND', 'no session has this id')
      return read.note.transcript
    })
  }

  /** Takes this clinician's finished drops into the chart. One that fails stays where it is and holds up no other. */
  async absorb(): Promise<AbsorbOutcome> {
    return await this.#withKeys(async keys => {
      const absorbed: SessionId[] = []
      const failed: { readonly session: SessionId; readonly code: string }[] = []
      const records = await this.#parts.drops.list()
      for (const { sessionId } of records.filter(record => record.clinicianId === this.clinicianId)) {
        try {
          const card = await this.#inTurn(sessionId, async () => {
            // Read again in its turn: another sign-in may have absorbed it meanwhile.
            const record = await this.#parts.drops.read(sessionId)
            if (record === null || !isFinished(record)) return null
            return await absorbDrop(record, { ...this.#parts, keys })
          })
          if (card === null) continue
          this.#parts.cards.put(card)
          absorbed.push(sessionId)
        } catch (error) {
          failed.push({ session: sessionId, code: toErrorMessage(error).code })
        }
      }
      return { absorbed, failed }
    })
  }

  /** Opens what is sealed to this clinician. The caller wipes it. @throws VAULT_LOCKED, VAULT_WRONG_KEY */
  openDrop(sealed: Uint8Array): Uint8Array {
    return openAsRecipient(sealed, this.#open().secretKey)
  }

  lock(): void {
    if (this.#keys === null) return
    this.#keys.secretKey.fill(0)
    this.#keys.chartKey.fill(0)
    this.#keys = null
    this.#parts.cards.users -= 1
    if (this.#parts.cards.users === 0) this.#parts.cards.empty()
  }

  async #read(session: SessionId, { chartKey }: OpenKeys): Promise<Note> {
    const read = await this.#parts.chart.readNote(session, chartKey)
    if (read === null) throw new EarshotError('NOTE_NOT_FOUND', 'no note of this session')
    if (read.recovered) this.#parts.onRecovered(session)
    return read.note
  }

  /** First the ledger, then the note: a signed note without its entry must not exist; an entry more does no harm. */
  async #recordChange(note: Note, change: NoteChange): Promise<void> {
    const { sessionId, revision, signature } = note
    if (signature !== null && change.kind === 'sign') {
      const { sha256, lateEntry } = signature
      await this.#parts.record('note_signed', sessionId, { revision, sha256, lateEntry })
    }
    if (change.kind === 'addendum') await this.#parts.record('note_addendum', sessionId, { revision })
    if (change.kind === 'consent') {
      const { state, method } = change
      await this.#parts.record('consent', sessionId, { state, method, attestedBy: this.clinicianId })
    }
  }

  #inTurn<T>(session: SessionId, work: () => Promise<T>): Promise<T> {
    return this.#parts.queue.run(`${this.clinicianId}/${session}`, work)
  }

  /** Work that is under way when the keys are wiped must not seal anything under zeros: it has a copy of its own. */
  async #withKeys<T>(work: (keys: OpenKeys) => Promise<T>): Promise<T> {
    const { secretKey, chartKey } = this.#open()
    const keys = { secretKey: Uint8Array.from(secretKey), chartKey: Uint8Array.from(chartKey) }
    try {
      return await work(keys)
    } finally {
      keys.secretKey.fill(0)
      keys.chartKey.fill(0)
    }
  }

  #open(): OpenKeys {
    if (this.#keys === null) throw new EarshotError('VAULT_LOCKED', 'vault is locked', { hint: 'sign in again' })
    return this.#keys
  }
}
