/**
 * One stretch of capture, from opening the microphone to closing it: sound in, sealed segments and reports out.
 *
 * ```
 * start ─► opening ─► capturing ─► (file ended: waits) ─► stop ─► microphone closed ─► last record sealed ─► closed
 *             └───────────┴── lost, or the spool is full ────────────────▲
 * ```
 */

import { toErrorMessage } from '../contracts/errors.js'
import { sessionIdBytes } from '../contracts/session-id.js'
import type { BeginCapture, FromCapture } from './messages.js'
import type { Microphone, RecorderEnd } from './microphone.js'
import { Segmenter } from './segmenter.js'
import { LevelMeter } from './sound-level.js'

/** The device needs four reports a second; sound comes in pieces of up to 125 ms, so this gives eight. */
const REPORT_EVERY_MS = 100

export class CaptureRun {
  readonly #microphone: Microphone
  readonly #send: (message: FromCapture) => void
  /** What happened before the microphone said that it is open; told after that. */
  #early: FromCapture[] | null = []
  /** The spool refused a write. */
  #full = false
  readonly #segmenter: Segmenter
  readonly #level: LevelMeter
  #reportedMs = Number.NEGATIVE_INFINITY
  #stopped: Promise<void> | null = null

  /** @param send reports go there; it must not throw when nobody listens any more */
  constructor(begin: BeginCapture, microphone: Microphone, send: (message: FromCapture) => void) {
    this.#microphone = microphone
    this.#send = send
    this.#level = new LevelMeter(begin.sampleRate * begin.channels)
    this.#segmenter = new Segmenter(
      { ...begin, session: sessionIdBytes(begin.sessionId) },
      {
        onOpened: body => this.#report({ type: 'segment_opened', ...body }),
        onSealed: body => this.#report({ type: 'segment_sealed', ...body }),
        onLevel: level => this.#level.add(level),
      },
    )
  }

  /**
   * Resolves when the microphone is open or could not be opened; both are reported.
   *
   * @param onOver called when capture ended by itself, after the last report
   */
  async start(onOver: () => void): Promise<void> {
    const lost = (error: unknown) => {
      if (this.#stopped === null) void this.#stop(error).then(onOver)
    }
    try {
      const { recorderPid } = await this.#microphone.open({
        onPcm: pcm => this.#write(() => this.#take(pcm), lost),
        onOverrun: lostMs => {
          this.#report({ type: 'overrun', lostMs })
          this.#write(() => this.#segmenter.skip(lostMs), lost)
        },
        onEnded: () => {
          this.#write(() => this.#segmenter.finish(), lost)
          this.#report({ type: 'source_ended' })
        },
        onLost: lost,
      })
      this.#send({ type: 'opened', recorderPid })
      this.#tellEarly()
    } catch (error) {
      lost(error)
    }
  }

  hold(on: boolean): void {
    this.#microphone.hold(on)
  }

  /** Closes the microphone, then seals what was heard, then reports. Asked again, it waits for the same. */
  stop(): Promise<void> {
    return this.#stop(null)
  }

  #report(message: FromCapture): void {
    if (this.#early === null) this.#send(message)
    else this.#early.push(message)
  }

  #tellEarly(): void {
    for (const message of this.#early ?? []) this.#send(message)
    this.#early = null
  }

  #stop(fault: unknown): Promise<void> {
    this.#stopped ??= this.#microphone.close().then(end => this.#finish(end, fault))
    return this.#stopped
  }

  #finish({ exitCode, signal }: RecorderEnd, fault: unknown): void {
    let trouble = fault
    this.#write(
      () => this.#segmenter.finish(),
      error => {
        trouble ??= error
      },
    )
    this.#tellEarly()
    if (trouble !== null) this.#send({ type: 'failed', error: toErrorMessage(trouble) })
    this.#send({ type: 'closed', reason: fault === null ? 'stopped' : 'lost', exitCode, signal })
  }

  /** After the spool refused once, what still comes until the microphone is closed is not taken: it would leave a hole. */
  #write(change: () => void, refused: (error: unknown) => void): void {
    if (this.#full) return
    try {
      change()
    } catch (error) {
      this.#full = true
      this.#abandon()
      refused(error)
    }
  }

  /** Closes the segment with what it has. */
  #abandon(): void {
    try {
      this.#segmenter.finish()
    } catch {
      // Refused again, as it was before.
    }
  }

  #take(pcm: Uint8Array): void {
    this.#segmenter.push(pcm)
    const nowMs = performance.now()
    if (nowMs - this.#reportedMs < REPORT_EVERY_MS) return
    this.#reportedMs = nowMs
    const { positionMs, capturedMs } = this.#segmenter
    this.#report({ type: 'frames', positionMs, capturedMs, ...this.#level.report() })
  }
}
