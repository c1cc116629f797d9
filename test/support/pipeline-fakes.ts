/** A pipeline's surroundings that can be broken one by one: device, workers, ledger and receipts; the stores are real. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { PipelinePorts } from '../../companion/pipeline/ports.js'
import { Drops } from '../../companion/vault/drops.js'
import { TextRam } from '../../companion/vault/text-ram.js'
import type { SegmentStatus, SessionSummary } from '../../device/contracts/device-api.js'
import { EarshotError } from '../../device/contracts/errors.js'
import { EventLog } from '../../device/contracts/event-log.js'
import type { JournalEntry } from '../../device/contracts/journal.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Phase } from '../../device/contracts/session-machine.js'

export const SESSION = 'aaaaaaaaaaaaaaaaaaaaaaaaaa' as SessionId
export const MEASURES = {
  capturedMs: 50_000,
  transcribedMs: 40_000,
  silenceMs: 10_000,
  turns: 9,
  words: 100,
  meanConfidence: 0.9,
  dropped: 0,
}

export class Surroundings {
  readonly order: string[] = []
  readonly ledger: { type: string; data: unknown }[] = []
  readonly segments = new Map<number, SegmentStatus>()
  phase: Phase = 'recording'
  captureGone = false
  released = false
  /** Throws what this says for a segment's transcription. */
  failTranscribe: (segment: number, attempt: number) => EarshotError | null = () => null
  failObserve: (segment: number) => boolean = () => false
  failCompose: (attempt: number) => boolean = () => false
  failReceipt = false
  storeFull = false
  /** Of every segment, milliseconds of speech that gave no text. */
  unheardMs = 0
  workersGone: boolean | null = null
  observed: number[] = []
  drafters = 0
  transcribers = 0
  drops!: Drops
  textRam!: TextRam
  readonly #journal: JournalEntry[] = []
  readonly #closers: (() => Promise<void>)[] = []
  #attempts = new Map<number, number>()
  #composed = 0

  static async make(t: Test): Promise<Surroundings> {
    const made = new Surroundings()
    const folder = await mkdtemp(join(tmpdir(), 'earshot-pipeline-'))
    t.teardown(async () => {
      // What writes stops first; tap would take the folder away under its hands.
      for (const close of made.#closers) await close()
      await rm(folder, { recursive: true, force: true })
    })
    made.drops = await Drops.open(join(folder, 'state'))
    made.textRam = await TextRam.open(join(folder, 'run'))
    return made
  }

  /** To be called for whatever goes on by itself, when the test is over. */
  onClose(close: () => Promise<void>): void {
    this.#closers.push(close)
  }

  readonly log = new EventLog<never>(() => {})

  summary(): SessionSummary {
    return {
      sessionId: SESSION,
      phase: this.phase,
      startedAtMs: 1_000,
      endedAtMs: this.phase === 'recording' ? null : 200_000,
      durationMs: 100_000,
      capturedMs: 100_000,
      pausedMs: 0,
      journalSeq: 0,
      captureGone: this.captureGone,
      segments: [...this.segments].map(([segment, status]) => ({
        segment,
        status,
        startMs: (segment - 1) * 50_000,
        durationMs: 50_000,
        interrupted: false,
        ageMs: 0,
      })),
    }
  }

  /** The second press: the microphone is closed and its process gone. */
  stop(): void {
    this.phase = 'finishing'
    this.captureGone = true
    this.#note({ type: 'session_ended', atMs: 200_000, body: {} })
  }

  destroy(segment: number): void {
    this.segments.set(segment, 'destroyed')
    this.#note({ type: 'segment_destroyed', atMs: 1, body: { segment, steps: {} } })
  }

  #note(entry: Record<string, unknown>): void {
    this.#journal.push({ seq: this.#journal.length + 1, ...entry } as unknown as JournalEntry)
  }

  ports(): PipelinePorts {
    const { drops, textRam, order } = this
    return {
      device: {
        journal: async (_session, after) => this.#journal.filter(entry => entry.seq > after),
        destroySegment: async (_session, segment) => {
          order.push(`destroy ${segment}`)
          this.destroy(segment)
          return { segment, steps: {} as never }
        },
        release: async () => {
          this.released = true
        },
      },
      drops: {
        write: record => drops.write(record),
        read: session => drops.read(session),
        update: (session, change) => drops.update(session, change),
        listTexts: session => drops.listTexts(session),
        readText: (session, segment) => drops.readText(session, segment),
        removeSession: session => drops.removeSession(session),
        putDraft: (session, sealed) => drops.putDraft(session, sealed),
        putText: async (session, segment, sealed) => {
          if (this.storeFull) throw new EarshotError('STORAGE_FULL', 'no room', { hint: 'free room' })
          order.push(`disk ${segment}`)
          await drops.putText(session, segment, sealed)
        },
      },
      textRam: {
        prepare: session => textRam.prepare(session),
        readKey: session => textRam.readKey(session),
        read: (session, segment) => textRam.read(session, segment),
        destroy: session => textRam.destroy(session),
        put: async (session, segment, sealed) => {
          order.push(`ram ${segment}`)
          await textRam.put(session, segment, sealed)
        },
      },
      ledger: {
        append: async (type, _session, data) => void this.ledger.push({ type, data }),
        lastJournalSeq: () => -1,
      },
      receipts: {
        issue: async request => {
          this.workersGone = request.transcriberGone && request.captureGone
          if (this.failReceipt) throw new EarshotError('RECEIPT_CHECKS_FAILED', 'a check failed')
          order.push(`receipt ${request.kind}`)
          return `/receipts/${request.session}.receipt`
        },
      },
      transcriber: async () => {
        this.transcribers += 1
        return {
          start: async () => {},
          stop: async () => {},
          transcribe: async segment => {
            const attempt = (this.#attempts.get(segment) ?? 0) + 1
            this.#attempts.set(segment, attempt)
            const failure = this.failTranscribe(segment, attempt)
            if (failure !== null) throw failure
            return {
              sealedToClinician: Buffer.of(1, segment),
              sealedUnderTextKey: Buffer.of(2, segment),
              measures: { ...MEASURES, transcribedMs: MEASURES.transcribedMs - this.unheardMs },
            }
          },
        }
      },
      drafter: async () => {
        this.drafters += 1
        this.observed = []
        return {
          start: async () => {},
          stop: async () => {},
          observe: async segment => {
            if (this.failObserve(segment)) throw new EarshotError('DRAFT_WORKER_LOST', 'drafting process ended')
            this.observed.push(segment)
          },
          compose: async () => {
            this.#composed += 1
            if (this.failCompose(this.#composed)) throw new EarshotError('DRAFT_FAILED', 'no draft')
            return { sealedToClinician: Buffer.of(3), sentences: this.observed.length }
          },
        }
      },
    }
  }
}
