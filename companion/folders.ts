/** Where the box keeps things, and what it is told to do. Environment variables say only where to look. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type EarshotConfig, parseConfig } from '../device/contracts/config.js'
import { EarshotError } from '../device/contracts/errors.js'

export interface Folders {
  /** Lasting state. */
  readonly state: string
  /** Run-time, RAM-backed. */
  readonly run: string
  readonly deviceSocket: string
  readonly configFile: string
}

/** EARSHOT_STATE, EARSHOT_RUN, EARSHOT_CONFIG; where a provisioned box has them otherwise. */
export function foldersFrom(environment: NodeJS.ProcessEnv): Folders {
  const run = environment['EARSHOT_RUN'] ?? '/run/earshot'
  return {
    state: environment['EARSHOT_STATE'] ?? '/var/lib/earshot',
    run,
    deviceSocket: join(run, 'device.sock'),
    configFile: environment['EARSHOT_CONFIG'] ?? '/etc/earshot/earshot.json',
  }
}

/** @throws CONFIG_UNREADABLE, CONFIG_INVALID */
export async function readConfig(file: string): Promise<EarshotConfig> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new EarshotError('CONFIG_UNREADABLE', 'configuration cannot be read', {
      hint: 'set EARSHOT_CONFIG to the path of earshot.json and let the service read it',
      cause,
    })
  }
  return parseConfig(text)
}
