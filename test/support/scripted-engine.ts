/** A speech engine that answers what a test says, and remembers what it was asked. */

import type { RecogniseOptions, SpeechEngine, Utterance } from '../../companion/transcriber/speech-engine.js'

export interface Asked {
  readonly ms: number
  readonly options: RecogniseOptions
  /** The very array that was handed over: cleared afterwards, if the caller keeps its word. */
  readonly pcm: Float32Array
}

export type Script = (asked: Asked, call: number) => readonly Utterance[]

export class ScriptedEngine implements SpeechEngine {
  readonly maxPieceMs = 30_000
  readonly asked: Asked[] = []
  readonly #script: Script

  constructor(script: Script) {
    this.#script = script
  }

  recognise(pcm: Float32Array, options: RecogniseOptions): Promise<readonly Utterance[]> {
    const asked = { ms: pcm.length / 16, options, pcm }
    this.asked.push(asked)
    return Promise.resolve(this.#script(asked, this.asked.length))
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

export function said(startMs: number, endMs: number, text: string, confidence = 0.9): Utterance {
  return { startMs, endMs, text, confidence, wordProbabilities: text.split(/\s+/).map(() => confidence) }
}
