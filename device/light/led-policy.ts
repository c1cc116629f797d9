/**
 * What the light shows: a pure function of observed facts, so that it cannot lie.
 *
 * The order of the questions is the policy. A microphone that is open comes before everything else, whoever opened
 * it; only a closed one lets the light say something else. What the companion reports is a lease: one that ran out
 * asks for a person, it never counts as done.
 */

import type { LedPattern } from '../contracts/led.js'
import type { Phase } from '../contracts/session-machine.js'

export type LeaseState = 'none' | 'live' | 'expired'

export interface LedFacts {
  /** A capture stream of any card runs, as the kernel says, or the capture child says that its source is open. */
  readonly microphoneOpen: boolean
  /** Our own capture child has a source open. */
  readonly ownSourceOpen: boolean
  /** `held`: a file source that was told to wait for the transcriber. A microphone is never held. */
  readonly frames: 'fresh' | 'stale' | 'held'
  readonly spoolTaking: boolean
  /** Of the session at the button. */
  readonly phase: Phase
  /** The microphone was asked to open moments ago and has not answered yet. */
  readonly opening: boolean
  readonly buttonHeld: boolean
  readonly fault: boolean
  readonly pairingOpen: boolean
  readonly transcribing: LeaseState
  readonly drafting: LeaseState
  readonly ready: LeaseState
  readonly attention: LeaseState
  /** Sealed audio of an ended session that nobody transcribes: for moments, or for longer than a companion needs. */
  readonly audioWaiting: 'none' | 'briefly' | 'overdue'
}

/** Why the light shows what it shows: one of a closed list, for the page and the log. */
export type LedReason =
  | 'recording'
  | 'file-held'
  | 'frames-stale'
  | 'spool-failing'
  | 'recording-with-fault'
  | 'closing'
  | 'open-without-session'
  | 'button-held'
  | 'fault'
  | 'opening'
  | 'microphone-lost'
  | 'paused'
  | 'pairing'
  | 'attention'
  | 'lease-expired'
  | 'audio-overdue'
  | 'transcribing'
  | 'drafting'
  | 'audio-waiting'
  | 'ready'
  | 'idle'

export interface LedShown {
  readonly pattern: LedPattern
  readonly reason: LedReason
}

export function ledFor(facts: LedFacts): LedShown {
  return facts.microphoneOpen ? whileOpen(facts) : whileClosed(facts)
}

/** Never dark, and solid only if all is well. A held button may interrupt: its countdown is lit, and ends by itself. */
function whileOpen(facts: LedFacts): LedShown {
  if (facts.buttonHeld) return { pattern: 'countdown', reason: 'button-held' }
  // Another program's microphone, or ours on its way to being closed: it is open, and that is what people must know.
  if (facts.phase !== 'recording') {
    return { pattern: 'solid', reason: facts.ownSourceOpen ? 'closing' : 'open-without-session' }
  }
  if (!facts.spoolTaking) return { pattern: 'fast-blink', reason: 'spool-failing' }
  if (facts.fault) return { pattern: 'fast-blink', reason: 'recording-with-fault' }
  switch (facts.frames) {
    case 'fresh':
      return { pattern: 'solid', reason: 'recording' }
    case 'held':
      return { pattern: 'solid', reason: 'file-held' }
    case 'stale':
      return { pattern: 'fast-blink', reason: 'frames-stale' }
  }
}

function whileClosed(facts: LedFacts): LedShown {
  if (facts.buttonHeld) return { pattern: 'countdown', reason: 'button-held' }
  // Whoever opened the pairing window stands before the box, whatever older fault there is; no session runs then.
  if (facts.pairingOpen && facts.phase !== 'recording' && facts.phase !== 'paused') {
    return { pattern: 'alternate', reason: 'pairing' }
  }
  if (facts.fault) return { pattern: 'fast-blink', reason: 'fault' }
  if (facts.phase === 'recording') {
    return facts.opening
      ? { pattern: 'slow-blink', reason: 'opening' }
      : { pattern: 'fast-blink', reason: 'microphone-lost' }
  }
  if (facts.phase === 'paused') return { pattern: 'slow-blink', reason: 'paused' }
  return workOf(facts)
}

/** What the companion reports. Trouble before work, work before ready, and ready only if no audio waits. */
function workOf(facts: LedFacts): LedShown {
  const leases = [facts.transcribing, facts.drafting, facts.ready]
  if (facts.attention === 'live') return { pattern: 'fast-blink', reason: 'attention' }
  if (facts.attention === 'expired' || leases.includes('expired')) {
    return { pattern: 'fast-blink', reason: 'lease-expired' }
  }
  if (facts.audioWaiting === 'overdue') return { pattern: 'fast-blink', reason: 'audio-overdue' }
  if (facts.transcribing === 'live') return { pattern: 'breathe', reason: 'transcribing' }
  if (facts.drafting === 'live') return { pattern: 'breathe', reason: 'drafting' }
  if (facts.audioWaiting === 'briefly') return { pattern: 'breathe', reason: 'audio-waiting' }
  if (facts.ready === 'live') return { pattern: 'double-blink', reason: 'ready' }
  return { pattern: 'off', reason: 'idle' }
}
