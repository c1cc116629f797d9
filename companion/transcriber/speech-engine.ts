/** The speech engine port: one stretch of speech in, utterances out. Adapters run only inside the transcriber child. */

/** What the recogniser heard between two of its own time marks: about a sentence. Times within the piece it was given. */
export interface Utterance {
  readonly startMs: number
  readonly endMs: number
  /** Trimmed, not empty. */
  readonly text: string
  /** Mean token probability, 0 to 1. */
  readonly confidence: number
  /** Probability of the least sure token of each word of `text` split at white space. */
  readonly wordProbabilities: readonly number[]
}

export interface RecogniseOptions {
  /** Names and words to expect. Never part of the answer. */
  readonly prompt?: string
  /**
   * `greedy` takes the likeliest token each time: fastest, and the same answer twice. `sampled` draws, with rising
   * temperature until the answer is plausible: the way out where greedy went into a loop or heard nothing.
   */
  readonly decoding: 'greedy' | 'sampled'
}

export interface SpeechEngine {
  /** Longest stretch that {@link recognise} takes. */
  readonly maxPieceMs: number
  /**
   * @param pcm 16 kHz mono, finite, at least a second; the caller keeps it and clears it afterwards
   * @returns in order of time; empty where nothing was heard
   * @throws TRANSCRIBE_FAILED when the recogniser refuses; a crash of native code takes the whole child instead
   */
  recognise(pcm: Float32Array, options: RecogniseOptions): Promise<readonly Utterance[]>
  /** Frees what the adapter holds. The process is killed afterwards all the same. */
  close(): Promise<void>
}
