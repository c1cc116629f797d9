/** A session's journal and what it amounts to, kept in step: an entry is written, then it counts. */

import type { Clock } from '../clock.js'
import type { JournalBodies, JournalEntry, JournalType } from '../contracts/journal.js'
import { JournalFile, type JournalRead } from './journal-file.js'
import { SessionFacts } from './session-facts.js'

export class SessionRecord {
  readonly facts = new SessionFacts()
  readonly #journal: JournalFile
  readonly #clock: Clock

  constructor(path: string, clock: Clock, read?: JournalRead) {
    this.#clock = clock
    this.#journal = new JournalFile(path, read)
    for (const entry of this.#journal.entries()) this.facts.apply(entry)
  }

  write<T extends JournalType>(type: T, body: JournalBodies[T]): void {
    this.facts.apply(this.#journal.append(type, body, this.#clock.nowMs()))
  }

  /** Once a session: the code of something that the receipt's reader should know. */
  warn(code: string): void {
    if (!this.facts.warned(code)) this.write('warning', { code })
  }

  /** Tries again what a full spool did not take. */
  flush(): void {
    this.#journal.flush()
  }

  /** Every entry is in the file. */
  get isComplete(): boolean {
    return this.#journal.complete
  }

  get seq(): number {
    return this.#journal.seq
  }

  entries(after: number, limit?: number): readonly JournalEntry[] {
    return this.#journal.entries(after, limit)
  }

  close(): void {
    this.#journal.close()
  }
}
