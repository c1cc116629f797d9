/** Progress on a terminal: one bar that is drawn over; elsewhere a plain line for every tenth of what takes long. */

import type { TransferProgress } from '../../models/transfer-progress.js'

export interface ProgressOutput {
  readonly write: (text: string) => void
  readonly isTerminal: boolean
}

const BAR_CELLS = 30
/** Often enough to look alive, rarely enough not to cost anything. */
const REDRAW_MS = 100
const MIB = 1024 * 1024

/** Shows the progress of one model; `done` leaves the line clean for what is printed next. */
export class ProgressReport {
  readonly #output: ProgressOutput
  readonly #name: string
  readonly #now: () => number
  #shown = ''
  #drawnAt = Number.NEGATIVE_INFINITY
  #phase = ''
  #rateFrom = { bytes: 0, atMs: 0 }

  constructor(output: ProgressOutput, name: string, now: () => number = () => performance.now()) {
    this.#output = output
    this.#name = name
    this.#now = now
  }

  readonly show = (progress: TransferProgress): void => {
    const now = this.#now()
    if (progress.phase !== this.#phase) {
      this.#phase = progress.phase
      this.#rateFrom = { bytes: progress.bytes, atMs: now }
      this.#drawnAt = Number.NEGATIVE_INFINITY
    }
    if (this.#output.isTerminal) this.#draw(progress, now)
    else if (progress.phase !== 'verifying') this.#line(progress)
  }

  done(): void {
    if (this.#output.isTerminal && this.#shown !== '') this.#output.write('\r\x1b[K')
    this.#shown = ''
  }

  #draw(progress: TransferProgress, now: number): void {
    const { phase, bytes, totalBytes } = progress
    if (now - this.#drawnAt < REDRAW_MS && bytes < totalBytes) return
    this.#drawnAt = now
    const full = Math.floor((bytes / totalBytes) * BAR_CELLS)
    const seconds = (now - this.#rateFrom.atMs) / 1000
    const rate = seconds > 0 ? (bytes - this.#rateFrom.bytes) / seconds / MIB : 0
    const bar = `[${'#'.repeat(full)}${'.'.repeat(BAR_CELLS - full)}]`
    this.#shown = `${phase} ${this.#name} ${bar} ${percent(progress)} % ${mib(bytes)} of ${mib(totalBytes)} MiB, ${rate.toFixed(1)} MiB/s`
    this.#output.write(`\r${this.#shown}\x1b[K`)
  }

  #line(progress: TransferProgress): void {
    const tenth = Math.floor(percent(progress) / 10) * 10
    const text = `${progress.phase} ${this.#name}: ${tenth} % of ${mib(progress.totalBytes)} MiB`
    if (text === this.#shown) return
    this.#shown = text
    this.#output.write(`${text}\n`)
  }
}

function percent({ bytes, totalBytes }: TransferProgress): number {
  return Math.floor((bytes / totalBytes) * 100)
}

export function mib(bytes: number): number {
  return Math.ceil(bytes / MIB)
}
