/**
 * A WAV file that plays as if a microphone heard it: for the demo and the tests, never on a provisioned box. It is
 * paced by the clock and not by counting timers, so a busy machine plays in bursts and never slower.
 */

import { EarshotError } from '../contracts/errors.js'
import type { AudioHandlers, Microphone, Opened, RecorderEnd } from './microphone.js'
import { type PcmConverter, pcmConverter, type SpoolPcm } from './pcm-conversion.js'
import { type OpenWav, openWav, truncated, type WavInfo } from './wav-header.js'

/** How often the clock is looked at; a microphone too delivers ten pieces a second or more. */
const TICK_MS = 50
/** One read of the file, whatever the speed: memory stays constant. */
const PIECE_MS = 500

export interface WavFileOptions extends SpoolPcm {
  readonly file: string
  /** How many times faster than life. */
  readonly speed: number
  /** Where in the file to begin. */
  readonly startMs: number
}

export class WavFileMicrophone implements Microphone {
  readonly #options: WavFileOptions
  #playing: Promise<void> = Promise.resolve()
  #closing = false
  #wake: () => void = () => undefined
  /** File time that is due: what was due at `#sinceMs`, and since then the clock's; no clock while held. */
  #dueMs = 0
  #sinceMs: number | null = null
  #held = false
  #isOpen = false

  constructor(options: WavFileOptions) {
    this.#options = options
  }

  /** @throws what `inspectWav` throws */
  async open(handlers: AudioHandlers): Promise<Opened> {
    const wav = await openWav(this.#options.file)
    const converter = await pcmConverter(wav.info, this.#options)
    this.#isOpen = true
    if (!this.#held) this.#sinceMs = performance.now()
    this.#playing = this.#play(wav, converter, handlers)
    return { recorderPid: null }
  }

  async close(): Promise<RecorderEnd> {
    this.#closing = true
    this.#wake()
    await this.#playing
    return { exitCode: null, signal: null }
  }

  hold(on: boolean): void {
    this.#held = on
    if (!this.#isOpen) return
    const nowMs = performance.now()
    if (this.#sinceMs !== null) this.#dueMs += (nowMs - this.#sinceMs) * this.#options.speed
    this.#sinceMs = on ? null : nowMs
  }

  async #play(wav: OpenWav, converter: PcmConverter, handlers: AudioHandlers): Promise<void> {
    try {
      await this.#playThrough(wav, converter, handlers)
      if (!this.#closing) {
        deliver(converter.flush(), handlers)
        handlers.onEnded()
      }
    } catch (error) {
      if (!this.#closing) handlers.onLost(error instanceof EarshotError ? error : truncated())
    } finally {
      converter.close()
      await wav.handle.close()
    }
  }

  /** Returns at the end of the file, or when it is closed. */
  async #playThrough(wav: OpenWav, converter: PcmConverter, handlers: AudioHandlers): Promise<void> {
    const { info } = wav
    const frames = info.dataBytes / info.frameBytes
    const piece = Buffer.alloc(framesIn(PIECE_MS, info) * info.frameBytes)
    const startFrame = Math.min(frames, framesIn(this.#options.startMs, info))
    for (let frame = startFrame; frame < frames && !this.#closing; ) {
      const dueFrame = Math.min(frames, startFrame + framesIn(this.#playedMs(), info))
      const wanted = Math.min(dueFrame - frame, piece.length / info.frameBytes)
      if (wanted <= 0 || this.#sinceMs === null) {
        await this.#tick()
        continue
      }
      const bytes = wanted * info.frameBytes
      await readFully(wav, piece.subarray(0, bytes), info.dataOffset + frame * info.frameBytes)
      if (this.#closing) break
      frame += wanted
      deliver(converter.convert(piece.subarray(0, bytes)), handlers)
      piece.fill(0, 0, bytes)
    }
    piece.fill(0)
  }

  #playedMs(): number {
    if (this.#sinceMs === null) return this.#dueMs
    return this.#dueMs + (performance.now() - this.#sinceMs) * this.#options.speed
  }

  #tick(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, TICK_MS)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

function framesIn(ms: number, { sampleRate }: WavInfo): number {
  return Math.floor((ms * sampleRate) / 1000)
}

async function readFully({ handle }: OpenWav, target: Buffer, position: number): Promise<void> {
  for (let at = 0; at < target.length; ) {
    const { bytesRead } = await handle.read(target, at, target.length - at, position + at)
    if (bytesRead === 0) throw truncated()
    at += bytesRead
  }
}

function deliver(pcm: Buffer, handlers: AudioHandlers): void {
  try {
    handlers.onPcm(pcm)
  } finally {
    pcm.fill(0)
  }
}
