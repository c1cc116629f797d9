/** Runs the real capture child and collects what it says. */

import { type ChildProcess, fork } from 'node:child_process'
import type { BeginCapture, FromCapture, ToCapture } from '../../device/capture/messages.js'
import { sessionIdFrom } from '../../device/contracts/session-id.js'

export const TEST_SESSION = sessionIdFrom(new Uint8Array(16).fill(7))

export type Said<T extends FromCapture['type']> = Extract<FromCapture, { type: T }>

export class CaptureChild {
  readonly process: ChildProcess
  readonly said: FromCapture[] = []
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>
  #listeners = new Set<() => void>()

  constructor(env: NodeJS.ProcessEnv = process.env, adopt?: ChildProcess) {
    this.process =
      adopt ??
      fork(new URL('../../device/capture/child.js', import.meta.url), {
        serialization: 'advanced',
        env,
        execArgv: [],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
    this.process.on('message', message => {
      this.said.push(message as FromCapture)
      for (const listener of this.#listeners) listener()
    })
    this.exited = new Promise(resolve => {
      const gone = (code: number | null, signal: string | null) => {
        resolve({ code, signal })
        for (const listener of this.#listeners) listener()
      }
      // `close` comes after the last message; after a disconnect it does not come at all.
      this.process.on('close', gone)
      this.process.on('exit', (code, signal) => {
        if (!this.process.connected) gone(code, signal)
      })
    })
  }

  tell(message: ToCapture): void {
    this.process.send(message)
  }

  of<T extends FromCapture['type']>(type: T): Said<T>[] {
    return this.said.filter(message => message.type === type) as Said<T>[]
  }

  /** Resolves when `fact` holds; rejects if the child exits before. */
  until(fact: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const over = this.process.exitCode !== null || this.process.signalCode !== null
        if (!fact() && !over) return
        this.#listeners.delete(look)
        if (fact()) resolve()
        else reject(new Error(`the capture child is gone: ${JSON.stringify(this.said.slice(-3))}`))
      }
      this.#listeners.add(look)
      look()
    })
  }

  async stop(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    if (this.process.connected) this.tell({ type: 'stop' })
    return this.exited
  }
}

export function beginFile(
  directory: string,
  file: string,
  more: Partial<BeginCapture> & { speed?: number } = {},
): BeginCapture {
  const { speed = 100, ...rest } = more
  return {
    type: 'begin',
    sessionId: TEST_SESSION,
    directory,
    firstSegment: 1,
    startMs: 0,
    source: { adapter: 'wav-file', file, speed },
    sampleRate: 16000,
    channels: 1,
    targetSeconds: 50,
    maxSeconds: 75,
    ...rest,
  }
}

export function beginMicrophone(
  directory: string,
  alsaDevice = 'default',
  more: Partial<BeginCapture> = {},
): BeginCapture {
  return { ...beginFile(directory, ''), source: { adapter: 'arecord', alsaDevice }, ...more }
}
