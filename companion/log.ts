/** Everything the companion can log. If a field is not here, it cannot be logged. */

import { EventLog } from '../device/contracts/event-log.js'

export interface CompanionEvents {
  companion_started: { readonly pid: number; readonly version: string }
  companion_stopped: { readonly pid: number }
  lan_service_listening: { readonly port: number }
  device_reachable: { readonly reachable: boolean }
  session_seen: { readonly sessionId: string; readonly phase: string }
  segment_text_stored: { readonly sessionId: string; readonly segment: number; readonly tookMs: number }
  segment_failed: {
    readonly sessionId: string
    readonly segment: number
    readonly code: string
    readonly attempt: number
  }
  worker_lost: { readonly sessionId: string; readonly role: string; readonly signal: string }
  draft_stored: { readonly sessionId: string; readonly stopToDraftMs: number; readonly sentences: number }
  receipt_issued: { readonly sessionId: string; readonly kind: string; readonly segments: number }
  /** A note was damaged; the generation before it was read. */
  note_recovered: { readonly sessionId: string }
  session_discarded: { readonly sessionId: string }
  step_failed: { readonly sessionId: string; readonly code: string }
  request_answered: { readonly method: string; readonly route: string; readonly status: number; readonly ms: number }
  /** `frames`: where it came by, without the error's message, which may quote what was read. */
  request_failed: {
    readonly method: string
    readonly route: string
    readonly code: string
    readonly frames: string
  }
  certificates_made: { readonly root: boolean; readonly leaf: boolean }
  sign_in_opened: { readonly open: number }
  sign_in_ended: { readonly reason: string; readonly open: number }
  sign_in_lockout: { readonly waitSeconds: number }
  /** The hint is made of our own words: settings by path, what to do. */
  start_failed: { readonly code: string; readonly hint: string }
  fatal: { readonly code: string }
}

export type CompanionLog = EventLog<CompanionEvents>

/** Lines go to standard error, where systemd's journal (volatile on a provisioned box) takes them. */
export function companionLog(): CompanionLog {
  return new EventLog<CompanionEvents>(line => process.stderr.write(line))
}
