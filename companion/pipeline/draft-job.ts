/**
 * The drafting half of a session's pipeline. The child observes each segment as its text is stored, so that composing
 * at the stop costs the same after four minutes and after two hours. A child that dies is started again and is given
 * everything once more, from RAM.
 */

import { EarshotError, toErrorMessage } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { FormatKey } from '../drafting/note-draft.js'
import type { CompanionLog } from '../log.js'
import type { DrafterPort, PipelinePorts } from './ports.js'

const MAX_ATTEMPTS = 3

export interface ComposedDraft {
  readonly sealedToClinician: Uint8Array
  readonly sentences: number
}

export class DraftJob {
  readonly #session: SessionId
  readonly #ports: PipelinePorts
  readonly #log: CompanionLog
  #segments: number[] = []
  #textKeyFile = ''
  #child: DrafterPort | null = null
  /** Observations follow each other; compose waits for the last. A failure breaks the chain and is met by a new child. */
  #observed: Promise<void> = Promise.resolve()
  #composing = false

  constructor(session: SessionId, ports: PipelinePorts, log: CompanionLog) {
    this.#session = session
    this.#ports = ports
    this.#log = log
  }

  get composing(): boolean {
    return this.#composing
  }

  /** @param segments whose text is stored already, by a companion before this one */
  async prepare(textKeyFile: string, segments: readonly number[]): Promise<void> {
    this.#textKeyFile = textKeyFile
    this.#segments = [...segments].sort((a, b) => a - b)
    this.#observed = this.#startChild().catch(error => this.#lost(error))
    await this.#observed
  }

  /** A segment that was heard a second time is known already. */
  observe(segment: number, sealedUnderTextKey: Uint8Array): void {
    if (this.#segments.includes(segment)) return
    this.#segments.push(segment)
    this.#observed = this.#observed
      .then(async () => {
        // A child that was lost before is made up for here, not at the stop, when a person waits.
        if (this.#child === null) await this.#startChild()
        else await this.#child.observe(segment, sealedUnderTextKey)
      })
      .catch(error => this.#lost(error))
  }

  /** @throws DRAFT_FAILED, DRAFT_WORKER_LOST after several attempts */
  async compose(format: FormatKey): Promise<ComposedDraft> {
    this.#composing = true
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await this.#observed
          this.#child ?? (await this.#startChild())
          if (this.#child === null) throw new EarshotError('DRAFT_WORKER_LOST', 'drafting process did not start')
          return await this.#child.compose(format)
        } catch (error) {
          await this.#lost(error)
          if (attempt === MAX_ATTEMPTS) throw error
        }
      }
    } finally {
      this.#composing = false
    }
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = null
    await child?.stop()
  }

  /** Starts a child and gives it every stored segment in order. */
  async #startChild(): Promise<void> {
    const child = await this.#ports.drafter(this.#session, this.#textKeyFile)
    this.#child = child
    await child.start()
    for (const segment of this.#segments) {
      const sealed = await this.#ports.textRam.read(this.#session, segment)
      if (sealed !== null) await child.observe(segment, sealed)
    }
  }

  async #lost(error: unknown): Promise<void> {
    this.#log.write('step_failed', { sessionId: this.#session, code: toErrorMessage(error).code })
    await this.stop()
  }
}
