/**
 * A session's journal on the RAM-backed file system: one JSON object a line, appended and never changed. An entry is
 * in the file before anybody acts on it, because the next process of this boot goes by the file alone. A line that was
 * torn by a kill or a full spool is nothing: it is cut away before the next one is written.
 */

import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { EarshotError } from '../contracts/errors.js'
import type { JournalBodies, JournalEntry, JournalType } from '../contracts/journal.js'

const TYPES: Readonly<Record<JournalType, true>> = {
  session_started: true,
  capture_opened: true,
  capture_closed: true,
  segment_opened: true,
  segment_sealed: true,
  segment_destroyed: true,
  overrun: true,
  gap: true,
  paused: true,
  resumed: true,
  session_ended: true,
  session_discarded: true,
  warning: true,
}

/** Where an earlier journal stopped making sense, and what it said until then. */
export interface JournalRead {
  readonly entries: readonly JournalEntry[]
  /** Length of the sound part in bytes. */
  readonly bytes: number
  /** A whole line in the middle is not an entry: more than a torn end. */
  readonly damaged: boolean
}

/** @returns no entries if there is no file */
export function readJournal(path: string): JournalRead {
  let content: Buffer
  try {
    content = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { entries: [], bytes: 0, damaged: false }
    throw new EarshotError('STORAGE_DAMAGED', 'journal cannot be read', { cause: error })
  }
  const entries: JournalEntry[] = []
  let bytes = 0
  for (;;) {
    const end = content.indexOf(10, bytes)
    // No line feed: the torn end of a write that nobody was told of.
    if (end < 0) return { entries, bytes, damaged: false }
    const entry = decode(content.toString('utf8', bytes, end), entries.length + 1)
    if (entry === null) return { entries, bytes, damaged: true }
    entries.push(entry)
    bytes = end + 1
  }
}

function decode(line: string, seq: number): JournalEntry | null {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null) return null
    const entry = value as Partial<JournalEntry>
    const sound =
      entry.seq === seq &&
      Number.isSafeInteger(entry.atMs) &&
      typeof entry.type === 'string' &&
      Object.hasOwn(TYPES, entry.type) &&
      typeof entry.body === 'object' &&
      entry.body !== null
    return sound ? (entry as JournalEntry) : null
  } catch {
    return null
  }
}

export class JournalFile {
  #file: number | null
  readonly #entries: JournalEntry[]
  #bytes: number
  /** Entries that the spool could not take: they are true all the same, and go in before the next one. */
  #written: number

  /** Goes on after what {@link readJournal} found. */
  constructor(path: string, read: JournalRead = readJournal(path)) {
    this.#file = openSync(path, 'a', 0o600)
    this.#entries = [...read.entries]
    this.#bytes = read.bytes
    this.#written = read.entries.length
    if (fstatSync(this.#file).size > this.#bytes) ftruncateSync(this.#file, this.#bytes)
  }

  /** Never throws: an entry that does not fit is kept in memory and written with the next one that does. */
  append<T extends JournalType>(type: T, body: JournalBodies[T], atMs: number): JournalEntry {
    const entry = { seq: this.#entries.length + 1, atMs, type, body } as unknown as JournalEntry
    this.#entries.push(entry)
    this.flush()
    return entry
  }

  /** @returns whether everything is in the file */
  flush(): boolean {
    while (this.#written < this.#entries.length) {
      const line = Buffer.from(`${JSON.stringify(this.#entries[this.#written])}\n`)
      if (!this.#write(line)) return false
      this.#bytes += line.length
      this.#written += 1
    }
    return true
  }

  #write(line: Buffer): boolean {
    if (this.#file === null) return false
    try {
      if (writeSync(this.#file, line) === line.length) return true
    } catch {
      // The spool is full; whoever asks `complete` is told.
    }
    try {
      ftruncateSync(this.#file, this.#bytes)
    } catch {
      // A torn end is cut away by the next reader as well.
    }
    return false
  }

  get complete(): boolean {
    return this.#written === this.#entries.length
  }

  get seq(): number {
    return this.#entries.length
  }

  /** Entries with a greater number than `after`, at most `limit`. */
  entries(after = 0, limit = Number.MAX_SAFE_INTEGER): readonly JournalEntry[] {
    return this.#entries.slice(after, after + limit)
  }

  /** May be asked twice. Entries of afterwards are kept in memory only. */
  close(): void {
    if (this.#file === null) return
    closeSync(this.#file)
    this.#file = null
  }
}
