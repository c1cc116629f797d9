/**
 * Enter is the button. A terminal tells only that a line came, not for how long the key was down, so each line is a
 * press of an ordinary length; two quick lines are a double press. Holding is said in words: `hold` and a number of
 * seconds, such as `hold 3`.
 */

import { createInterface, type Interface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Clock } from '../clock.js'
import type { Button, ButtonEdge } from './button.js'

/** Longer than any debounce time, shorter than a second press can follow. */
const PRESS_MS = 120

export class TerminalButton implements Button {
  readonly #clock: Clock
  readonly #input: Readable
  readonly #pressMs: number
  #lines: Interface | null = null
  #release: NodeJS.Timeout | undefined

  /** @param debounceMs a press is made longer than this */
  constructor(clock: Clock, debounceMs: number, input: Readable = process.stdin) {
    this.#clock = clock
    this.#input = input
    this.#pressMs = PRESS_MS + debounceMs
  }

  start(onEdge: (edge: ButtonEdge) => void): void {
    const tell = (edge: ButtonEdge['edge']) => onEdge({ edge, atMs: this.#clock.monotonicMs() })
    let down = false
    const up = () => {
      down = false
      tell('up')
    }
    this.#lines = createInterface({ input: this.#input })
    this.#lines.on('line', line => {
      if (down) return
      const seconds = /^hold (\d{1,2})$/.exec(line.trim())?.[1]
      down = true
      tell('down')
      this.#release = setTimeout(up, seconds === undefined ? this.#pressMs : Number(seconds) * 1000 + this.#pressMs)
    })
  }

  stop(): void {
    clearTimeout(this.#release)
    this.#lines?.close()
  }
}
