/** Where sound comes from: the port of the capture child. One adapter an origin; each lives in its own file. */

import type { EarshotError } from '../contracts/errors.js'

/** Who receives the sound. Handlers are called one at a time, do not wait and do not throw. */
export interface AudioHandlers {
  /**
   * S16_LE, interleaved, in pieces of any length, which may split a frame. The piece is lent: the receiver copies what
   * it wants before it returns, and the adapter zeroes it then.
   */
  onPcm(pcm: Uint8Array): void
  /** Sound that was never delivered, in milliseconds; more sound follows. */
  onOverrun(lostMs: number): void
  /** The source has no more sound: files only. The microphone stays open until it is closed. */
  onEnded(): void
  /** Sound stopped coming against our will. The source is closed already; nothing follows. */
  onLost(error: EarshotError): void
}

export interface Opened {
  /** Of the recorder program; null where there is none. */
  readonly recorderPid: number | null
}

/** How the recorder program ended; both null where there is none. */
export interface RecorderEnd {
  readonly exitCode: number | null
  readonly signal: string | null
}

export interface Microphone {
  /**
   * Resolves when sound arrives.
   *
   * @throws only if no sound was captured. Once the first piece was delivered, trouble is told by `onLost` and never
   *   thrown, because what was captured must still be sealed.
   */
  open(handlers: AudioHandlers): Promise<Opened>
  /** Resolves when nothing records any more: the recorder has exited, its last sound was delivered. May be asked twice. */
  close(): Promise<RecorderEnd>
  /** Waits, or goes on, where the source can: a file can, a microphone ignores it. */
  hold(on: boolean): void
}
