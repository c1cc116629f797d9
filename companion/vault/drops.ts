/**
 * `EARSHOT_STATE/drops/<session>/`: what the box keeps of a session until its clinician signs in. The text is sealed to
 * the clinician, so that the box can write it and not read it. The companion's main process is the only writer.
 *
 * ```
 * session.json      SessionRecord, in the clear
 * text-0003.drop    SegmentTurns of segment 3, sealed to the clinician
 * draft.drop        NoteDraft, sealed to the clinician
 * ```
 */

import { join } from 'node:path'
import { Low } from 'lowdb'
import { EarshotError } from '../../device/contracts/errors.js'
import { isSessionId, type SessionId } from '../../device/contracts/session-id.js'
import { makeFolder, namesIn, readOrNull, removeFolderDurably, sweepTemporary, writeDurably } from './durable-file.js'
import { PlainDocument } from './sealed-document.js'
import { SerialQueue } from './serial-queue.js'
import { parseSessionRecord, type SessionRecord } from './session-record.js'

const TEXT_FILE = /^text-(\d{4,})\.drop$/

export { newRecord, type SessionRecord } from './session-record.js'

export class Drops {
  readonly #folder: string
  readonly #queue = new SerialQueue()

  /** For readers. The one writer uses {@link Drops.open}. @param folder `EARSHOT_STATE/drops` */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** For the writer, once: makes the folder if need be and takes away what a cut left half-written. */
  static async open(stateDirectory: string): Promise<Drops> {
    const folder = join(stateDirectory, 'drops')
    await makeFolder(folder)
    await sweepTemporary(folder)
    for (const name of (await namesIn(folder)) ?? []) if (isSessionId(name)) await sweepTemporary(join(folder, name))
    return new Drops(folder)
  }

  /** Stores a record, new or changed. @throws STORAGE_FULL, STORAGE_READ_ONLY */
  write(record: SessionRecord): Promise<void> {
    return this.#queue.run(record.sessionId, async () => {
      await makeFolder(this.#at(record.sessionId))
      const db = new Low<SessionRecord>(this.#document(record.sessionId), record)
      await db.read()
      db.data = record
      await db.write()
    })
  }

  /** Sessions that have a record, in no particular order. */
  async list(): Promise<readonly SessionRecord[]> {
    const records: SessionRecord[] = []
    for (const name of (await namesIn(this.#folder)) ?? []) {
      const record = isSessionId(name) ? await this.read(name) : null
      if (record !== null) records.push(record)
    }
    return records
  }

  /** @returns `null` if there is no such drop. @throws STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN */
  read(session: SessionId): Promise<SessionRecord | null> {
    return this.#document(session).read()
  }

  /**
   * Changes the record on the disk, whatever it is by then.
   * @throws SESSION_NOT_FOUND, STORAGE_FULL, STORAGE_READ_ONLY
   */
  update(session: SessionId, change: (record: SessionRecord) => SessionRecord): Promise<SessionRecord> {
    return this.#queue.run(session, async () => {
      const document = this.#document(session)
      const stored = await document.read()
      if (stored === null) throw new EarshotError('SESSION_NOT_FOUND', 'no session has this id')
      const db = new Low<SessionRecord>(document, stored)
      db.data = change(stored)
      await db.write()
      return db.data
    })
  }

  /** Stores a segment's sealed text durably: only afterwards may its audio be destroyed. */
  async putText(session: SessionId, segment: number, sealed: Uint8Array): Promise<void> {
    await makeFolder(this.#at(session))
    await writeDurably(join(this.#at(session), textFile(segment)), sealed)
  }

  /** Segment numbers whose text is stored, ascending. */
  async listTexts(session: SessionId): Promise<readonly number[]> {
    const names = (await namesIn(this.#at(session))) ?? []
    return names
      .map(name => TEXT_FILE.exec(name)?.[1])
      .filter(digits => digits !== undefined)
      .map(Number)
      .sort((left, right) => left - right)
  }

  readText(session: SessionId, segment: number): Promise<Uint8Array | null> {
    return readOrNull(join(this.#at(session), textFile(segment)))
  }

  async putDraft(session: SessionId, sealed: Uint8Array): Promise<void> {
    await writeDurably(join(this.#at(session), 'draft.drop'), sealed)
  }

  readDraft(session: SessionId): Promise<Uint8Array | null> {
    return readOrNull(join(this.#at(session), 'draft.drop'))
  }

  /** Removes record, text and draft, as one step. Asked twice, the answer is the same. */
  removeSession(session: SessionId): Promise<void> {
    return this.#queue.run(session, () => removeFolderDurably(this.#at(session)))
  }

  #at(session: SessionId): string {
    return join(this.#folder, session)
  }

  #document(session: SessionId): PlainDocument<SessionRecord> {
    return new PlainDocument({ file: join(this.#at(session), 'session.json'), parse: parseSessionRecord })
  }
}

function textFile(segment: number): string {
  return `text-${String(segment).padStart(4, '0')}.drop`
}
