/** What became of each speech region, judged by the texts that were kept and the sounds that were called no words. */

import type { RegionFinding, RegionOutcome } from './coverage.js'
import type { SpeechFrames, SpeechRegion } from './speech-regions.js'

/** Times in the segment. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

/** So much voice without any text is audible speech; less is a cough, a chair, a "mm" that carries no word. */
export const AUDIBLE_VOICED_MS = 1000
/** So much voice of a region beyond the texts in it: more than the recogniser's time marks are ever off. */
const LOST_VOICED_MS = 1500
/** Time marks are rounded and a little early at ends. */
const MARK_TOLERANCE_MS = 300

export function judgeRegion(
  region: SpeechRegion,
  texts: readonly Span[],
  annotations: readonly Span[],
  frames: SpeechFrames,
): RegionOutcome {
  const inTexts = voicedWithin(region, texts, frames)
  const missingMs = region.voicedMs - voicedWithin(region, [...texts, ...annotations], frames)
  if (inTexts > 0) return missingMs < LOST_VOICED_MS ? 'text' : 'unheard'
  return missingMs < AUDIBLE_VOICED_MS ? 'no-words' : 'unheard'
}

export function judgeRegions(
  regions: readonly SpeechRegion[],
  texts: readonly Span[],
  annotations: readonly Span[],
  frames: SpeechFrames,
): readonly RegionFinding[] {
  return regions.map(region => ({
    startMs: region.startMs,
    endMs: region.endMs,
    outcome: judgeRegion(region, texts, annotations, frames),
  }))
}

/** Voiced time of a region that lies in any of the spans. */
export function voicedWithin(region: SpeechRegion, spans: readonly Span[], frames: SpeechFrames): number {
  let voicedMs = 0
  let atMs = region.startMs
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const from = Math.max(atMs, span.startMs - MARK_TOLERANCE_MS)
    const to = Math.min(region.endMs, span.endMs + MARK_TOLERANCE_MS)
    if (to <= from) continue
    voicedMs += frames.voicedMs(from, to)
    atMs = to
  }
  return voicedMs
}
