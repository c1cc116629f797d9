/** How loud a stretch of S16_LE samples is; the unit of every decision about sound in the capture child. */

/** Below this the microphone is taken for dead or covered: no room is so quiet. */
export const SILENT_DBFS = -70
/** What digital silence counts as, so that levels stay numbers. */
export const FLOOR_DBFS = -96

export interface SoundLevel {
  /** RMS relative to a full-scale square wave. */
  readonly dbfs: number
  /** Samples at the very ends of the scale. */
  readonly clipped: number
  readonly samples: number
  /** All samples equal, or below {@link SILENT_DBFS}. */
  readonly silent: boolean
}

/** @param pcm whole samples, at least one */
export function soundLevel(pcm: Uint8Array): SoundLevel {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength)
  const samples = pcm.byteLength >> 1
  const first = view.getInt16(0, true)
  let squares = 0
  let clipped = 0
  let equal = true
  for (let at = 0; at < samples; at++) {
    const sample = view.getInt16(at * 2, true)
    squares += sample * sample
    if (sample >= 32_767 || sample <= -32_767) clipped++
    if (sample !== first) equal = false
  }
  const dbfs = dbfsOf(squares / samples)
  return { dbfs, clipped, samples, silent: equal || dbfs < SILENT_DBFS }
}

function dbfsOf(meanSquare: number): number {
  return meanSquare === 0 ? FLOOR_DBFS : Math.max(FLOOR_DBFS, 10 * Math.log10(meanSquare / 32_768 ** 2))
}

/** Sums up levels between two reports to the device. */
export class LevelMeter {
  #energy = 0
  #samples = 0
  #clipped = 0
  #silentSamples = 0
  readonly #samplesPerMs: number

  /** @param samplesPerSecond of all channels together */
  constructor(samplesPerSecond: number) {
    this.#samplesPerMs = samplesPerSecond / 1000
  }

  add(level: SoundLevel): void {
    this.#energy += 10 ** (level.dbfs / 10) * level.samples
    this.#samples += level.samples
    this.#clipped += level.clipped
    this.#silentSamples = level.silent ? this.#silentSamples + level.samples : 0
  }

  /** Level and clipping since the last report; how long it has been silent up to now. */
  report(): { readonly levelDbfs: number; readonly clippedPerMille: number; readonly silentMs: number } {
    const levelDbfs = this.#samples === 0 ? FLOOR_DBFS : 10 * Math.log10(this.#energy / this.#samples)
    const clippedPerMille = this.#samples === 0 ? 0 : (1000 * this.#clipped) / this.#samples
    this.#energy = 0
    this.#samples = 0
    this.#clipped = 0
    return {
      levelDbfs: Math.round(levelDbfs * 10) / 10,
      clippedPerMille: Math.round(clippedPerMille * 10) / 10,
      silentMs: Math.round(this.#silentSamples / this.#samplesPerMs),
    }
  }
}
