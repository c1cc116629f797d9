/** Speech recognition by whisper.cpp through smart-whisper. The only module that imports it, and only the child does. */

import { type TranscribeParams, Whisper, WhisperSamplingStrategy } from 'smart-whisper'
import { EarshotError } from '../../device/contracts/errors.js'
import type { RecogniseOptions, SpeechEngine, Utterance } from './speech-engine.js'
import { readUtterances } from './whisper-tokens.js'

const SAMPLE_RATE = 16_000
/** Whisper's window. A longer piece would be a second, nearly empty window of the same cost. */
const WINDOW_MS = 30_000
/** Below a second whisper.cpp answers nothing, without an error. */
const LEAST_SAMPLES = SAMPLE_RATE
/** Never while a session lasts; the timer would load a second copy in the middle of a run. */
const OFFLOAD_SECONDS = 7 * 24 * 3600
const RETRY_TEMPERATURE = 0.2
const RETRY_CANDIDATES = 3

export interface WhisperSettings {
  readonly modelFile: string
  readonly language: string
  readonly threads: number
}

export class WhisperEngine implements SpeechEngine {
  readonly maxPieceMs = WINDOW_MS
  readonly #whisper: Whisper
  readonly #settings: WhisperSettings

  private constructor(whisper: Whisper, settings: WhisperSettings) {
    this.#whisper = whisper
    this.#settings = settings
  }

  /** The caller has verified the model: whisper.cpp crashes the process on a wrong or damaged file. */
  static async load(settings: WhisperSettings): Promise<WhisperEngine> {
    const whisper = new Whisper(settings.modelFile, { gpu: false, offload: OFFLOAD_SECONDS })
    await whisper.load()
    return new WhisperEngine(whisper, settings)
  }

  async recognise(pcm: Float32Array, options: RecogniseOptions): Promise<readonly Utterance[]> {
    checkPcm(pcm)
    try {
      const task = await this.#whisper.transcribe<'detail', false>(pcm, this.#params(options))
      // The binding's types leave out that a failed run resolves, with an Error.
      const results: unknown = await task.result
      if (!Array.isArray(results)) throw new EarshotError('TRANSCRIBE_FAILED', 'recogniser failed')
      const endMs = pcm.length / (SAMPLE_RATE / 1000)
      // One result, unless an answer ran out of room: then the next window begins where this one says it ended.
      return (results as Awaited<typeof task.result>).flatMap(({ tokens, text }, index, all) =>
        readUtterances(tokens, text, all[index - 1]?.to ?? 0, endMs),
      )
    } finally {
      // smart-whisper keeps the promise, and so the text, of every run for ever.
      this.#whisper.tasks.length = 0
    }
  }

  close(): Promise<void> {
    return this.#whisper.free()
  }

  /** No key is ever undefined: the binding throws on one. */
  #params(options: RecogniseOptions): Partial<TranscribeParams<'detail', false>> {
    const sampled = options.decoding === 'sampled'
    return {
      strategy: WhisperSamplingStrategy.WHISPER_SAMPLING_GREEDY,
      n_threads: this.#settings.threads,
      language: this.#settings.language,
      format: 'detail',
      // One window, one answer, with all its time marks; no second, nearly empty window after a last early mark.
      single_segment: true,
      temperature: sampled ? RETRY_TEMPERATURE : 0,
      temperature_inc: sampled ? RETRY_TEMPERATURE : 0,
      best_of: sampled ? RETRY_CANDIDATES : 1,
      print_progress: false,
      print_realtime: false,
      print_timestamps: false,
      ...(options.prompt === undefined ? {} : { initial_prompt: options.prompt }),
    }
  }
}

/** What whisper.cpp does not check and would abort on, or read past. */
function checkPcm(pcm: Float32Array): void {
  const samples = pcm.length
  const fits = samples >= LEAST_SAMPLES && samples <= (WINDOW_MS * SAMPLE_RATE) / 1000
  if (!(pcm instanceof Float32Array) || !fits || !pcm.every(Number.isFinite)) {
    throw new EarshotError('TRANSCRIBE_FAILED', 'piece of sound is not fit for the recogniser', { detail: { samples } })
  }
}
