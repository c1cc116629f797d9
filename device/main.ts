/**
 * earshot-device: the program. EARSHOT_CONFIG is the configuration file, EARSHOT_RUN the RAM-backed folder with spool
 * and socket; EARSHOT_STATE is the companion's and only named here so that nobody looks for it.
 *
 * SIGTERM and SIGINT close and seal the microphone and leave the session for the next process of this boot. A defect
 * writes one event and exits with 1: no going on after an unknown state; the capture child closes by itself.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EarshotConfig, parseConfig } from './contracts/config.js'
import { EarshotError } from './contracts/errors.js'
import { Device } from './device.js'
import { describeDefect, JsonLog } from './log.js'
import { Notifier } from './notify.js'
import { DeviceServer } from './service/server.js'

const log = new JsonLog()
const notifier = new Notifier()

function fail(error: unknown): never {
  if (error instanceof EarshotError) log.write('start_failed', { code: error.code, hint: error.hint ?? '' })
  else log.write('defect', describeDefect(error))
  process.exit(1)
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
// Whatever this process makes is for its owner; the socket alone is opened to the group.
process.umask(0o077)

/** @throws CONFIG_UNREADABLE, CONFIG_INVALID */
function readConfig(path: string): EarshotConfig {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new EarshotError('CONFIG_UNREADABLE', 'configuration file cannot be read', {
      hint: 'put earshot.json where EARSHOT_CONFIG says, readable for this user',
      cause,
    })
  }
  return parseConfig(text)
}

async function main(): Promise<void> {
  const { EARSHOT_CONFIG = '/etc/earshot/earshot.json', EARSHOT_RUN = '/run/earshot' } = process.env
  const config = readConfig(EARSHOT_CONFIG)
  const device = new Device({ config, runDirectory: EARSHOT_RUN, log })
  const server = new DeviceServer(join(EARSHOT_RUN, 'device.sock'), device, log)
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.write('device_stopping', { signal })
    notifier.stopping()
    await device.stop()
    await server.stop()
    log.write('device_stopped', { exitCode: 0 })
    process.exit(0)
  }
  process.on('SIGTERM', signal => void stop(signal))
  process.on('SIGINT', signal => void stop(signal))
  await server.start(() => device.start())
  log.write('device_started', { mode: config.mode, sessions: device.book.sessions.length, pid: process.pid })
  notifier.ready()
}

await main().catch(fail)
