/**
 * A button pressed by a program: `POST /v1/button` gives its edges, and the same recogniser makes gestures of them as
 * on a real line. So an edge must stay for the debounce time, as a finger's does.
 */

import type { Clock } from '../clock.js'
import type { Button, ButtonEdge } from './button.js'

export class SocketButton implements Button {
  readonly #clock: Clock
  #onEdge: ((edge: ButtonEdge) => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  start(onEdge: (edge: ButtonEdge) => void): void {
    this.#onEdge = onEdge
  }

  stop(): void {
    this.#onEdge = null
  }

  edge(edge: ButtonEdge['edge']): void {
    this.#onEdge?.({ edge, atMs: this.#clock.monotonicMs() })
  }
}
