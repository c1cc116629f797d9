/** A box on this machine: the device and companion programs as they ship, in demo mode, in folders of their own. */

import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeviceClient } from '../../companion/device-client.js'
import { projectRoot } from '../../companion/project-root.js'
import { prepareClaim } from '../../companion/vault/claim.js'
import type { EarshotConfig } from '../../device/contracts/config.js'

/** RAM where Linux offers it to everyone; elsewhere the box itself reports the downgrade `spool-not-ram`. */
const RAM_FOLDERS = ['/dev/shm', tmpdir()]
/** A program that dies is started again, as systemd would; one that dies this often has something to say. */
const MAX_RESTARTS = 5

export interface BoxOptions {
  readonly state: string
  readonly config: {
    readonly [K in keyof EarshotConfig]?: EarshotConfig[K] extends object ? Partial<EarshotConfig[K]> : EarshotConfig[K]
  }
  /** Of a state folder that was prepared before; without it the box is prepared and a code made. */
  readonly claimCode?: string
  /** Called when a program died and was started again. */
  readonly onRestart?: (program: Program) => void
}

export type Program = 'device' | 'companion'

export class Box {
  readonly state: string
  readonly run: string
  readonly device: DeviceClient
  readonly claimCode: string
  readonly #configFile: string
  readonly #onRestart: (program: Program) => void
  readonly #children = new Map<Program, ChildProcess>()
  readonly #restarts = new Map<Program, number>()
  #stopping = false

  private constructor(options: BoxOptions, run: string, claimCode: string, configFile: string) {
    this.state = options.state
    this.run = run
    this.claimCode = claimCode
    this.device = new DeviceClient(join(run, 'device.sock'))
    this.#configFile = configFile
    this.#onRestart = options.onRestart ?? (() => {})
  }

  /** Makes the folders, the configuration and the claim code; starts nothing. */
  static async prepare(options: BoxOptions): Promise<Box> {
    await mkdir(options.state, { recursive: true, mode: 0o700 })
    const run = await makeRunFolder()
    const config: Record<string, unknown> = { version: 1, mode: 'demo' }
    for (const [name, section] of Object.entries(options.config)) config[name] = section
    const configFile = join(options.state, 'earshot.json')
    await writeFile(configFile, `${JSON.stringify(config, null, 2)}\n`)
    const claimCode = options.claimCode ?? (await prepareClaim(options.state))
    return new Box(options, run, claimCode, configFile)
  }

  start(program: Program): void {
    const log = createWriteStream(join(this.state, `${program}.log`), { flags: 'a' })
    const child = spawn(process.execPath, ['--enable-source-maps', join(projectRoot(), 'dist', program, 'main.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PULSE_SERVER: process.env['PULSE_SERVER'],
        NODE_ENV: 'production',
        EARSHOT_CONFIG: this.#configFile,
        EARSHOT_STATE: this.state,
        EARSHOT_RUN: this.run,
      },
    })
    child.stdout.pipe(log)
    child.stderr.pipe(log)
    this.#children.set(program, child)
    child.once('exit', () => this.#died(program))
  }

  pid(program: Program): number | undefined {
    return this.#children.get(program)?.pid
  }

  /** Stops both programs and removes the run folder; what was in it is in RAM and gone with it. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.#stopping = true
    for (const program of ['companion', 'device'] as const) await end(this.#children.get(program), signal)
    await rm(this.run, { recursive: true, force: true })
  }

  #died(program: Program): void {
    if (this.#stopping) return
    const count = (this.#restarts.get(program) ?? 0) + 1
    this.#restarts.set(program, count)
    if (count > MAX_RESTARTS) return
    this.#onRestart(program)
    setTimeout(() => {
      if (!this.#stopping) this.start(program)
    }, 200)
  }
}

async function makeRunFolder(): Promise<string> {
  for (const parent of RAM_FOLDERS) {
    try {
      return await mkdtemp(join(parent, 'earshot-'))
    } catch {
      // Not writable here: try the next.
    }
  }
  throw new Error('no folder for the spool: /dev/shm is not writable')
}

async function end(child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>(resolve => {
    child.once('exit', () => resolve())
    child.kill(signal)
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
  })
}
