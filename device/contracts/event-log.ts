/**
 * A log of typed events: what is not in a program's catalogue of events cannot be written. One JSON object a line.
 * Pure but for the sink it is given.
 */

import type { ErrorDetail } from './errors.js'

export class EventLog<Events extends { readonly [E in keyof Events]: ErrorDetail }> {
  readonly #sink: (line: string) => void
  readonly #now: () => number

  /** @param sink takes a whole line, line feed included */
  constructor(sink: (line: string) => void, now: () => number = Date.now) {
    this.#sink = sink
    this.#now = now
  }

  write<E extends keyof Events & string>(event: E, fields: Events[E]): void {
    this.#sink(`${JSON.stringify({ at: new Date(this.#now()).toISOString(), event, ...fields })}\n`)
  }
}
