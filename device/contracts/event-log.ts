/**
 * A log of typed events: what is not in a program's catalogue of events cannot be written. One JSON object a line.
 * Pure but for the sink it is given.
 */

/** Ids, counts, codes and enums; null for "none". Never a person's, a model's or a parser's words. */
export type EventFields = Readonly<Record<string, string | number | boolean | null>>

export class EventLog<Events extends { readonly [E in keyof Events]: EventFields }> {
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
