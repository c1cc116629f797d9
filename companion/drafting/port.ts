/** The drafter port: map while the session runs, reduce at the stop. Adapters run only inside the drafter child. */

import type { Turn } from '../../device/contracts/turn.js'
import type { FormatKey, NoteDraft } from './note-draft.js'

export interface Drafter {
  /**
   * Map: takes the turns of one stored segment, in order, and keeps what a note needs of them. Called as the session
   * runs, so that what is left at the stop does not grow with the session. The same turns in the same order give the
   * same note.
   */
  observe(turns: readonly Turn[]): Promise<void>
  /**
   * Reduce: writes the note from everything observed so far. May be called again, with another format.
   *
   * Every sentence carries its evidence or says that it has none; the verifier has run.
   */
  compose(format: FormatKey): Promise<NoteDraft>
  /** Frees what the adapter holds. The process is killed afterwards all the same. */
  close(): Promise<void>
}
