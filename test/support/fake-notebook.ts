/** A clinician's notes in memory, under the vault's own rules, without its keys and files. */

import type { UnlockedClinician } from '../../companion/http/services.js'
import type { Note, NoteChange } from '../../companion/vault/note.js'
import { applyChange, cardOf } from '../../companion/vault/note-rules.js'
import { EarshotError } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Turn } from '../../device/contracts/turn.js'

export class FakeNotebook {
  readonly notes = new Map<string, Note>()
  readonly live = new Map<string, readonly Turn[]>()
}

export class FakeClinician implements UnlockedClinician {
  readonly clinicianId: string
  readonly name: string
  readonly credentials: string
  readonly #notebook: FakeNotebook
  locked = false

  constructor(clinicianId: string, name: string, credentials: string, notebook: FakeNotebook) {
    this.clinicianId = clinicianId
    this.name = name
    this.credentials = credentials
    this.#notebook = notebook
  }

  async listNotes({ offset, limit }: { readonly offset: number; readonly limit: number }) {
    this.#open()
    const all = [...this.#notebook.notes.values()].sort((a, b) => b.startedAtMs - a.startedAtMs)
    return { total: all.length, notes: all.slice(offset, offset + limit).map(cardOf) }
  }

  async readNote(session: SessionId): Promise<Note> {
    this.#open()
    const note = this.#notebook.notes.get(session)
    if (note === undefined) throw new EarshotError('NOTE_NOT_FOUND', 'no note of this session')
    return note
  }

  async changeNote(session: SessionId, revision: number, change: NoteChange): Promise<Note> {
    const { clinicianId, name } = this
    const changed = applyChange(await this.readNote(session), change, {
      clinicianId,
      name,
      revision,
      nowMs: Date.now(),
    })
    this.#notebook.notes.set(session, changed)
    return changed
  }

  async discardNote(session: SessionId): Promise<void> {
    this.#open()
    if (this.#notebook.notes.get(session)?.status === 'signed') {
      throw new EarshotError('NOTE_ALREADY_SIGNED', 'signed notes stay')
    }
    this.#notebook.notes.delete(session)
  }

  async liveTranscript(session: SessionId): Promise<readonly Turn[]> {
    this.#open()
    return this.#notebook.live.get(session) ?? []
  }

  lock(): void {
    this.locked = true
  }

  #open(): void {
    if (this.locked) throw new EarshotError('VAULT_LOCKED', 'vault is locked')
  }
}
