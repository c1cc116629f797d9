/**
 * What is known of a session: the fold of its journal. The running device and the one that recovers after a crash
 * read the same entries by the same rules, so they cannot disagree.
 */

import type { DestroyReason, DestroySteps, JournalBodies, JournalEntry } from '../contracts/journal.js'
import { type Phase, type SessionEvent, step } from '../contracts/session-machine.js'

export interface SegmentFacts {
  readonly segment: number
  readonly startMs: number
  readonly keyCommitment: string
  readonly sealed: JournalBodies['segment_sealed'] | null
  readonly destroyed: { readonly reason: DestroyReason; readonly steps: DestroySteps } | null
}

export class SessionFacts {
  phase: Phase = 'idle'
  startedAtMs = 0
  endedAtMs: number | null = null
  /** Told by `session_ended`; until then the clock says. */
  endedAfterMs: number | null = null
  /** Of the child that has the microphone, or had it when the last device process died. */
  capturePid: number | null = null
  overruns = 0
  pausedMs = 0
  /** Paused when it last was neither ended nor resumed: what the time since then is called. */
  pausedNow = false
  /** Session time up to which all is accounted for, as sound or as gap. */
  accountedMs = 0
  readonly #segments = new Map<number, SegmentFacts>()
  readonly #warnings = new Set<string>()

  get segments(): readonly SegmentFacts[] {
    return [...this.#segments.values()]
  }

  segment(segment: number): SegmentFacts | undefined {
    return this.#segments.get(segment)
  }

  /** Number for the next segment: none is ever used twice. */
  get nextSegment(): number {
    return Math.max(0, ...this.#segments.keys()) + 1
  }

  get sealedMs(): number {
    return this.segments.reduce((sum, { sealed }) => sum + (sealed?.durationMs ?? 0), 0)
  }

  /** Announced and not sealed: being written, or left so by a child that died. At most one in an orderly life. */
  get opened(): readonly SegmentFacts[] {
    return this.segments.filter(segment => segment.sealed === null && segment.destroyed === null)
  }

  /** Sealed and not destroyed, oldest first. */
  get held(): readonly SegmentFacts[] {
    return this.segments.filter(segment => segment.sealed !== null && segment.destroyed === null)
  }

  /** Nothing of the session's sound is left, nor a process that could hold some. */
  get audioGone(): boolean {
    return this.capturePid === null && this.segments.every(segment => segment.destroyed !== null)
  }

  warned(code: string): boolean {
    return this.#warnings.has(code)
  }

  /** Takes the edge of the session machine, if there is one. */
  enter(event: SessionEvent): void {
    this.phase = step(this.phase, event)?.to ?? this.phase
  }

  /** Entries in order, each once. */
  apply(entry: JournalEntry): void {
    switch (entry.type) {
      case 'session_started':
        this.enter('press')
        this.startedAtMs = entry.atMs
        break
      case 'capture_opened':
        this.capturePid = entry.body.pid
        break
      case 'capture_closed':
        this.capturePid = null
        break
      case 'segment_opened':
        this.#segments.set(entry.body.segment, { ...entry.body, sealed: null, destroyed: null })
        break
      case 'segment_sealed':
        this.#sealed(entry.body)
        break
      case 'segment_destroyed':
        this.#destroyed(entry.body)
        break
      case 'overrun':
        this.overruns += 1
        break
      case 'gap':
        this.accountedMs = Math.max(this.accountedMs, entry.body.startMs + entry.body.durationMs)
        if (entry.body.reason === 'paused') this.pausedMs += entry.body.durationMs
        break
      case 'paused':
      case 'resumed':
        this.pausedNow = entry.type === 'paused'
        if ((this.phase === 'recording') === this.pausedNow) this.enter('double_press')
        break
      case 'session_ended':
        // Whatever phase it was ended from: it has ended, and the way here was decided by the machine at its time.
        if (this.phase === 'recording' || this.phase === 'paused') this.phase = 'finishing'
        this.endedAtMs = entry.atMs
        this.endedAfterMs = entry.body.durationMs
        break
      case 'session_discarded':
        this.enter('discard')
        break
      case 'warning':
        this.#warnings.add(entry.body.code)
        break
    }
    this.#settle()
  }

  #sealed(body: JournalBodies['segment_sealed']): void {
    const { segment, startMs, keyCommitment } = body
    this.#segments.set(segment, { segment, startMs, keyCommitment, sealed: body, destroyed: null })
    this.accountedMs = Math.max(this.accountedMs, body.startMs + body.durationMs)
  }

  #destroyed({ segment, reason, steps }: JournalBodies['segment_destroyed']): void {
    const known = this.#segments.get(segment) ?? {
      segment,
      startMs: 0,
      keyCommitment: '',
      sealed: null,
      destroyed: null,
    }
    this.#segments.set(segment, { ...known, destroyed: { reason, steps } })
  }

  /** The device's half of a session is over when it has ended and nothing of its sound is left. */
  #settle(): void {
    if (this.phase !== 'finishing' || this.endedAtMs === null || !this.audioGone) return
    const expired = this.segments.some(({ destroyed }) => destroyed?.reason === 'expired')
    this.enter(expired ? 'audio_expired' : 'all_text_stored')
  }
}
