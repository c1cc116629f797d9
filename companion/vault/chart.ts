/**
 * `EARSHOT_STATE/charts/<clinician>/`: one sealed document a note, so that the cost of a save does not grow with the
 * chart, and beside each a small sealed card, so that a list opens no note.
 *
 * ```
 * <session>.note             Note, under the chart key; `.note.previous` the generation before
 * <session>.card             NoteCard and the note file's size and time, under the chart key; made again when in doubt
 * ```
 */

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { EarshotError } from '../../device/contracts/errors.js'
import { isSessionId, type SessionId } from '../../device/contracts/session-id.js'
import { isCount, isFiniteNumber, isText, listOf, oneOf, shape } from '../../device/contracts/shape.js'
import { makeFolder, namesIn, readOrNull, removeDurably, sweepTemporary, writeDurably } from './durable-file.js'
import type { Note, NoteCard } from './note.js'
import { cardOf } from './note-rules.js'
import { parseNote } from './note-shape.js'
import { signatureHolds } from './note-signature.js'
import { parserOf, SealedDocument } from './sealed-document.js'
import { jsonBytes, openUnderKey, parseJsonBytes, sealUnderKey } from './sealing.js'
import { isSessionIdText } from './session-record.js'

interface StoredCard extends NoteCard {
  readonly version: 1
  /** `size-mtime` of the note file this was made from: a card of another writing is stale. */
  readonly noteStamp: string
}

const parseStoredCard = parserOf(
  shape<StoredCard>({
    version: oneOf([1]),
    noteStamp: isText,
    sessionId: isSessionIdText,
    revision: isCount,
    status: oneOf(['ready', 'signed']),
    startedAtMs: isFiniteNumber,
    durationMs: isFiniteNumber,
    coverage: isFiniteNumber,
    unresolved: listOf(isText),
  }),
  1,
)

export interface ReadNote {
  readonly note: Note
  /** The file was damaged; this is the generation before it. */
  readonly recovered: boolean
}

export class Chart {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(stateDirectory: string, clinicianId: string): Promise<Chart> {
    const folder = join(stateDirectory, 'charts', clinicianId)
    await makeFolder(folder)
    await sweepTemporary(folder)
    return new Chart(folder)
  }

  /** @returns `null` if there is no such note. @throws VAULT_WRONG_KEY, STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN */
  async readNote(session: SessionId, chartKey: Uint8Array): Promise<ReadNote | null> {
    const document = this.#note(session, chartKey)
    const note = await document.read()
    if (note === null) return null
    if (!signatureHolds(note) || note.sessionId !== session) {
      throw new EarshotError('STORAGE_DAMAGED', 'signed note is not what was signed', {
        hint: 'restore this note from a backup',
      })
    }
    return { note, recovered: document.recovered }
  }

  /** Durable when it resolves. The card follows; a cut in between leaves a stale card, which is noticed. */
  async writeNote(note: Note, chartKey: Uint8Array): Promise<NoteCard> {
    const db = new Low<Note>(this.#note(note.sessionId, chartKey), note)
    // Reads first, so that the generation that is replaced is kept only if it is whole.
    await db.read()
    db.data = note
    await db.write()
    return await this.#writeCard(note, chartKey)
  }

  async removeNote(session: SessionId): Promise<void> {
    await removeDurably(this.#at(session, 'card'))
    await removeDurably(this.#at(session, 'note'))
  }

  /** All cards, in no particular order. A card that is missing, damaged or stale is made again from its note. */
  async readCards(chartKey: Uint8Array): Promise<NoteCard[]> {
    const cards: NoteCard[] = []
    for (const name of (await namesIn(this.#folder)) ?? []) {
      const session = /^(.+)\.note$/.exec(name)?.[1]
      if (!isSessionId(session)) continue
      const card = (await this.#readCard(session, chartKey)) ?? (await this.#cardFromNote(session, chartKey))
      if (card !== null) cards.push(card)
    }
    return cards
  }

  async #readCard(session: SessionId, chartKey: Uint8Array): Promise<NoteCard | null> {
    const sealed = await readOrNull(this.#at(session, 'card'))
    if (sealed === null) return null
    try {
      const { version: _, noteStamp, ...card } = parseStoredCard(parseJsonBytes(openUnderKey(sealed, chartKey)))
      return noteStamp === (await this.#stampOf(session)) ? card : null
    } catch (error) {
      if (error instanceof EarshotError) return null
      throw error
    }
  }

  async #cardFromNote(session: SessionId, chartKey: Uint8Array): Promise<NoteCard | null> {
    const read = await this.readNote(session, chartKey)
    return read === null ? null : await this.#writeCard(read.note, chartKey)
  }

  async #writeCard(note: Note, chartKey: Uint8Array): Promise<NoteCard> {
    const card = cardOf(note)
    const stored: StoredCard = { version: 1, noteStamp: await this.#stampOf(note.sessionId), ...card }
    await writeDurably(this.#at(note.sessionId, 'card'), sealUnderKey(jsonBytes(stored), chartKey))
    return card
  }

  async #stampOf(session: SessionId): Promise<string> {
    const { size, mtimeNs } = await stat(this.#at(session, 'note'), { bigint: true })
    return `${size}-${mtimeNs}`
  }

  #note(session: SessionId, key: Uint8Array): SealedDocument<Note> {
    return new SealedDocument<Note>({ file: this.#at(session, 'note'), key, parse: parseNote })
  }

  #at(session: SessionId, kind: 'note' | 'card'): string {
    return join(this.#folder, `${session}.${kind}`)
  }
}
