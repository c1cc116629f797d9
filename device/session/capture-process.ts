/**
 * The capture child as the device sees it: a process that is started, told, listened to and outlived. It is the only
 * one that ever holds sound, so "gone" means that it and its recorder have exited, whatever they last said.
 */

import { type ChildProcess, fork } from 'node:child_process'
import type { BeginCapture, FromCapture, ToCapture } from '../capture/messages.js'
import { identify, killNow, type ProcessIdentity, waitUntilGone } from './process-identity.js'

export interface CaptureExit {
  /** The child's farewell, if it could say it. */
  readonly farewell: Extract<FromCapture, { type: 'closed' }> | null
  readonly exitCode: number | null
  readonly signal: string | null
}

export interface CaptureHandlers {
  onMessage(message: FromCapture): void
  /** Once, when the child and its recorder are gone; nothing comes afterwards. */
  onGone(exit: CaptureExit): void
  /** Child, and recorder once it is known: for whoever must wait for them if this process dies. */
  onProcesses(processes: readonly ProcessIdentity[]): void
}

export interface CaptureProcess {
  /** 0 if it could not be started. */
  readonly pid: number
  /** Close the microphone, seal, exit. Killed if that takes too long. */
  stop(): void
  hold(on: boolean): void
  /** Now: nothing more is written. */
  kill(): void
}

/** Starts capture children; tests start something else. */
export type CaptureLauncher = (begin: BeginCapture, handlers: CaptureHandlers) => CaptureProcess

/** Closing the recorder may take it two seconds, sealing the rest far less. */
const STOP_PATIENCE_MS = 6000
const RECORDER_PATIENCE_MS = 2000

export const launchCapture: CaptureLauncher = (begin, handlers) => {
  const child = fork(new URL('../capture/child.js', import.meta.url), {
    // No output is inherited: it could hold anything, and what counts comes as a message.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    // Out of the terminal's process group: an interrupt is for the device, which closes the microphone in order.
    detached: true,
    execArgv: [],
  })
  return new ForkedCapture(child, begin, handlers)
}

class ForkedCapture implements CaptureProcess {
  readonly pid: number
  readonly #child: ChildProcess
  readonly #handlers: CaptureHandlers
  readonly #self: ProcessIdentity | null
  #recorder: ProcessIdentity | null = null
  #farewell: CaptureExit['farewell'] = null
  #ended = false
  #patience: NodeJS.Timeout | undefined

  constructor(child: ChildProcess, begin: BeginCapture, handlers: CaptureHandlers) {
    this.#child = child
    this.#handlers = handlers
    this.pid = child.pid ?? 0
    this.#self = identify(this.pid)
    child.on('message', message => this.#told(message as FromCapture))
    // Not at `exit`: messages that were under way then are delivered before `close`.
    child.on('close', (exitCode, signal) => this.#exited(exitCode, signal))
    // Could not be started, or a message could not be sent because it is going: its exit tells the rest.
    child.on('error', () => {
      if (child.pid === undefined) this.#exited(null, null)
    })
    if (this.#self !== null) handlers.onProcesses([this.#self])
    this.#send(begin)
  }

  stop(): void {
    this.#send({ type: 'stop' })
    this.#patience ??= setTimeout(() => this.kill(), STOP_PATIENCE_MS)
  }

  hold(on: boolean): void {
    this.#send({ type: 'hold', on })
  }

  kill(): void {
    if (this.#recorder !== null) killNow(this.#recorder)
    this.#child.kill('SIGKILL')
  }

  #send(message: ToCapture): void {
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  #told(message: FromCapture): void {
    if (this.#ended) return
    if (message.type === 'opened' && message.recorderPid !== null) {
      this.#recorder = identify(message.recorderPid)
      this.#handlers.onProcesses([this.#self, this.#recorder].filter(process => process !== null))
    }
    if (message.type === 'closed') this.#farewell = message
    this.#handlers.onMessage(message)
  }

  #exited(exitCode: number | null, signal: string | null): void {
    clearTimeout(this.#patience)
    void this.#endRecorder().then(() => {
      if (this.#ended) return
      this.#ended = true
      this.#handlers.onGone({ farewell: this.#farewell, exitCode, signal })
    })
  }

  /** A recorder that outlives its reader ends by itself with the next sound; nobody waits for that. */
  async #endRecorder(): Promise<void> {
    if (this.#recorder === null) return
    killNow(this.#recorder)
    await waitUntilGone(this.#recorder, RECORDER_PATIENCE_MS)
  }
}
