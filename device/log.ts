/**
 * What the device writes to its log: one JSON object a line on standard error, out of this closed list. A field that is
 * not here cannot be logged; there is no free text, so no word of a session can get in.
 */

import type { ErrorCode } from './contracts/errors.js'
import { EventLog } from './contracts/event-log.js'
import type { JournalType } from './contracts/journal.js'
import type { LedPattern } from './contracts/led.js'
import type { SessionId } from './contracts/session-id.js'
import type { Phase } from './contracts/session-machine.js'
import type { LedReason } from './light/led-policy.js'

export interface LogEvents {
  device_started: { readonly mode: 'provisioned' | 'demo'; readonly sessions: number; readonly pid: number }
  device_stopping: { readonly signal: string }
  device_stopped: { readonly exitCode: number }
  /** The hint lists settings by path, or says what to do; it is made of our own words only. */
  start_failed: { readonly code: ErrorCode; readonly hint: string }
  session_phase: { readonly sessionId: SessionId; readonly phase: Phase }
  journal: { readonly sessionId: SessionId; readonly seq: number; readonly type: JournalType }
  session_released: { readonly sessionId: SessionId }
  led: { readonly pattern: LedPattern; readonly reason: LedReason }
  /** `code` null: the fault is over. */
  fault: { readonly code: ErrorCode | null }
  request_failed: { readonly route: string; readonly code: ErrorCode; readonly status: number }
  watcher_dropped: { readonly waitingBytes: number }
  /** Something that must not happen; the process ends. The kind of error, never its words. */
  defect: { readonly kind: string; readonly at: string }
}

/** The log as the rest of the device sees it. */
export interface Log {
  write<E extends keyof LogEvents>(event: E, fields: LogEvents[E]): void
}

export class JsonLog extends EventLog<LogEvents> implements Log {
  constructor(output: { write(text: string): unknown } = process.stderr) {
    super(line => output.write(line))
  }
}

/** Of a defect: the class of the error and the innermost place in our own code; its message may hold anything. */
export function describeDefect(error: unknown): LogEvents['defect'] {
  if (!(error instanceof Error)) return { kind: typeof error, at: 'unknown' }
  const frames = (error.stack ?? '').slice(error.stack?.indexOf('\n    at ') ?? 0)
  const [, at] = /(\w[\w.-]*\.(?:js|ts):\d+:\d+)/.exec(frames) ?? []
  return { kind: error.constructor.name, at: at ?? 'unknown' }
}
