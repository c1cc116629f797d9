/**
 * One session's way from sealed segments to a sealed draft and a receipt. Level-triggered: each time the device tells
 * its state, the pipeline looks at what is there and does what is missing, so that any step may be cut short by a crash
 * of any process and is made up for by whoever looks next.
 *
 * The order that must never change: text in RAM, text on disk, and only then is that segment's audio destroyed.
 */

import type { SegmentSummary, SessionSummary } from '../../device/contracts/device-api.js'
import { EarshotError, toErrorMessage } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { FormatKey } from '../drafting/note-draft.js'
import type { CompanionLog } from '../log.js'
import { accountsForAll } from '../transcriber/coverage.js'
import type { SegmentMeasures } from '../transcriber/messages.js'
import type { SessionRecord } from '../vault/session-record.js'
import { DraftJob } from './draft-job.js'
import type { PipelinePorts } from './ports.js'
import { SessionEnding } from './session-ending.js'
import { SessionPapers } from './session-papers.js'
import { TranscribeJob } from './transcribe-job.js'

export interface PipelineOptions {
  readonly clinicianId: string
  readonly format: FormatKey
  readonly log: CompanionLog
  /** Called after anything that a page would show. */
  readonly onChange: () => void
  readonly now: () => number
}

/** What needs a person: a code of the catalogue and what to do. */
export interface Problem {
  readonly code: string
  readonly hint: string
}

/** Design, invariant 11: the text is kept, the audio of that segment too, until a person discards it or its deadline. */
const NOT_ALL_HEARD: Problem = {
  code: 'TRANSCRIBE_COVERAGE',
  hint: 'some speech gave no text: complete the note by hand; the audio of that minute is destroyed at its deadline',
}

export type PipelineActivity = 'transcribing' | 'drafting' | 'ready' | 'attention' | 'idle'

export class SessionPipeline {
  readonly session: SessionId
  readonly #ports: PipelinePorts
  readonly #options: PipelineOptions
  readonly #papers: SessionPapers
  readonly #transcribing: TranscribeJob
  readonly #drafting: DraftJob
  readonly #ending: SessionEnding
  /** The device has said so; a state it told before that may still be under way to us. */
  readonly #destroyed = new Set<number>()
  #summary: SessionSummary
  #running: Promise<void> | null = null
  #again = false
  /** What failed just now and is tried again. */
  #stuck: Problem | null = null
  /** What only a person, or the deadline, will end: a segment without text, no draft. */
  #problem: Problem | null = null
  #finished = false

  constructor(summary: SessionSummary, ports: PipelinePorts, options: PipelineOptions) {
    this.session = summary.sessionId
    this.#summary = summary
    this.#ports = ports
    this.#options = options
    this.#papers = new SessionPapers(this.session, ports)
    this.#transcribing = new TranscribeJob(this.session, ports, options.log)
    this.#drafting = new DraftJob(this.session, ports, options.log)
    this.#ending = new SessionEnding(this.session, {
      ports,
      papers: this.#papers,
      transcribing: this.#transcribing,
      drafting: this.#drafting,
      log: options.log,
      now: options.now,
    })
  }

  get summary(): SessionSummary {
    return this.#summary
  }

  get record(): SessionRecord | null {
    return this.#papers.record
  }

  get problem(): Problem | null {
    return this.#stuck ?? this.#problem
  }

  /** The receipt is written and the device has let the session go: nothing is left to do. */
  get finished(): boolean {
    return this.#finished
  }

  get activity(): PipelineActivity {
    if (this.problem !== null) return 'attention'
    if (this.record?.phase === 'ready') return 'ready'
    if (this.#drafting.composing) return 'drafting'
    return this.#finished ? 'idle' : 'transcribing'
  }

  /** Tells what the device says now. Never throws; what fails is shown as a problem and tried again. */
  update(summary: SessionSummary): void {
    this.#summary = summary
    if (this.#discarded()) this.#transcribing.abort()
    this.kick()
  }

  kick(): void {
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      // Asked between the last look and here: nobody else would look again.
      if (this.#again && !this.#finished) this.kick()
    })
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  /** Ends the children. What they had not stored is done again by the next companion. */
  async stop(): Promise<void> {
    this.#finished = true
    this.#transcribing.abort()
    await this.#running
    await Promise.all([this.#transcribing.stop(), this.#drafting.stop()])
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#finished) {
      this.#again = false
      try {
        await this.#reconcile()
        this.#stuck = null
      } catch (error) {
        const { code, hint } = toErrorMessage(error)
        this.#options.log.write('step_failed', { sessionId: this.session, code })
        if (code !== 'DEVICE_UNREACHABLE') this.#stuck = { code, hint: hint ?? '' }
      }
      this.#options.onChange()
    }
  }

  async #reconcile(): Promise<void> {
    if (this.record === null) await this.#open()
    await this.#papers.absorbJournal()
    if (this.#discarded()) {
      if (await this.#ending.discard(this.#summary)) await this.#issue('discarded')
      return
    }
    for (const segment of this.#summary.segments) {
      if (segment.status !== 'held' || this.#destroyed.has(segment.segment)) continue
      await this.#handle(segment)
      // The device may have told of a discard meanwhile; look again before the next minute of audio.
      if (this.#discarded()) return
    }
    await this.#finishIfAllHeard()
  }

  async #open(): Promise<void> {
    await this.#papers.open(this.#options.clinicianId, this.#summary.startedAtMs)
    this.#options.log.write('session_seen', { sessionId: this.session, phase: this.#summary.phase })
    const textKeyFile = await this.#ports.textRam.prepare(this.session)
    await this.#transcribing.prepare(textKeyFile)
    await this.#drafting.prepare(textKeyFile, await this.#ports.drops.listTexts(this.session))
  }

  async #save(change: (record: SessionRecord) => SessionRecord): Promise<void> {
    await this.#papers.save(change)
    this.#options.onChange()
  }

  async #handle(segment: SegmentSummary): Promise<void> {
    // Text without its measures was stored by a companion that died in between: only a new hearing can tell.
    if (!this.#transcribing.stored.has(segment.segment) || this.#measures(segment.segment) === undefined) {
      if (!(await this.#transcribe(segment))) return
    }
    const measures = this.#measures(segment.segment)
    if (measures !== undefined && !accountsForAll(measures)) {
      this.#problem = NOT_ALL_HEARD
      return
    }
    await this.#ports.device.destroySegment(this.session, segment.segment, 'text-stored')
    this.#destroyed.add(segment.segment)
  }

  /** @returns whether the segment's text is stored now */
  async #transcribe(segment: SegmentSummary): Promise<boolean> {
    const startedAt = this.#options.now()
    const result = await this.#transcribing.transcribe(segment)
    if (result === null) return false
    if (result instanceof EarshotError) {
      this.#problem = { code: result.code, hint: result.hint ?? '' }
      return false
    }
    await this.#save(record => ({ ...record, segments: { ...record.segments, [segment.segment]: result.measures } }))
    this.#drafting.observe(segment.segment, result.sealedUnderTextKey)
    const tookMs = this.#options.now() - startedAt
    this.#options.log.write('segment_text_stored', { sessionId: this.session, segment: segment.segment, tookMs })
    return true
  }

  #measures(segment: number): SegmentMeasures | undefined {
    return this.record?.segments[segment]
  }

  #discarded(): boolean {
    return this.#summary.phase === 'discarded'
  }

  /** True once the microphone has closed for good and each segment has its text, or never will. */
  #allHeard(): boolean {
    const { phase, captureGone, segments } = this.#summary
    if ((phase !== 'finishing' && phase !== 'transcribed') || !captureGone) return false
    return segments.every(
      ({ status, segment }) =>
        status === 'destroyed' || this.#transcribing.stored.has(segment) || this.#transcribing.gaveUp.has(segment),
    )
  }

  async #finishIfAllHeard(): Promise<void> {
    if (!this.#allHeard()) return
    await this.#papers.absorbJournal()
    const stopped = this.#transcribing.stop()
    try {
      await this.#ending.draft(this.#summary, this.#options.format)
    } catch (error) {
      // The transcript is safe; a draft can be asked for again. The receipt does not wait for it.
      const { code, hint } = toErrorMessage(error)
      await this.#save(record => ({ ...record, phase: 'failed' }))
      this.#problem = { code, hint: hint ?? '' }
    }
    await stopped
    if (this.#summary.phase === 'transcribed') await this.#issue('destroyed')
  }

  async #issue(kind: 'destroyed' | 'discarded'): Promise<void> {
    await this.#ending.issue(this.#summary, kind)
    if (this.record?.phase !== 'failed') this.#problem = null
    this.#finished = true
  }
}
