/** The transcribing half of a session's pipeline: one child, one segment at a time, a bounded number of attempts each. */

import type { SegmentSummary } from '../../device/contracts/device-api.js'
import { EarshotError, toErrorMessage } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { CompanionLog } from '../log.js'
import type { SegmentMeasures } from '../transcriber/messages.js'
import type { PipelinePorts, TranscriberPort } from './ports.js'

/** A segment that failed this often will fail again: its audio waits, visibly counting down, for a person. */
const MAX_ATTEMPTS = 3
/** A child that was killed says less about the segment: memory ran short, or someone killed it. */
const MAX_LOST_WORKERS = 8

/** How soon a model that is missing or damaged is looked at again: hashing a large one takes seconds. */
const MODEL_AGAIN_MS = 60_000

export interface StoredText {
  readonly sealedUnderTextKey: Uint8Array
  readonly measures: SegmentMeasures
}

export class TranscribeJob {
  /** Segments whose text is stored twice, durably. Only their audio may be destroyed. */
  readonly stored = new Set<number>()
  readonly gaveUp = new Set<number>()
  readonly #session: SessionId
  readonly #ports: PipelinePorts
  readonly #log: CompanionLog
  readonly #monotonicMs: () => number
  readonly #attempts = new Map<number, number>()
  #noModel: { readonly error: EarshotError; readonly untilMs: number } | null = null
  #textKeyFile = ''
  #child: TranscriberPort | null = null
  #aborted = false

  constructor(session: SessionId, ports: PipelinePorts, log: CompanionLog, monotonicMs = () => performance.now()) {
    this.#session = session
    this.#ports = ports
    this.#log = log
    this.#monotonicMs = monotonicMs
  }

  /** No child of ours is left. */
  get gone(): boolean {
    return this.#child === null
  }

  async prepare(textKeyFile: string): Promise<void> {
    this.#textKeyFile = textKeyFile
    for (const segment of await this.#ports.drops.listTexts(this.#session)) this.stored.add(segment)
  }

  /**
   * Transcribes one segment and stores its text, in RAM first, then durably.
   *
   * @returns null if the job was aborted or the segment was given up before; the error when it is given up now
   * @throws STORAGE_FULL, STORAGE_READ_ONLY if the text cannot be stored; MODEL_NOT_INSTALLED and its like while there is
   *   no model. Neither is a fault of the segment: ask again, for as long as its audio may be kept
   */
  async transcribe(segment: SegmentSummary): Promise<StoredText | EarshotError | null> {
    if (this.#noModel !== null && this.#monotonicMs() < this.#noModel.untilMs) throw this.#noModel.error
    while (!this.#aborted && !this.gaveUp.has(segment.segment)) {
      try {
        this.#child ??= await this.#startChild()
        const text = await this.#child.transcribe(segment.segment, segment.interrupted)
        await this.#ports.textRam.put(this.#session, segment.segment, text.sealedUnderTextKey)
        await this.#ports.drops.putText(this.#session, segment.segment, text.sealedToClinician)
        this.stored.add(segment.segment)
        return text
      } catch (error) {
        const failure = await this.#failed(segment.segment, error)
        if (failure !== null) return failure
      }
    }
    return null
  }

  /** Kills the child in the middle of whatever it does. */
  abort(): void {
    this.#aborted = true
    void this.stop()
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child === null) return
    await child.stop()
    if (this.#child === child) this.#child = null
  }

  async #startChild(): Promise<TranscriberPort> {
    const child = await this.#ports.transcriber(this.#session, this.#textKeyFile)
    this.#child = child
    await child.start()
    return child
  }

  async #failed(segment: number, error: unknown): Promise<EarshotError | null> {
    if (error instanceof EarshotError && error.code.startsWith('STORAGE_')) throw error
    await this.stop()
    if (this.#aborted) return null
    if (error instanceof EarshotError && error.code.startsWith('MODEL_')) {
      this.#noModel = { error, untilMs: this.#monotonicMs() + MODEL_AGAIN_MS }
      throw error
    }
    const { code } = toErrorMessage(error)
    const attempt = (this.#attempts.get(segment) ?? 0) + 1
    this.#attempts.set(segment, attempt)
    this.#log.write('segment_failed', { sessionId: this.#session, segment, code, attempt })
    if (code === 'TRANSCRIBE_WORKER_LOST') {
      await this.#ports.ledger.append('worker_lost', this.#session, { role: 'transcriber', segment })
    }
    if (attempt < (code === 'TRANSCRIBE_WORKER_LOST' ? MAX_LOST_WORKERS : MAX_ATTEMPTS)) return null
    this.gaveUp.add(segment)
    return error instanceof EarshotError ? error : new EarshotError('INTERNAL', 'internal error')
  }
}
