/** The sessions that the device still answers for, from the press until their journal is in the ledger. */

import { EarshotError } from '../contracts/errors.js'
import type { DestroyReason, DestroySteps, JournalEntry } from '../contracts/journal.js'
import type { SessionId } from '../contracts/session-id.js'
import type { RecordedSession } from './recorded-session.js'

/** Entries a page: the longest session has fewer. */
const JOURNAL_PAGE = 1000

export class SessionBook {
  readonly #changed: () => void
  readonly #sessions = new Map<SessionId, RecordedSession>()

  constructor(changed: () => void) {
    this.#changed = changed
  }

  add(session: RecordedSession): void {
    this.#sessions.set(session.file.sessionId, session)
    this.#changed()
  }

  /** In the order they began. */
  get sessions(): readonly RecordedSession[] {
    return [...this.#sessions.values()]
  }

  get newest(): RecordedSession | null {
    return this.sessions.at(-1) ?? null
  }

  /** Resolves when everything is destroyed, or could not be and is a fault. @throws SESSION_NOT_FOUND, SESSION_NOT_ALLOWED */
  async discard(id: SessionId): Promise<void> {
    const session = this.#get(id)
    if (session.phase !== 'discarded' && !session.act('discard', 'page')) {
      throw new EarshotError('SESSION_NOT_ALLOWED', 'session cannot be discarded any more')
    }
    await session.settled()
  }

  /** @throws SESSION_NOT_FOUND, DEVICE_REQUEST_INVALID, SESSION_BUSY, SPOOL_DESTROY_FAILED */
  async destroy(id: SessionId, segment: number, reason: DestroyReason): Promise<DestroySteps> {
    return this.#get(id).destroy(segment, reason)
  }

  /** Entries after number `after`, a page of them. @throws SESSION_NOT_FOUND */
  journal(id: SessionId, after: number): readonly JournalEntry[] {
    return this.#get(id).record.entries(after, JOURNAL_PAGE)
  }

  /**
   * The journal is in the ledger: the folder, which holds no sound any more, goes. A session that is not here has
   * been released before.
   * @throws SESSION_NOT_DESTROYED
   */
  release(id: SessionId): void {
    const session = this.#sessions.get(id)
    if (session === undefined) return
    if (!session.isOver) {
      throw new EarshotError('SESSION_NOT_DESTROYED', 'session still holds audio or has not ended', {
        detail: { held: session.record.facts.held.length },
        retryable: true,
      })
    }
    session.remove()
    this.#sessions.delete(id)
    this.#changed()
  }

  #get(id: SessionId): RecordedSession {
    const session = this.#sessions.get(id)
    if (session === undefined) throw new EarshotError('SESSION_NOT_FOUND', 'no session has this id')
    return session
  }
}
