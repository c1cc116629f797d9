/** The voice detector: WebRTC's, in WebAssembly, with the level of each frame beside its verdict. No decision here. */

import fvad from '@echogarden/fvad-wasm'
import { FULL_SCALE, SAMPLE_RATE } from './samples.js'
import { FRAME_MS, type Frame } from './speech-regions.js'

const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1000
/**
 * 0 misses least, 3 takes least noise for speech. Measured with noise of three kinds: the gate keeps all of it out at
 * any setting, and 0 finds the most speech beside it.
 */
const AGGRESSIVENESS = 0
/** Level of digital silence: below the rounding noise of 16 bits. */
const NOTHING_DBFS = -100

export class VoiceDetector {
  readonly #wasm: Awaited<ReturnType<typeof fvad>>
  readonly #instance: number
  readonly #buffer: number

  private constructor(wasm: Awaited<ReturnType<typeof fvad>>) {
    this.#wasm = wasm
    this.#instance = wasm._fvad_new()
    this.#buffer = wasm._malloc(FRAME_SAMPLES * Int16Array.BYTES_PER_ELEMENT)
  }

  static async load(): Promise<VoiceDetector> {
    return new VoiceDetector(await fvad())
  }

  /**
   * Judges every whole frame; up to 19 ms at the end have none. Each call starts afresh: the same samples give the
   * same frames. No sound is left behind in the detector's memory.
   *
   * @param samples 16 kHz mono
   */
  frames(samples: Int16Array): readonly Frame[] {
    const wasm = this.#wasm
    wasm._fvad_reset(this.#instance)
    wasm._fvad_set_mode(this.#instance, AGGRESSIVENESS)
    wasm._fvad_set_sample_rate(this.#instance, SAMPLE_RATE)
    const at = this.#buffer / Int16Array.BYTES_PER_ELEMENT
    const frames: Frame[] = []
    const level = new LevelMeter()
    for (let from = 0; from + FRAME_SAMPLES <= samples.length; from += FRAME_SAMPLES) {
      const frame = samples.subarray(from, from + FRAME_SAMPLES)
      wasm.HEAP16.set(frame, at)
      const verdict = wasm._fvad_process(this.#instance, this.#buffer, FRAME_SAMPLES)
      frames.push({ voiced: verdict === 1, levelDbfs: level.of(frame) })
    }
    wasm.HEAP16.fill(0, at, at + FRAME_SAMPLES)
    wasm._fvad_reset(this.#instance)
    return frames
  }

  close(): void {
    this.#wasm._fvad_free(this.#instance)
    this.#wasm._free(this.#buffer)
  }
}

/** Below this a room rumbles (wind, traffic, ventilation, mains hum) and no voice has much that it lacks above. */
const HIGH_PASS_HERTZ = 200

/** Level of what lies above the rumble: Butterworth high-pass of second order. 0 dBFS is a full-scale square wave. */
class LevelMeter {
  readonly #b0: number
  readonly #a1: number
  readonly #a2: number
  #x1 = 0
  #x2 = 0
  #y1 = 0
  #y2 = 0

  constructor() {
    const angle = (2 * Math.PI * HIGH_PASS_HERTZ) / SAMPLE_RATE
    const alpha = Math.sin(angle) / Math.SQRT2
    this.#b0 = (1 + Math.cos(angle)) / 2 / (1 + alpha)
    this.#a1 = (-2 * Math.cos(angle)) / (1 + alpha)
    this.#a2 = (1 - alpha) / (1 + alpha)
  }

  of(frame: Int16Array): number {
    let squares = 0
    for (const x of frame) {
      const y = this.#b0 * (x - 2 * this.#x1 + this.#x2) - this.#a1 * this.#y1 - this.#a2 * this.#y2
      this.#x2 = this.#x1
      this.#x1 = x
      this.#y2 = this.#y1
      this.#y1 = y
      squares += y * y
    }
    const power = squares / frame.length / FULL_SCALE ** 2
    return power <= 0 ? NOTHING_DBFS : Math.max(NOTHING_DBFS, 10 * Math.log10(power))
  }
}
