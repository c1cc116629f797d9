/** The note on the desk: what the parts of the page read, and how they change it. */

import type { SessionId } from '../../../device/contracts/session-id.js'
import type { Turn } from '../../../device/contracts/turn.js'
import type { NoteView } from '../../http/api-types.js'
import type { NoteChange } from '../../vault/note.js'
import { ApiError, ask, wordsOf } from '../api.js'
import { announce } from '../dom.js'

/** What the person has chosen to look at: a sentence with its evidence, or a turn with what rests on it. */
export type Choice = { readonly kind: 'sentence' | 'turn'; readonly id: string } | null

export class Desk {
  readonly #redraw: () => void
  readonly #say: (text: string) => void
  #turns: ReadonlyMap<string, Turn>
  #note: NoteView
  #before: Promise<unknown> = Promise.resolve()
  choice: Choice = null

  constructor(note: NoteView, redraw: () => void, say: (text: string) => void) {
    this.#note = note
    this.#turns = turnsOf(note)
    this.#redraw = redraw
    this.#say = say
  }

  get note(): NoteView {
    return this.#note
  }

  turn(id: string): Turn | undefined {
    return this.#turns.get(id)
  }

  /**
   * @param done said to screen readers when it is stored
   * @param stored called then, before the note is drawn again: the place to forget what was typed
   * @returns whether it was stored; if not, the page says why and what was typed is kept
   */
  change(change: NoteChange, done: string, stored: () => void = () => undefined): Promise<boolean> {
    // One after the other: a second tap before the first is stored would be in conflict with our own first.
    const applied = this.#before.then(() => this.#apply(change, done, stored))
    this.#before = applied
    return applied
  }

  async #apply(change: NoteChange, done: string, stored: () => void): Promise<boolean> {
    const { sessionId, revision } = this.#note
    try {
      this.#put(await ask<NoteView>(`notes/${sessionId}/changes`, { body: { revision, change } }))
      stored()
      this.#say('')
      announce(done)
      this.#redraw()
      return true
    } catch (error) {
      if (error instanceof ApiError && error.code === 'NOTE_CONFLICT') await this.#reload(sessionId)
      this.#say(wordsOf(error))
      return false
    }
  }

  async #reload(sessionId: SessionId): Promise<void> {
    const newest = await ask<NoteView>(`notes/${sessionId}`).catch(() => null)
    if (newest === null) return
    this.#put(newest)
    this.#redraw()
  }

  #put(note: NoteView): void {
    this.#note = note
    this.#turns = turnsOf(note)
  }
}

function turnsOf(note: NoteView): ReadonlyMap<string, Turn> {
  return new Map(note.transcript.map(turn => [turn.id, turn]))
}
