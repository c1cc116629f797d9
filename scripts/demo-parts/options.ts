/** The demo's command line. */

import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface DemoOptions {
  readonly speed: number
  readonly audio: string | null
  readonly microphone: string | null
  readonly press: boolean
  readonly once: boolean
  readonly json: string | null
  readonly port: number
}

export const HELP = `scripts/demo: a press, a lit LED, text appearing, the audio gone piece by piece, a draft, a receipt.

  --speed N      play the session N times faster than life (default 8; 1 is life itself)
  --audio FILE   play this WAV instead of the bundled session: any rate, 1 or 2 channels, 16, 24 or 32 bit
  --mic [NAME]   listen to a real ALSA microphone (default: the card's default; see arecord -L)
  --press        you are the button: Enter presses it
  --once         end when the draft and the receipt are there; the exit status tells whether all went well
  --json FILE    write what happened as JSON
  --port N       port of the pages (default 8443)
  --help         this text

The bundled speech model has only ever heard synthetic voices: of a person it makes nonsense.
Install a real one with scripts/models fetch, see README.md.
`

/** @throws Error with a sentence that says what is wrong with the command line */
export function parseOptions(argv: readonly string[]): DemoOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      speed: { type: 'string', default: '8' },
      audio: { type: 'string' },
      mic: { type: 'boolean', default: false },
      press: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
      json: { type: 'string' },
      port: { type: 'string', default: '8443' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const speed = Number(values.speed)
  if (!(speed >= 0.1 && speed <= 1000)) throw new Error('--speed takes a number from 0.1 to 1000')
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a port number')
  if (positionals.length > (values.mic ? 1 : 0)) throw new Error(`unknown argument: ${positionals.at(-1)}`)
  if (values.mic && values.audio !== undefined) throw new Error('--mic and --audio exclude each other')
  return {
    speed: values.mic ? 1 : speed,
    audio: values.audio === undefined ? null : resolve(values.audio),
    microphone: values.mic ? (positionals[0] ?? 'default') : null,
    press: values.press,
    once: values.once,
    json: values.json === undefined ? null : resolve(values.json),
    port,
  }
}
