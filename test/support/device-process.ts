/** The device program as it ships, in a process of its own, on a RAM-backed folder, with a file for a microphone. */

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { DeviceState } from '../../device/contracts/device-api.js'
import { processesOf } from './processes.js'
import { noise, wavOf } from './wav.js'

const MAIN = fileURLToPath(new URL('../../device/main.js', import.meta.url))
const RAM = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export class DeviceProcess {
  readonly folder: string
  readonly run: string
  readonly socketPath: string
  #child: ChildProcess | null = null
  #log = ''

  private constructor(folder: string) {
    this.folder = folder
    this.run = join(folder, 'run')
    this.socketPath = join(this.run, 'device.sock')
  }

  /** @param capture settings over those of a file of `seconds` of noise */
  static make(
    t: Test,
    { seconds = 30, config = {}, speed = 20 }: { seconds?: number; config?: object; speed?: number } = {},
  ) {
    const box = new DeviceProcess(mkdtempSync(join(RAM, 'earshot-test-')))
    const file = join(box.folder, 'room.wav')
    writeFileSync(file, wavOf(noise(seconds * 16_000)))
    const defaults = {
      mode: 'demo',
      capture: { adapter: 'wav-file', file, speed },
      spool: { targetSeconds: 5, maxSeconds: 6 },
    }
    writeFileSync(box.configPath, JSON.stringify({ ...defaults, ...config }))
    t.teardown(async () => {
      box.kill()
      for (let found = await processesOf(box.run); found.length > 0; found = await processesOf(box.run)) {
        for (const { pid } of found) killQuietly(pid)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
      rmSync(box.folder, { recursive: true, force: true })
    })
    return box
  }

  get configPath(): string {
    return join(this.folder, 'earshot.json')
  }

  get log(): string {
    return this.#log
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Starts the program; does not wait for it. */
  spawn(environment: NodeJS.ProcessEnv = {}): Promise<number | null> {
    const { PATH } = process.env
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH, EARSHOT_CONFIG: this.configPath, EARSHOT_RUN: this.run, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    child.stderr.setEncoding('utf8').on('data', text => {
      this.#log += text
    })
    return new Promise(resolve => child.on('close', code => resolve(code)))
  }

  /** Starts it and waits until it answers. */
  async start(environment?: NodeJS.ProcessEnv): Promise<void> {
    void this.spawn(environment)
    await this.until(() => true)
  }

  /** SIGKILL, as a power switch would not do it: nothing is told to anybody. */
  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
      const outgoing = request({ socketPath: this.socketPath, method, path, agent: false }, response => {
        let answer = ''
        response.setEncoding('utf8')
        response.on('data', part => {
          answer += part
        })
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: answer === '' ? null : JSON.parse(answer) })
        })
        response.on('error', reject)
      })
      outgoing.on('error', reject)
      outgoing.end(text)
    })
  }

  async state(): Promise<DeviceState> {
    return (await this.ask('GET', '/v1/state')).body as DeviceState
  }

  /** Asks until the state is as wanted; a device that is not there yet is asked again. */
  async until(wanted: (state: DeviceState) => boolean): Promise<DeviceState> {
    const endsAt = performance.now() + 60_000
    for (;;) {
      const state = await this.state().catch(() => null)
      if (state !== null && wanted(state)) return state
      if (performance.now() > endsAt) throw new Error(`did not come to it: ${JSON.stringify(state)}\n${this.#log}`)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }

  press(): Promise<Answer> {
    return this.ask('POST', '/v1/gestures', { gesture: 'press' })
  }

  /** What a companion does when the text is stored: every held segment goes. @returns how many there were */
  async destroyHeld(): Promise<number> {
    let destroyed = 0
    for (const { sessionId, segments } of (await this.state()).sessions) {
      for (const { segment, status } of segments) {
        if (status !== 'held') continue
        await this.ask('POST', `/v1/sessions/${sessionId}/segments/${segment}/destroy`, { reason: 'text-stored' })
        destroyed += 1
      }
    }
    return destroyed
  }

  audioFiles(): string[] {
    const spool = join(this.run, 'spool')
    if (!existsSync(spool)) return []
    return readdirSync(spool, { recursive: true })
      .map(String)
      .filter(name => /\.(seg|key)$/.test(name))
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}
