/** The light on a terminal: one status line on standard error, rewritten in place where that is a terminal. */

import { LED_PATTERNS, type LedPattern } from '../contracts/led.js'
import type { Led } from './led.js'

/** Shape and words, never colour alone. */
const SIGNS: Readonly<Record<LedPattern, string>> = {
  off: '( )',
  solid: '(●)',
  'slow-blink': '(◔)',
  breathe: '(◌)',
  'double-blink': '(••)',
  'fast-blink': '(!)',
  alternate: '(⇄)',
  countdown: '(…)',
}

export interface TextOutput {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export class TerminalLed implements Led {
  readonly #output: TextOutput

  constructor(output: TextOutput = process.stderr) {
    this.#output = output
  }

  show(pattern: LedPattern, reason: string): void {
    const line = `${SIGNS[pattern]} ${pattern}: ${LED_PATTERNS[pattern]} [${reason}]`
    this.#output.write(this.#output.isTTY === true ? `\r\u001b[2K${line}` : `${line}\n`)
  }

  stop(): void {
    this.show('off', 'stopped')
    if (this.#output.isTTY === true) this.#output.write('\n')
  }
}
