/** The cards of one clinician in memory while someone is signed in: numbers and codes, no text. */

import type { SessionId } from '../../device/contracts/session-id.js'
import type { NoteCard } from './note.js'

export class CardIndex {
  #cards: Map<SessionId, NoteCard> | null = null
  #loading: Promise<void> | null = null
  /** How many unlocked clinicians use it; the last one to lock empties it. */
  users = 0

  /** Newest first. @param load reads the cards from the disk; called once */
  async newestFirst(load: () => Promise<readonly NoteCard[]>): Promise<readonly NoteCard[]> {
    if (this.#cards === null) {
      this.#loading ??= this.#fill(load).finally(() => {
        this.#loading = null
      })
      await this.#loading
    }
    return [...(this.#cards ?? new Map<SessionId, NoteCard>()).values()].sort(
      (left, right) => right.startedAtMs - left.startedAtMs || (left.sessionId < right.sessionId ? -1 : 1),
    )
  }

  put(card: NoteCard): void {
    this.#cards?.set(card.sessionId, card)
    this.#since.set(card.sessionId, card)
  }

  remove(session: SessionId): void {
    this.#cards?.delete(session)
    this.#since.set(session, null)
  }

  empty(): void {
    this.#cards = null
    this.#since.clear()
  }

  /** What changed while the disk was read is newer than what was read. */
  readonly #since = new Map<SessionId, NoteCard | null>()

  async #fill(load: () => Promise<readonly NoteCard[]>): Promise<void> {
    this.#since.clear()
    const cards = new Map((await load()).map(card => [card.sessionId, card]))
    for (const [session, card] of this.#since) {
      if (card === null) cards.delete(session)
      else cards.set(session, card)
    }
    this.#since.clear()
    this.#cards = cards
  }
}
