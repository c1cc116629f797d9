/** The command line of scripts/models. */

import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export type ModelsCommand = 'list' | 'fetch' | 'import' | 'verify'

export interface ModelsOptions {
  readonly command: ModelsCommand
  /** Model ids, or for `import` files and folders. */
  readonly names: readonly string[]
  readonly stateDirectory: string
  /** An address template instead of the catalogue's; null for the catalogue's. */
  readonly mirror: string | null
}

export const HELP = `scripts/models: the speech and language models on this box.

  scripts/models list               what the catalogue offers, and what is installed
  scripts/models fetch ID...        fetch from the publisher; goes on where it stopped
  scripts/models import PATH...     install from a file, a USB stick or a folder: no internet needed
  scripts/models verify [ID...]     compare with the catalogue, byte for byte; without ID everything installed

  --state DIR      state folder of the box (default: EARSHOT_STATE, else /var/lib/earshot)
  --mirror URL     fetch from your own server: URL/{file}, or an address with {repository} {revision} {file} in it
  --help           this text

Exit status: 0 done, 1 something failed (said on the last lines), 2 the command line was wrong.
`

const COMMANDS: readonly string[] = ['list', 'fetch', 'import', 'verify'] satisfies ModelsCommand[]

/** @throws Error with a sentence that says what is wrong with the command line and what to write instead */
export function parseOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): ModelsOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      state: { type: 'string' },
      mirror: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const [command, ...names] = positionals
  if (command === undefined) throw new Error('say what to do: list, fetch, import or verify')
  if (!COMMANDS.includes(command)) throw new Error(`${command} is not a command: list, fetch, import or verify`)
  if (command === 'list' && names.length > 0) throw new Error('list takes no names')
  if (command === 'fetch' && names.length === 0)
    throw new Error('say which model to fetch: scripts/models list shows the ids')
  if (command === 'import' && names.length === 0) throw new Error('say which file or folder to import from')
  return {
    command: command as ModelsCommand,
    names,
    stateDirectory: resolve(values.state ?? environment['EARSHOT_STATE'] ?? '/var/lib/earshot'),
    mirror: values.mirror === undefined ? null : mirrorTemplate(values.mirror),
  }
}

function mirrorTemplate(mirror: string): string {
  if (!URL.canParse(mirror) || !/^https?:/.test(mirror)) throw new Error('--mirror takes an https address')
  return mirror.includes('{file}') ? mirror : `${mirror.replace(/\/+$/, '')}/{file}`
}
