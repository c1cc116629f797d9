/** scripts/models: lists, fetches, imports and verifies models. See its --help. */

import { EarshotError } from '../device/contracts/errors.js'
import { loadCatalogue } from '../models/catalogue.js'
import { describe, runCommand } from './models-parts/commands.js'
import { HELP, type ModelsOptions, parseOptions } from './models-parts/options.js'

async function main(): Promise<number> {
  let options: ModelsOptions | 'help'
  try {
    options = parseOptions(process.argv.slice(2), process.env)
  } catch (error) {
    console.error(error instanceof Error ? error.message : 'the command line cannot be read')
    console.error('scripts/models --help says more')
    return 2
  }
  if (options === 'help') {
    process.stdout.write(HELP)
    return 0
  }
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort())
  process.once('SIGTERM', () => interrupted.abort())
  try {
    const allWell = await runCommand(options, {
      catalogue: loadCatalogue(),
      print: line => console.log(line),
      progress: { write: text => process.stderr.write(text), isTerminal: process.stderr.isTTY === true },
      signal: interrupted.signal,
    })
    return allWell ? 0 : 1
  } catch (error) {
    if (interrupted.signal.aborted) {
      console.error('interrupted; what was fetched is kept, run it again to go on')
      return 130
    }
    if (!(error instanceof EarshotError)) throw error
    console.error(describe(error))
    return 1
  }
}

process.exitCode = await main()
