/** What the demo shows: one live line at the bottom of a terminal, plain lines everywhere else. */

import type { LedPattern } from '../../device/contracts/led.js'

const LED_SHAPES: Readonly<Record<LedPattern, string>> = {
  off: '○ off',
  solid: '● solid',
  'slow-blink': '◐ slow blink',
  breathe: '◌ breathing',
  'double-blink': '●● double blink',
  'fast-blink': '✱ fast blink',
  alternate: '◑ alternating',
  countdown: '◔ countdown',
}

export function ledWords(pattern: LedPattern): string {
  return LED_SHAPES[pattern]
}

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const rest = `${String(Math.floor(whole / 60) % 60).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${rest}` : rest
}

export class Screen {
  readonly #live = process.stdout.isTTY === true
  #status = ''

  line(text = ''): void {
    if (this.#live && this.#status !== '') process.stdout.write('\r\u001b[K')
    process.stdout.write(`${text}\n`)
    if (this.#live && this.#status !== '') process.stdout.write(this.#status)
  }

  /** Replaces the live line; nothing where there is no terminal. */
  status(text: string): void {
    if (!this.#live || text === this.#status) return
    const width = process.stdout.columns ?? 80
    this.#status = text.slice(0, width - 1)
    process.stdout.write(`\r\u001b[K${this.#status}`)
  }

  endStatus(): void {
    if (this.#live && this.#status !== '') process.stdout.write('\r\u001b[K')
    this.#status = ''
  }
}
