/**
 * The one configuration file (`earshot.json`), read by device and companion alike: every setting, its default and the
 * reason for it. Environment variables only say where the file and the two folders are (EARSHOT_CONFIG,
 * EARSHOT_STATE, EARSHOT_RUN). Pure: the text comes in, a frozen configuration or one error with every problem comes out.
 */

import { Decoder } from './config-decoder.js'
import { EarshotError } from './errors.js'

export interface EarshotConfig {
  readonly version: 1
  /** `provisioned` refuses to record where a protection is missing; `demo` names it as a downgrade and goes on. */
  readonly mode: 'provisioned' | 'demo'
  readonly capture: {
    readonly adapter: 'arecord' | 'wav-file'
    /** ALSA name, by card id and never by number: numbers change when a card is plugged. */
    readonly alsaDevice: string
    readonly sampleRate: 16000
    readonly channels: 1 | 2
    /** Longest session; then the box stops by itself, so that a forgotten box does not record the evening. */
    readonly maxMinutes: number
    /** `wav-file` only: the file, and how many times faster than life it plays. */
    readonly file: string | null
    readonly speed: number
  }
  readonly button: { readonly adapter: 'socket' | 'terminal'; readonly debounceMs: number }
  readonly led: { readonly adapter: 'socket' | 'terminal' }
  readonly spool: {
    /** A segment is cut at the first pause after `targetSeconds`, and at `maxSeconds` where no pause comes. */
    readonly targetSeconds: number
    readonly maxSeconds: number
    /** Bound of the backlog of sealed audio; two hours of mono are 230 MB. */
    readonly maxMiB: number
    /** RAM that must stay free for everything else. */
    readonly minFreeMiB: number
    /** How long audio that could not be transcribed is kept, sealed and counting down. Never above 72. */
    readonly keepUntranscribedHours: number
  }
  readonly transcriber: {
    /** Id in the model catalogue. */
    readonly model: string
    readonly language: string
    /** 0 = all cores but one, at most four; the recorder comes first. */
    readonly threads: number
    /** Words the practice uses (names of methods, medicines), given to the recogniser as context. */
    readonly vocabulary: readonly string[]
  }
  readonly drafter: {
    readonly adapter: 'extractive'
    readonly format: 'SOAP' | 'DAP'
  }
  readonly web: {
    readonly host: string
    readonly port: number
    /** Names and addresses under which browsers may reach the box; everything else is refused. */
    readonly names: readonly string[]
    readonly idleMinutes: number
    readonly absoluteHours: number
  }
}

export const CONFIG_DEFAULTS: EarshotConfig = Object.freeze<EarshotConfig>({
  version: 1,
  mode: 'provisioned',
  capture: {
    adapter: 'arecord',
    alsaDevice: 'default',
    sampleRate: 16000,
    channels: 1,
    maxMinutes: 90,
    file: null,
    speed: 1,
  },
  button: { adapter: 'socket', debounceMs: 30 },
  led: { adapter: 'socket' },
  spool: { targetSeconds: 50, maxSeconds: 75, maxMiB: 512, minFreeMiB: 64, keepUntranscribedHours: 24 },
  transcriber: { model: 'small.en-q5_1', language: 'en', threads: 0, vocabulary: [] },
  drafter: { adapter: 'extractive', format: 'SOAP' },
  web: { host: '0.0.0.0', port: 443, names: ['earshot.local', 'localhost'], idleMinutes: 10, absoluteHours: 12 },
})

/**
 * @param text the file's text
 * @throws CONFIG_INVALID with every problem, by path, in its hint
 */
export function parseConfig(text: string): EarshotConfig {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new EarshotError('CONFIG_INVALID', 'configuration is not JSON', { hint: 'correct earshot.json' })
  }
  const root = new Decoder(json, CONFIG_DEFAULTS as never)
  const config: EarshotConfig = {
    version: root.choice('version', [1]),
    mode: root.choice('mode', ['provisioned', 'demo']),
    capture: root.section('capture', at => ({
      adapter: at.choice('adapter', ['arecord', 'wav-file']),
      alsaDevice: at.text('alsaDevice', /^[\w:,=.-]{1,100}$/, 'an ALSA device name'),
      sampleRate: at.choice('sampleRate', [16000]),
      channels: at.choice('channels', [1, 2]),
      maxMinutes: at.integer('maxMinutes', 1, 240),
      file: at.textOrNull('file', /^\/[^\0]+$/, 'an absolute path'),
      speed: at.number('speed', 0.1, 1000),
    })),
    button: root.section('button', at => ({
      adapter: at.choice('adapter', ['socket', 'terminal']),
      debounceMs: at.integer('debounceMs', 1, 200),
    })),
    led: root.section('led', at => ({ adapter: at.choice('adapter', ['socket', 'terminal']) })),
    spool: root.section('spool', at => ({
      targetSeconds: at.integer('targetSeconds', 5, 120),
      maxSeconds: at.integer('maxSeconds', 6, 180),
      maxMiB: at.integer('maxMiB', 1, 8192),
      minFreeMiB: at.integer('minFreeMiB', 0, 8192),
      keepUntranscribedHours: at.integer('keepUntranscribedHours', 1, 72),
    })),
    transcriber: root.section('transcriber', at => ({
      model: at.text('model', /^[\w.-]{1,60}$/, 'a model id of models/catalogue.json'),
      language: at.text('language', /^(auto|[a-z]{2,3})$/, 'a language code'),
      threads: at.integer('threads', 0, 16),
      vocabulary: at.texts('vocabulary', /^[\p{L}\p{N} .'’-]{1,60}$/u, 'a word or name'),
    })),
    drafter: root.section('drafter', at => ({
      adapter: at.choice('adapter', ['extractive']),
      format: at.choice('format', ['SOAP', 'DAP']),
    })),
    web: root.section('web', at => ({
      host: at.text('host', /^[\w.:-]{1,253}$/, 'an address'),
      port: at.integer('port', 0, 65_535),
      names: at.texts('names', /^[\w.:-]{1,253}$/, 'a host name or address'),
      idleMinutes: at.integer('idleMinutes', 1, 240),
      absoluteHours: at.integer('absoluteHours', 1, 24),
    })),
  }
  if (config.spool.maxSeconds <= config.spool.targetSeconds) {
    root.problem('spool.maxSeconds must be greater than spool.targetSeconds')
  }
  if (config.capture.adapter === 'wav-file' && config.capture.file === null) {
    root.problem('capture.file must name a WAV file when capture.adapter is wav-file')
  }
  if (config.mode === 'provisioned' && config.capture.adapter === 'wav-file') {
    root.problem('capture.adapter must be arecord when mode is provisioned')
  }
  root.finish()
  return Object.freeze(config)
}
