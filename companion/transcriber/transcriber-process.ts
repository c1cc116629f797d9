/**
 * The transcriber child as the companion sees it. Text comes out sealed: this process never holds a word of it, nor a
 * sample, and neither does an error.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EarshotError, fromErrorMessage } from '../../device/contracts/errors.js'
import type { BeginTranscribing, FromTranscriber, SegmentText, ToTranscriber } from './messages.js'

/** A segment lasts about a minute: a box that takes a quarter of an hour for it hangs, or will never catch up. */
const SEGMENT_DEADLINE_MS = 15 * 60_000
/** Reading, hashing and loading the largest model from an SD card takes half of this. */
const BEGIN_DEADLINE_MS = 5 * 60_000

export interface TranscriberOptions {
  /** EARSHOT_RUN: the child's home lies there, because the binding insists on making a folder in one. */
  readonly runDirectory: string
  readonly deadlinesMs?: { readonly begin: number; readonly segment: number }
}

export interface TranscriberExit {
  readonly pid: number | null
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
}

interface Waiting {
  readonly timer: NodeJS.Timeout
  resolve(answer: FromTranscriber): void
  reject(error: EarshotError): void
}

/** The key under which `ready` is waited for; segments count from 1. */
const BEGIN = 0
const NEVER_STARTED: TranscriberExit = { pid: null, exitCode: null, signal: null }

export class TranscriberProcess {
  readonly #runDirectory: string
  readonly #deadlinesMs: { readonly begin: number; readonly segment: number }
  readonly #waiting = new Map<number, Waiting>()
  #child: ChildProcess | null = null
  #exit: TranscriberExit | null = NEVER_STARTED
  #ended: Promise<TranscriberExit> = Promise.resolve(NEVER_STARTED)
  #begun = false
  #loadMs = 0
  #stderrBytes = 0

  constructor(options: TranscriberOptions) {
    this.#runDirectory = options.runDirectory
    this.#deadlinesMs = options.deadlinesMs ?? { begin: BEGIN_DEADLINE_MS, segment: SEGMENT_DEADLINE_MS }
  }

  /** Of the child, while it lives and after. Null before it was started. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** No process of ours is left: it has been waited for. */
  get gone(): boolean {
    return this.#exit !== null
  }

  /** How long verifying and loading the model took. */
  get loadMs(): number {
    return this.#loadMs
  }

  /** How much the child complained. The complaints themselves could quote the transcript: they are not kept. */
  get stderrBytes(): number {
    return this.#stderrBytes
  }

  /**
   * Resolves when the model is loaded. Once only; another attempt is another `TranscriberProcess`.
   *
   * @throws MODEL_NOT_INSTALLED, MODEL_WRONG_KIND, MODEL_SIZE_MISMATCH, MODEL_CHECKSUM_MISMATCH, TRANSCRIBE_FAILED
   * @throws TRANSCRIBE_WORKER_LOST if the child dies. Whatever is thrown, the child is gone.
   */
  async start(begin: BeginTranscribing): Promise<void> {
    if (this.#begun) throw new EarshotError('TRANSCRIBE_FAILED', 'transcriber has begun already')
    this.#begun = true
    const home = join(this.#runDirectory, 'transcriber-home')
    try {
      await mkdir(home, { recursive: true, mode: 0o700 })
    } catch (cause) {
      throw new EarshotError('TRANSCRIBE_FAILED', 'run folder cannot be written', { cause })
    }
    this.#fork(home)
    try {
      const ready = await this.#ask(BEGIN, begin, this.#deadlinesMs.begin)
      if (ready.type === 'ready') this.#loadMs = ready.loadMs
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /**
   * @throws what the child found wrong with this segment (SPOOL_…, TRANSCRIBE_FAILED,
   *   TRANSCRIBE_NO_RESULT): the child lives and takes the next
   * @throws TRANSCRIBE_WORKER_LOST if the child died or was stopped
   */
  async transcribe(segment: number, interrupted: boolean): Promise<SegmentText> {
    const answer = await this.#ask(segment, { type: 'segment', segment, interrupted }, this.#deadlinesMs.segment)
    if (answer.type === 'segment_text') return answer
    throw new EarshotError('TRANSCRIBE_FAILED', 'transcriber gave another answer than asked for')
  }

  /** Kills the child, whatever it does, and resolves when it is gone. May be called again. */
  async stop(): Promise<TranscriberExit> {
    this.#child?.kill('SIGKILL')
    return await this.#ended
  }

  #fork(home: string): void {
    const child = fork(new URL('./worker.js', import.meta.url), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      execArgv: [],
      // `production` keeps whisper.cpp from writing what it hears to stderr.
      env: { HOME: home, NODE_ENV: 'production', PATH: process.env['PATH'] ?? '' },
    })
    this.#child = child
    this.#exit = null
    child.stderr?.on('data', (bytes: Buffer) => {
      this.#stderrBytes += bytes.length
    })
    child.on('message', message => this.#answered(message as FromTranscriber))
    this.#ended = new Promise(resolve => {
      const ended = (exitCode: number | null, signal: NodeJS.Signals | null): void => {
        this.#exit = { pid: child.pid ?? null, exitCode, signal }
        for (const key of [...this.#waiting.keys()]) this.#settle(key)?.reject(this.#lost())
        resolve(this.#exit)
      }
      // Not at `exit`: answers that were under way then are delivered before `close`.
      child.once('close', ended)
      child.on('error', () => {
        if (child.pid === undefined) ended(null, null)
      })
    })
  }

  async #ask(key: number, message: ToTranscriber, deadlineMs: number): Promise<FromTranscriber> {
    const child = this.#child
    if (child === null || this.#exit !== null) throw this.#lost()
    if (this.#waiting.has(key)) throw new EarshotError('TRANSCRIBE_FAILED', 'segment is being transcribed already')
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
      this.#waiting.set(key, { timer, resolve, reject })
      // A child that cannot be reached is a child that is ending: its `close` settles this.
      child.send(message, () => undefined)
    })
  }

  #answered(message: FromTranscriber): void {
    const waiting = this.#settle('segment' in message ? message.segment : BEGIN)
    if ('error' in message) waiting?.reject(fromErrorMessage(message.error))
    else waiting?.resolve(message)
  }

  #settle(key: number): Waiting | undefined {
    const waiting = this.#waiting.get(key)
    clearTimeout(waiting?.timer)
    this.#waiting.delete(key)
    return waiting
  }

  #lost(): EarshotError {
    const { exitCode, signal } = this.#exit ?? NEVER_STARTED
    return new EarshotError('TRANSCRIBE_WORKER_LOST', 'transcribing process is gone', {
      detail: { ...(exitCode === null ? {} : { exitCode }), ...(signal === null ? {} : { signal }) },
      hint: 'if this comes back, choose a smaller model',
      retryable: true,
    })
  }
}
