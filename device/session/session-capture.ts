/**
 * The microphone's side of a session: what the capture child is told, and what it tells, written into the journal.
 * Every stretch of session time is accounted for, as sound or as a gap with its reason.
 */

import type { BeginCapture, FromCapture } from '../capture/messages.js'
import { type ErrorMessage, toErrorMessage } from '../contracts/errors.js'
import type { JournalBodies } from '../contracts/journal.js'
import { CaptureKeeper, type GapReason, type KeeperOwner } from './capture-keeper.js'
import type { ProcessIdentity } from './process-identity.js'
import type { SessionAudio } from './session-audio.js'
import type { EndReason } from './session-folder.js'
import type { SessionParts } from './session-parts.js'
import { SoundFacts } from './sound-facts.js'

/** Sound under way from the room to the spool when a session ends; more than this is missing, and a gap. */
const TAIL_MS = 2000

export class SessionCapture implements KeeperOwner {
  readonly keeper: CaptureKeeper
  readonly sound = new SoundFacts()
  readonly #parts: SessionParts
  readonly #audio: SessionAudio
  readonly #gaveUp: (error: ErrorMessage) => void
  /** The microphone was asked for before: what lies between then and the next time is a gap. */
  #wasOpen: boolean
  /** Session time at which the present stretch began. */
  #startMs = 0
  #error: ErrorMessage | null = null
  /** When a segment's first sound came, on the monotonic clock. */
  readonly #capturedAt = new Map<number, number>()

  constructor(parts: SessionParts, audio: SessionAudio, gaveUp: (error: ErrorMessage) => void) {
    this.#parts = parts
    this.#audio = audio
    this.#gaveUp = gaveUp
    this.#wasOpen = parts.record.seq > 0
    this.keeper = new CaptureKeeper(parts.launch, this, parts.clock, parts.times)
  }

  /** Present trouble. */
  get error(): ErrorMessage | null {
    return this.#error ?? this.keeper.error ?? (this.keeper.isOpen ? this.sound.error : null)
  }

  /** Since the press, pauses included. */
  get durationMs(): number {
    const { endedAfterMs, accountedMs } = this.#parts.record.facts
    return endedAfterMs ?? Math.max(accountedMs, this.#parts.sessionClock.positionMs())
  }

  /** Sealed, and what the open segment has until now. */
  get capturedMs(): number {
    const { facts } = this.#parts.record
    return facts.opened.reduce((sum, { startMs }) => sum + Math.max(0, this.sound.positionMs - startMs), facts.sealedMs)
  }

  get isGone(): boolean {
    return this.keeper.isGone && this.#parts.record.facts.capturePid === null
  }

  /** How long ago the segment's first sound came. @param startMs its place in the session, for those of earlier processes */
  ageMs(segment: number, startMs: number): number {
    const { settings, clock, file } = this.#parts
    const speed = settings.source.adapter === 'wav-file' ? settings.source.speed : 1
    const since = this.#capturedAt.get(segment) ?? file.startedMonotonicMs + Math.round(startMs / speed)
    return Math.max(0, clock.monotonicMs() - since)
  }

  writeEnd(reason: EndReason, positionMs: number): void {
    const { facts } = this.#parts.record
    const durationMs = Math.max(facts.accountedMs, positionMs)
    const missingMs = durationMs - facts.accountedMs
    if (facts.pausedNow || missingMs >= TAIL_MS) this.#writeGap(durationMs, facts.pausedNow ? 'paused' : 'lost')
    this.#parts.record.write('session_ended', { durationMs, capturedMs: facts.sealedMs, reason })
  }

  begin(gap: GapReason): BeginCapture {
    const { folder, settings, file, record } = this.#parts
    const startMs = this.durationMs
    if (this.#wasOpen) this.#writeGap(startMs, gap)
    this.#wasOpen = true
    this.#startMs = startMs
    const firstSegment = record.facts.nextSegment
    return { type: 'begin', sessionId: file.sessionId, directory: folder.path, firstSegment, startMs, ...settings }
  }

  processes(processes: readonly ProcessIdentity[]): void {
    this.#parts.folder.writeProcesses(processes)
  }

  told(message: FromCapture, pid: number): void {
    const { record, clock, sessionClock } = this.#parts
    switch (message.type) {
      case 'opened':
        record.write('capture_opened', { pid, startMs: this.#startMs })
        break
      case 'segment_opened': {
        const { type, ...body } = message
        this.#capturedAt.set(body.segment, clock.monotonicMs())
        record.write(type, body)
        break
      }
      case 'segment_sealed': {
        const { type, ...body } = message
        record.write(type, body)
        break
      }
      case 'overrun':
        record.write('overrun', { lostMs: message.lostMs })
        break
      case 'frames':
        sessionClock.told(message.positionMs)
        this.sound.told(message)
        if (this.sound.error !== null) record.warn(this.sound.error.code)
        if (this.sound.isClipping) record.warn('CAPTURE_CLIPPING')
        break
      case 'source_ended':
      case 'failed':
      case 'closed':
        break
    }
    this.#parts.changed()
  }

  async gone(closed: JournalBodies['capture_closed']): Promise<void> {
    const { record } = this.#parts
    this.sound.closed()
    try {
      const orderly = closed.reason !== 'crashed' && record.facts.opened.length === 0
      // A forgotten session is looked through where it is destroyed.
      if (record.facts.phase !== 'discarded') await (orderly ? this.#audio.destroyEmpty() : this.#audio.settle())
      this.#error = null
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
    if (record.facts.capturePid !== null) record.write('capture_closed', closed)
    this.#parts.changed()
  }

  gaveUp(error: ErrorMessage): void {
    this.#gaveUp(error)
  }

  #writeGap(untilMs: number, reason: GapReason): void {
    const { facts } = this.#parts.record
    const startMs = facts.accountedMs
    this.#parts.record.write('gap', { startMs, durationMs: Math.max(0, untilMs - startMs), reason })
  }
}
