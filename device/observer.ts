/** Writes to the log what has changed since it looked last: phases, journal entries, the light, the fault. */

import type { ErrorCode } from './contracts/errors.js'
import type { SessionId } from './contracts/session-id.js'
import type { Phase } from './contracts/session-machine.js'
import type { LedShown } from './light/led-policy.js'
import type { Log } from './log.js'
import type { SessionBook } from './session/session-book.js'

interface Seen {
  readonly phase: Phase
  readonly seq: number
}

export class Observer {
  readonly #log: Log
  readonly #book: SessionBook
  readonly #seen = new Map<SessionId, Seen>()
  #led = ''
  #fault: ErrorCode | null = null

  constructor(log: Log, book: SessionBook) {
    this.#log = log
    this.#book = book
  }

  look(led: LedShown, fault: ErrorCode | null): void {
    for (const { file, phase, record } of this.#book.sessions) {
      const { sessionId } = file
      const before = this.#seen.get(sessionId)
      for (const { seq, type } of record.entries(before?.seq ?? 0)) this.#log.write('journal', { sessionId, seq, type })
      if (before?.phase !== phase) this.#log.write('session_phase', { sessionId, phase })
      this.#seen.set(sessionId, { phase, seq: record.seq })
    }
    this.#forgetReleased()
    if (this.#led !== `${led.pattern} ${led.reason}`) this.#log.write('led', led)
    if (this.#fault !== fault) this.#log.write('fault', { code: fault })
    this.#led = `${led.pattern} ${led.reason}`
    this.#fault = fault
  }

  #forgetReleased(): void {
    const held = new Set(this.#book.sessions.map(({ file }) => file.sessionId))
    for (const sessionId of this.#seen.keys()) {
      if (held.has(sessionId)) continue
      this.#seen.delete(sessionId)
      this.#log.write('session_released', { sessionId })
    }
  }
}
