/** The drafter without a model: deterministic, in the session's own words. Works on the smallest box. */

import type { Turn } from '../../../device/contracts/turn.js'
import type { FormatKey, NoteDraft } from '../note-draft.js'
import type { Drafter } from '../port.js'
import { composeNote } from './compose.js'
import { mapTurn } from './map.js'
import { newMapState } from './map-state.js'
import type { Speaker } from './utterance.js'

export interface ExtractiveOptions {
  /** Who sits where, if it is known; else it is read from how each seat talks. */
  readonly roles?: ReadonlyMap<string, Speaker>
}

export class ExtractiveDrafter implements Drafter {
  readonly #options: ExtractiveOptions
  #state

  constructor(options: ExtractiveOptions = {}) {
    this.#options = options
    this.#state = newMapState(options.roles ?? null)
  }

  observe(turns: readonly Turn[]): Promise<void> {
    for (const turn of turns) mapTurn(this.#state, turn)
    return Promise.resolve()
  }

  compose(format: FormatKey): Promise<NoteDraft> {
    return Promise.resolve(composeNote(this.#state, format))
  }

  close(): Promise<void> {
    this.#state = newMapState(this.#options.roles ?? null)
    return Promise.resolve()
  }
}
