/**
 * Those who watch the state: the present one at once, then a line on every change, at most five a second, the newest
 * only. A watcher that does not read is dropped: the device waits for nobody.
 */

import type { ServerResponse } from 'node:http'
import type { DeviceState } from '../contracts/device-api.js'
import type { Log } from '../log.js'

/** Five lines a second are smooth for a person; more would only be work. */
const SPACING_MS = 200
/** Some twenty lines of a long session: whoever is that far behind shows the past. */
const MAX_WAITING_BYTES = 256 * 1024

export class WatchHub {
  readonly #state: () => DeviceState
  readonly #log: Log
  readonly #watchers = new Set<ServerResponse>()
  #told = ''
  #toldAtMs = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(state: () => DeviceState, log: Log) {
    this.#state = state
    this.#log = log
  }

  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    response.on('close', () => this.#watchers.delete(response))
    response.on('error', () => this.#watchers.delete(response))
    this.#watchers.add(response)
    response.write(line(this.#state()))
  }

  get size(): number {
    return this.#watchers.size
  }

  /** Something may have changed. */
  notify(): void {
    if (this.#watchers.size === 0 || this.#timer !== undefined) return
    const waitMs = Math.max(0, this.#toldAtMs + SPACING_MS - performance.now())
    this.#timer = setTimeout(() => this.#tell(), waitMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers) watcher.end()
  }

  #tell(): void {
    this.#timer = undefined
    const state = this.#state()
    const essence = essenceOf(state)
    if (essence === this.#told) return
    this.#told = essence
    this.#toldAtMs = performance.now()
    const text = line(state)
    for (const watcher of this.#watchers) this.#send(watcher, text)
  }

  #send(watcher: ServerResponse, text: string): void {
    if (watcher.writableLength > MAX_WAITING_BYTES) {
      this.#log.write('watcher_dropped', { waitingBytes: watcher.writableLength })
      this.#watchers.delete(watcher)
      watcher.destroy()
      return
    }
    watcher.write(text)
  }
}

function line(state: DeviceState): string {
  return `${JSON.stringify(state)}\n`
}

/** The state without what changes by itself: a watcher's own clock knows how old things have become. */
function essenceOf(state: DeviceState): string {
  return JSON.stringify(state, (name, value: unknown) =>
    name === 'atMs' || name === 'ageMs' || name === 'oldestAudioAgeMs' || name === 'freeBytes' ? undefined : value,
  )
}
