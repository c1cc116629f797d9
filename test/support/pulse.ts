/** A sound server of the test's own, whose only speaker is also its only microphone. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const NEEDED = { pulseaudio: 'pulseaudio', paplay: 'pulseaudio-utils', arecord: 'alsa-utils' }
const INSTALL = 'apt-get install -y --no-install-recommends alsa-utils libasound2-plugins pulseaudio pulseaudio-utils'

export class PulseServer {
  readonly #server: ChildProcess
  /** For programs that shall use it. */
  readonly env: NodeJS.ProcessEnv

  private constructor(server: ChildProcess, env: NodeJS.ProcessEnv) {
    this.#server = server
    this.env = env
  }

  /** @param folder empty, short of name: it holds a socket @throws with what to install */
  static async start(folder: string): Promise<PulseServer> {
    for (const [program, from] of Object.entries(NEEDED)) {
      if (spawnSync('which', [program]).status !== 0) throw new Error(`${program} (${from}) is missing: ${INSTALL}`)
    }
    const run = join(folder, 'run')
    const home = join(folder, 'home')
    mkdirSync(run, { mode: 0o700 })
    mkdirSync(home)
    const script = join(folder, 'default.pa')
    writeFileSync(
      script,
      [
        'load-module module-native-protocol-unix auth-anonymous=1',
        'load-module module-null-sink sink_name=testsink rate=16000 channels=1',
        'set-default-sink testsink',
        'set-default-source testsink.monitor\n',
      ].join('\n'),
    )
    const own = { ...process.env, HOME: home, XDG_RUNTIME_DIR: run, PULSE_RUNTIME_PATH: run }
    const server = spawn(
      'pulseaudio',
      ['-n', '-F', script, '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes'].concat([
        '--realtime=no',
        '--high-priority=no',
        '--log-level=error',
      ]),
      { env: own, stdio: 'ignore' },
    )
    const socket = join(run, 'native')
    for (let tries = 0; tries < 300 && !existsSync(socket); tries++) await sleep(100)
    if (!existsSync(socket)) throw new Error('pulseaudio did not start')
    return new PulseServer(server, { ...own, PULSE_SERVER: `unix:${socket}` })
  }

  /** Plays a WAV file through the speaker; resolves when it has been played. */
  async play(file: string): Promise<void> {
    const player = spawn('paplay', [file], { env: this.env, stdio: 'ignore' })
    await new Promise(resolve => player.on('close', resolve))
  }

  async stop(): Promise<void> {
    const gone = new Promise(resolve => this.#server.on('close', resolve))
    this.#server.kill('SIGKILL')
    await gone
  }
}
