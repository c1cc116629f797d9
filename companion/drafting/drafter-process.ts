/**
 * The drafter child as the companion sees it. Text goes in sealed and comes out sealed: this process never holds a
 * word of it, and neither does an error.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { EarshotError, fromErrorMessage } from '../../device/contracts/errors.js'
import type { BeginDrafting, FromDrafter, ToDrafter } from './messages.js'
import type { FormatKey } from './note-draft.js'

export interface ComposedDraft {
  readonly sealedToClinician: Uint8Array
  readonly sentences: number
  readonly unsupported: number
}

interface Waiting {
  resolve(answer: FromDrafter): void
  reject(error: EarshotError): void
}

export class DrafterProcess {
  #child: ChildProcess | null = null
  #waiting: Waiting[] = []
  #gone: Promise<void> = Promise.resolve()
  #lost = false
  #stderrBytes = 0

  /** Process id while the child lives, else `null`. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** How much the child complained. The complaints themselves could quote the transcript: they are not kept. */
  get stderrBytes(): number {
    return this.#stderrBytes
  }

  /** @throws DRAFT_FAILED if the text key is missing; DRAFT_WORKER_LOST if the child does not start */
  async start(begin: BeginDrafting): Promise<void> {
    if (this.#child !== null || this.#lost) throw new EarshotError('DRAFT_FAILED', 'drafting has begun already')
    const child = fork(new URL('./worker.js', import.meta.url), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      execArgv: [],
    })
    this.#child = child
    child.stderr?.on('data', (bytes: Buffer) => {
      this.#stderrBytes += bytes.length
    })
    child.on('message', message => this.#waiting.shift()?.resolve(message as FromDrafter))
    this.#gone = new Promise(resolve => {
      const ended = (): void => {
        this.#ended()
        resolve()
      }
      // Not at `exit`: answers that were under way then are delivered before `close`.
      child.once('close', ended)
      child.on('error', () => {
        if (child.pid === undefined) ended()
      })
    })
    await this.#ask(begin, 'begun')
  }

  /** @throws VAULT_WRONG_KEY, STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN, DRAFT_FAILED, DRAFT_WORKER_LOST */
  async observe(segment: number, sealedUnderTextKey: Uint8Array): Promise<void> {
    await this.#ask({ type: 'observe', segment, sealedUnderTextKey }, 'observed')
  }

  /** @throws DRAFT_FAILED, DRAFT_WORKER_LOST */
  async compose(format: FormatKey): Promise<ComposedDraft> {
    const { sealedToClinician, sentences, unsupported } = await this.#ask({ type: 'compose', format }, 'draft')
    return { sealedToClinician, sentences, unsupported }
  }

  /** Resolves when the child is gone; what was still asked fails with DRAFT_WORKER_LOST. May be called again. */
  async stop(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#gone
  }

  async #ask<T extends FromDrafter['type']>(
    message: ToDrafter,
    expected: T,
  ): Promise<Extract<FromDrafter, { readonly type: T }>> {
    const child = this.#child
    if (child === null || !child.connected) throw lost()
    const answer = await new Promise<FromDrafter>((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      // Not sent because it is going: `close` tells the rest.
      child.send(message, () => undefined)
    })
    if (answer.type === 'failed') throw fromErrorMessage(answer.error)
    if (answer.type !== expected) throw new EarshotError('DRAFT_FAILED', 'drafter answered something else')
    return answer as Extract<FromDrafter, { readonly type: T }>
  }

  #ended(): void {
    this.#child = null
    this.#lost = true
    for (const waiting of this.#waiting.splice(0)) waiting.reject(lost())
  }
}

function lost(): EarshotError {
  return new EarshotError('DRAFT_WORKER_LOST', 'drafting process ended', {
    hint: 'the text is stored: the box drafts again by itself',
    retryable: true,
  })
}
