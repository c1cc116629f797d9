/**
 * One session of the device, from the press until its folder is released. The session machine decides, this class does:
 * it writes the decision down first (journal or intent), then opens or closes the microphone, then seals the books.
 * A kill in between finds the decision and finishes the deed.
 */

import { EarshotError, type ErrorMessage, toErrorMessage } from '../contracts/errors.js'
import type { DestroyReason, DestroySteps, JournalBodies } from '../contracts/journal.js'
import { type Effect, type Phase, type SessionEvent, step } from '../contracts/session-machine.js'
import { SessionAudio } from './session-audio.js'
import { SessionCapture } from './session-capture.js'
import type { EndReason, SessionFile } from './session-folder.js'
import type { SessionParts } from './session-parts.js'
import type { SessionRecord } from './session-record.js'

/** What each way to `finishing` is called in the journal. */
const END_REASONS: Readonly<Partial<Record<SessionEvent, EndReason>>> = {
  capture_failed: 'capture-failed',
  spool_full: 'spool-full',
  max_length: 'max-length',
}

const AUDIO_EXPIRED: ErrorMessage = toErrorMessage(
  new EarshotError('TRANSCRIBE_FAILED', 'audio was not transcribed before its deadline and is destroyed', {
    hint: 'write this note by hand; have the transcriber looked at before the next session',
  }),
)

export class RecordedSession {
  readonly file: SessionFile
  readonly record: SessionRecord
  readonly capture: SessionCapture
  readonly #parts: SessionParts
  readonly #audio: SessionAudio
  /** What was decided last is being done: closing the microphone and ending, or forgetting. */
  #ending: Promise<void> = Promise.resolve()
  /** Of its audio, which could not be destroyed or was not transcribed; trouble of the microphone is the capture's. */
  #error: ErrorMessage | null = null

  readonly #keepError = (error: unknown) => {
    this.#error = toErrorMessage(error)
  }

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.file = parts.file
    this.record = parts.record
    this.#audio = new SessionAudio(parts.spool, parts.folder, parts.record)
    this.capture = new SessionCapture(parts, this.#audio, error => {
      this.act(error.code === 'SPOOL_FULL' ? 'spool_full' : 'capture_failed', 'box', error)
    })
  }

  get phase(): Phase {
    return this.record.facts.phase
  }

  get error(): ErrorMessage | null {
    return this.#error ?? this.capture.error
  }

  /** It has ended, and nothing of its sound is left, nor a process that could hold some. */
  get isOver(): boolean {
    const { facts } = this.record
    return facts.endedAtMs !== null && facts.audioGone && this.capture.isGone && !this.#parts.folder.holdsAudio
  }

  /** The press. */
  start(body: JournalBodies['session_started']): void {
    this.record.write('session_started', body)
    this.capture.keeper.open('lost')
  }

  /** After a restart of the device: the microphone was open when the last process died. */
  resume(): void {
    this.capture.keeper.open('crashed')
  }

  /** After a restart: takes in what the last process left, before anything else is asked of the session. */
  settle(): Promise<void> {
    return this.#audio.settle().catch(this.#keepError)
  }

  /**
   * Does what the machine says the event does in this phase.
   * @param error why, where the box acts by itself and a person must look
   * @returns whether the event meant anything
   */
  act(event: SessionEvent, by: 'button' | 'page' | 'box', error: ErrorMessage | null = null): boolean {
    const edge = step(this.phase, event)
    if (edge === null) return false
    const positionMs = this.capture.durationMs
    const effects: readonly Effect[] = edge.effects
    const { facts } = this.record
    if (effects.includes('show_attention') && error !== null) {
      this.#parts.selfEnded(error, facts.sealedMs > 0 || facts.opened.length > 0)
    }
    switch (edge.to) {
      case 'paused':
        this.record.write('paused', { atSessionMs: positionMs })
        this.#parts.sessionClock.paused(true)
        void this.capture.keeper.close().then(this.#parts.changed)
        break
      case 'recording':
        this.record.write('resumed', { atSessionMs: positionMs })
        this.#parts.sessionClock.paused(false)
        this.capture.keeper.open('paused')
        break
      case 'finishing': {
        const reason = END_REASONS[event] ?? 'press'
        this.#parts.folder.addIntent({ intent: 'end', reason, positionMs })
        this.end(event, reason, positionMs)
        break
      }
      case 'discarded':
        this.record.write('session_discarded', { by: by === 'page' ? 'page' : 'button' })
        this.forget(positionMs)
        break
      case 'idle':
      case 'transcribed':
      case 'drafting':
      case 'ready':
      case 'signed':
      case 'failed': // Facts of the journal, or the companion's half of the machine: nothing that is done here.
        return false
    }
    this.#parts.changed()
    return true
  }

  /** Closes the microphone and ends the session in the journal; what is sealed waits for its text. */
  end(event: SessionEvent, reason: EndReason, positionMs: number): void {
    this.record.facts.enter(event)
    this.#ending = this.capture.keeper.close().then(() => {
      if (this.phase !== 'discarded') this.capture.writeEnd(reason, positionMs)
      this.#parts.changed()
    })
  }

  /** Destroys everything now. What could not be destroyed is tried again by {@link tidy}. */
  forget(positionMs: number): void {
    this.#error = null
    this.#ending = this.capture.keeper
      .kill()
      .then(() => this.#audio.destroyAll('discarded'))
      .catch(this.#keepError)
      .then(() => {
        if (this.record.facts.endedAtMs === null) this.capture.writeEnd('discarded', positionMs)
        this.#parts.changed()
      })
  }

  /** After a restart, where nobody can answer for the folder any more: ends it and destroys all of its audio. */
  async abandon(): Promise<void> {
    await this.#audio.destroyAll('expired').catch(this.#keepError)
    const { facts } = this.record
    this.record.warn('STORAGE_DAMAGED')
    if (facts.endedAtMs === null) this.capture.writeEnd('capture-failed', facts.accountedMs)
  }

  /** Resolves when what was decided last is done. */
  settled(): Promise<void> {
    return this.#ending
  }

  /** The device process ends: the microphone is closed and sealed, the session is left for the next process. */
  async suspend(): Promise<void> {
    await this.#ending
    await this.capture.keeper.close()
    this.record.close()
  }

  /** Its folder goes. The caller has made sure that nothing is left in it. */
  remove(): void {
    this.record.close()
    this.#parts.folder.remove()
  }

  /** @throws as {@link SessionAudio.destroy} */
  async destroy(segment: number, reason: DestroyReason): Promise<DestroySteps> {
    const steps = await this.#audio.destroy(segment, reason)
    this.#parts.changed()
    return steps
  }

  /** Now and then: what a full spool did not take, what could not be destroyed, what is past its deadline. */
  async tidy(keepMs: number): Promise<void> {
    this.record.flush()
    const { facts } = this.record
    if (this.phase === 'discarded' && facts.endedAtMs !== null && !facts.audioGone) {
      await this.#audio.destroyAll('discarded')
      this.#error = null
    }
    const late = facts.held.filter(({ segment, startMs }) => this.capture.ageMs(segment, startMs) >= keepMs)
    for (const { segment } of late) {
      await this.#audio.destroy(segment, 'expired')
      this.#error = AUDIO_EXPIRED
    }
    if (late.length > 0) this.#parts.changed()
  }
}
