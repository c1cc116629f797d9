/**
 * One segment's way from samples to turns: find speech, pack it, recognise it, doubt what was recognised, try what
 * was not heard once more in another way, account for every second. No files, no keys, no processes.
 */

import type { Turn } from '../../device/contracts/turn.js'
import { measureCoverage, refuseNoResult } from './coverage.js'
import { suspect, wordsOf } from './guards.js'
import type { SegmentMeasures } from './messages.js'
import { judgeRegions, type Span, voicedWithin } from './region-outcomes.js'
import { pieceSamples, SAMPLES_PER_MS } from './samples.js'
import type { RecogniseOptions, SpeechEngine, Utterance } from './speech-engine.js'
import { type Frame, findSpeech, SpeechFrames, type SpeechRegion } from './speech-regions.js'
import { turnsOf } from './turns.js'
import { packPieces, segmentTimeMs } from './windows.js'

/** A region without text is tried once more from this much voice on: a "no" that was not heard in its company. */
const RETRY_VOICED_MS = 300

export interface TranscriptionParts {
  readonly engine: SpeechEngine
  readonly frames: (samples: Int16Array) => readonly Frame[]
  /** Words to expect; empty for none. */
  readonly prompt: string
}

export interface SegmentSound {
  readonly segment: number
  /** From the press to the first sample. */
  readonly startMs: number
  /** 16 kHz mono. */
  readonly samples: Int16Array
}

export interface Transcription {
  readonly turns: readonly Turn[]
  readonly measures: SegmentMeasures
}

interface Hearing {
  readonly texts: readonly Utterance[]
  /** Where the recogniser said that there were sounds and no words. */
  readonly annotations: readonly Span[]
  readonly dropped: number
}

/**
 * Every piece of sound it makes on the way is cleared before it returns or throws.
 *
 * @throws TRANSCRIBE_NO_RESULT when audible speech gave no text at all; less than all is told by the measures
 * @throws TRANSCRIBE_FAILED from the engine
 */
export async function transcribeSegment(sound: SegmentSound, parts: TranscriptionParts): Promise<Transcription> {
  const capturedMs = Math.round(sound.samples.length / SAMPLES_PER_MS)
  const frames = new SpeechFrames(parts.frames(sound.samples))
  const regions = findSpeech(frames, capturedMs)
  const options: RecogniseOptions = {
    decoding: 'greedy',
    ...(parts.prompt === '' ? {} : { prompt: parts.prompt }),
  }
  const first = await hear(sound.samples, regions, frames, parts.engine, options)
  const unheard = regions.filter(region => mustRetry(region, first, frames))
  // Without the prompt: a prompt is what a recogniser that hears nothing likes to answer.
  const again = await hear(sound.samples, unheard, frames, parts.engine, { decoding: 'sampled' })
  const heard = merge(first, again, unheard, frames)

  const turns = turnsOf(heard.texts, sound.segment, sound.startMs)
  const words = heard.texts.reduce((sum, { text }) => sum + wordsOf(text).length, 0)
  const coverage = measureCoverage(capturedMs, judgeRegions(regions, heard.texts, heard.annotations, frames))
  refuseNoResult(coverage, words)
  return {
    turns,
    measures: {
      ...coverage,
      turns: turns.length,
      words,
      meanConfidence: meanConfidence(heard.texts),
      dropped: heard.dropped,
    },
  }
}

async function hear(
  samples: Int16Array,
  regions: readonly SpeechRegion[],
  frames: SpeechFrames,
  engine: SpeechEngine,
  options: RecogniseOptions,
): Promise<Hearing> {
  const texts: Utterance[] = []
  const annotations: Span[] = []
  let dropped = 0
  for (const piece of packPieces(regions, frames, engine.maxPieceMs)) {
    const pcm = pieceSamples(piece, samples)
    try {
      for (const found of await engine.recognise(pcm, options)) {
        const startMs = segmentTimeMs(piece, found.startMs, 'start')
        const utterance = { ...found, startMs, endMs: Math.max(startMs, segmentTimeMs(piece, found.endMs, 'end')) }
        const suspicion = suspect({ ...utterance, voicedMs: frames.voicedMs(utterance.startMs, utterance.endMs) })
        if (suspicion === null) texts.push(utterance)
        else if (suspicion === 'not-words') annotations.push(utterance)
        else dropped += 1
      }
    } finally {
      pcm.fill(0)
    }
  }
  return { texts, annotations, dropped }
}

function mustRetry(region: SpeechRegion, heard: Hearing, frames: SpeechFrames): boolean {
  const [finding] = judgeRegions([region], heard.texts, heard.annotations, frames)
  if (finding?.outcome !== 'no-words') return finding?.outcome === 'unheard'
  const called = voicedWithin(region, heard.annotations, frames)
  return region.voicedMs - called >= RETRY_VOICED_MS
}

/** What the second hearing found in a region replaces the scraps that the first had for it. */
function merge(first: Hearing, again: Hearing, retried: readonly SpeechRegion[], frames: SpeechFrames): Hearing {
  const replaced = retried.filter(region => voicedWithin(region, again.texts, frames) > 0)
  const kept = first.texts.filter(text => {
    const asRegion = { ...text, voicedMs: frames.voicedMs(text.startMs, text.endMs) }
    return voicedWithin(asRegion, replaced, frames) * 2 <= asRegion.voicedMs
  })
  return {
    texts: [...kept, ...again.texts].sort((a, b) => a.startMs - b.startMs),
    annotations: [...first.annotations, ...again.annotations],
    dropped: first.dropped + again.dropped,
  }
}

function meanConfidence(texts: readonly Utterance[]): number {
  const words = texts.reduce((sum, text) => sum + text.wordProbabilities.length, 0)
  if (words === 0) return 0
  const sum = texts.reduce((total, text) => total + text.confidence * text.wordProbabilities.length, 0)
  return Math.round((sum / words) * 1000) / 1000
}
