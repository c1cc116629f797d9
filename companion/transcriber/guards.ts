/**
 * What the recogniser says and nobody said. Whisper models answer noise and silence with fluent text: loops, credits
 * of films, thanks for watching. Each guard looks at the text beside how much voice there was at its time.
 */

import { deflateRawSync } from 'node:zlib'

export type Suspicion = 'not-words' | 'repeats' | 'no-voice' | 'too-fast' | 'too-sparse' | 'stock-phrase'

export interface Heard {
  readonly text: string
  readonly confidence: number
  /** Voiced time where the text is said to be. */
  readonly voicedMs: number
}

/** Longest loop looked for, in words. */
const LONGEST_PHRASE_WORDS = 12
/** A word said again and again is speech ("no no no no"), until it is this often. */
const WORD_REPEATS = 8
const PAIR_REPEATS = 6
const PHRASE_REPEATS = 4
/** OpenAI's own limit for a decoding that went into a loop; text of its length is never that regular. */
const COMPRESSION_LIMIT = 2.4
/** Shorter texts do not compress either way. */
const COMPRESSION_LEAST_CHARS = 120
/** Fewer than three frames of voice are nobody. */
const NO_VOICE_MS = 60
/** The fastest speakers say six words a second. More than this in the voiced time was not spoken. */
const FASTEST_WORDS_PER_S = 10
/** Below this many words, speed says nothing. */
const FAST_LEAST_WORDS = 4
/** One word in this much voice leaves most of it unheard: hesitant speech still has a word a second of voice. */
const SPARSE_LEAST_VOICED_MS = 8000
const SPARSEST_WORDS_PER_S = 0.4
/** Stock phrases can be said in earnest ("thank you"): they go only where voice or confidence is lacking. */
const STOCK_LEAST_VOICED_MS = 400
const STOCK_LEAST_CONFIDENCE = 0.4
const STOCK_PHRASES: ReadonlySet<string> = new Set([
  'you',
  'bye',
  'bye bye',
  'thank you',
  'thank you very much',
  'thank you so much',
  'thanks for watching',
  'thank you for watching',
  'thank you so much for watching',
  'please subscribe',
  'please like and subscribe',
  'like and subscribe',
  "don't forget to like and subscribe",
  'see you next time',
  'see you in the next video',
  "i'll see you in the next one",
  'subtitles by the amara org community',
  'subtitles by amara org',
  'transcribed by otter ai',
  'transcription by castingwords',
])

/** Why this text is not to be believed, or null. */
export function suspect(heard: Heard): Suspicion | null {
  const words = wordsOf(heard.text)
  if (words.length === 0 || isAnnotation(heard.text)) return 'not-words'
  if (isLoop(words) || isTooRegular(heard.text)) return 'repeats'
  if (heard.voicedMs < NO_VOICE_MS) return 'no-voice'
  const wordsPerS = words.length / (heard.voicedMs / 1000)
  if (words.length >= FAST_LEAST_WORDS && wordsPerS > FASTEST_WORDS_PER_S) return 'too-fast'
  if (heard.voicedMs >= SPARSE_LEAST_VOICED_MS && wordsPerS < SPARSEST_WORDS_PER_S) return 'too-sparse'
  const weak = heard.voicedMs < STOCK_LEAST_VOICED_MS || heard.confidence < STOCK_LEAST_CONFIDENCE
  if (weak && STOCK_PHRASES.has(words.join(' '))) return 'stock-phrase'
  return null
}

/** Lower-case words without punctuation; in scripts without spaces, runs of letters. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{M}\p{N}']+/gu) ?? []
  )
}

/** `[laughter]`, `(coughs)`, `♪ ♪`: the recogniser says that there were sounds and no words. */
function isAnnotation(text: string): boolean {
  return /^(?:\s*(?:\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫#]+[^♪♫#]*[♪♫#]+)[\s.,!?-]*)+$/u.test(text)
}

/** The same words over and over, one directly after the other. */
export function isLoop(words: readonly string[]): boolean {
  for (let size = 1; size <= LONGEST_PHRASE_WORDS && size * 2 <= words.length; size += 1) {
    const limit = size === 1 ? WORD_REPEATS : size === 2 ? PAIR_REPEATS : PHRASE_REPEATS
    let same = 0
    for (let at = size; at < words.length; at += 1) {
      same = words[at] === words[at - size] ? same + 1 : 0
      if (same >= size * (limit - 1)) return true
    }
  }
  return false
}

function isTooRegular(text: string): boolean {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length < COMPRESSION_LEAST_CHARS) return false
  return bytes.length / deflateRawSync(bytes).length > COMPRESSION_LIMIT
}
