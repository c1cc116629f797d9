/** The companion program: everything that touches text and the LAN. See companion.ts for how it is put together. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EarshotError, toErrorMessage } from '../device/contracts/errors.js'
import { startCompanion } from './companion.js'
import { foldersFrom, readConfig } from './folders.js'
import { companionLog } from './log.js'
import { projectRoot } from './project-root.js'
import { notifyReady } from './systemd.js'

const log = companionLog()

/** Whatever was not foreseen leaves an unknown state: one event without words, and systemd starts us again. */
function fatal(error: unknown): never {
  log.write('fatal', { code: toErrorMessage(error).code })
  process.exit(1)
}
process.on('uncaughtException', fatal)
process.on('unhandledRejection', fatal)

function version(): string {
  const manifest = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { readonly version: string }
  return manifest.version
}

const folders = foldersFrom(process.env)
try {
  const config = await readConfig(folders.configFile)
  const companion = await startCompanion({ config, folders, log, version: version() })
  log.write('companion_started', { pid: process.pid, version: version() })
  const stopWatchdog = notifyReady()
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    stopWatchdog()
    void companion.stop().then(() => {
      log.write('companion_stopped', { pid: process.pid })
      process.exit(0)
    }, fatal)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  // A person starts this by hand or reads the unit's log: our own hints are for them and hold no one's words.
  const hint = error instanceof EarshotError ? error.hint : undefined
  log.write('start_failed', { code: toErrorMessage(error).code, hint: hint ?? '' })
  process.exit(1)
}
