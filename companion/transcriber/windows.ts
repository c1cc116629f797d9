/**
 * Packs speech regions into pieces for the recogniser: whole regions, with real silence between them as far as it
 * goes, so that a piece sounds like the room it came from and one window of the recogniser holds as much speech as it
 * can. Cuts fall in pauses. Keeps the map back: text found at a place in a piece belongs to a time in the segment.
 */

import type { SpeechFrames, SpeechRegion } from './speech-regions.js'
import { FRAME_MS } from './speech-regions.js'

/**
 * Pauses longer than this are shortened to it. Measured on the demo session: from 0.1 to 1 s makes no difference
 * (5.3 to 6 % word errors), 2 s costs windows and words; the recogniser needs a pause to hear where a sentence ends.
 */
export const LONGEST_PAUSE_MS = 800
/**
 * Silence after the last region: whisper.cpp ends a window at the first time mark in its last second, and would drop
 * a last "yes" that begins there. Without it, the demo session has 6.4 % word errors, with it 5.6 %.
 */
export const TAIL_MS = 1200

/** A stretch of the segment that stands in a piece, sample for sample. */
export interface Stretch {
  readonly pieceMs: number
  readonly startMs: number
  readonly endMs: number
}

export interface Piece {
  readonly regions: readonly SpeechRegion[]
  readonly stretches: readonly Stretch[]
  /** With the silence at its end. */
  readonly lengthMs: number
}

/** @param maxMs longest piece the recogniser takes, the silence at its end included */
export function packPieces(regions: readonly SpeechRegion[], frames: SpeechFrames, maxMs: number): readonly Piece[] {
  const roomMs = maxMs - TAIL_MS
  const parts = regions.flatMap(region => splitLong(region, frames, roomMs))
  const groups: SpeechRegion[][] = []
  // Pieces of about the same length rather than full ones and a rest: a short piece is heard with less context.
  const goalMs = balancedMs(parts, roomMs)
  for (const part of parts) {
    const group = groups.at(-1) ?? []
    const before = lengthOf(group)
    const after = lengthOf([...group, part])
    if (group.length > 0 && after <= roomMs && (before + after) / 2 <= goalMs) group.push(part)
    else groups.push([part])
  }
  return groups.map(layOut)
}

/** A time in a piece as a time in the segment: a start in a pause means the region after it, an end the one before. */
export function segmentTimeMs(piece: Piece, pieceMs: number, edge: 'start' | 'end'): number {
  const { regions } = piece
  const ms = rawTimeMs(piece, pieceMs)
  const first = regions[0]?.startMs ?? 0
  const last = regions.at(-1)?.endMs ?? 0
  if (edge === 'start') return Math.max(first, Math.min(ms, last), nextStart(regions, ms))
  return Math.min(last, Math.max(ms, first), previousEnd(regions, ms))
}

function rawTimeMs(piece: Piece, pieceMs: number): number {
  const stretch = piece.stretches.findLast(candidate => candidate.pieceMs <= pieceMs) ?? piece.stretches[0]
  if (stretch === undefined) return 0
  return Math.min(stretch.endMs, stretch.startMs + Math.max(0, pieceMs - stretch.pieceMs))
}

/** The start of the region after `ms` if `ms` lies in a pause; `ms` itself if in a region. */
function nextStart(regions: readonly SpeechRegion[], ms: number): number {
  const next = regions.find(region => region.endMs > ms)
  return next === undefined ? ms : Math.max(ms, next.startMs)
}

function previousEnd(regions: readonly SpeechRegion[], ms: number): number {
  const previous = regions.findLast(region => region.startMs < ms)
  return previous === undefined ? ms : Math.min(ms, previous.endMs)
}

function balancedMs(parts: readonly SpeechRegion[], roomMs: number): number {
  const totalMs = lengthOf(parts)
  return totalMs / Math.max(1, Math.ceil(totalMs / roomMs))
}

function pauseMs(before: SpeechRegion, after: SpeechRegion): number {
  return Math.min(LONGEST_PAUSE_MS, after.startMs - before.endMs)
}

function lengthOf(regions: readonly SpeechRegion[]): number {
  return regions.reduce((sum, region, index) => {
    const before = regions[index - 1]
    return sum + region.endMs - region.startMs + (before === undefined ? 0 : pauseMs(before, region))
  }, 0)
}

function layOut(regions: readonly SpeechRegion[]): Piece {
  const stretches: Stretch[] = []
  let pieceMs = 0
  const add = (startMs: number, endMs: number): void => {
    const last = stretches.at(-1)
    if (last !== undefined && last.endMs === startMs) stretches[stretches.length - 1] = { ...last, endMs }
    else stretches.push({ pieceMs, startMs, endMs })
    pieceMs += endMs - startMs
  }
  for (const [index, region] of regions.entries()) {
    const before = regions[index - 1]
    if (before !== undefined) {
      // A shortened pause is the sound of the room after the one region and before the other.
      const halfMs = Math.floor(pauseMs(before, region) / 2)
      const whole = region.startMs - before.endMs <= LONGEST_PAUSE_MS
      add(before.endMs, whole ? region.startMs : before.endMs + halfMs)
      if (!whole) add(region.startMs - halfMs, region.startMs)
    }
    add(region.startMs, region.endMs)
  }
  return { regions, stretches, lengthMs: pieceMs + TAIL_MS }
}

/** Speech without a pause for longer than a piece is cut where it is voiced least, in the later half of the room. */
function splitLong(region: SpeechRegion, frames: SpeechFrames, roomMs: number): readonly SpeechRegion[] {
  if (region.endMs - region.startMs <= roomMs) return [region]
  const latest = region.startMs + roomMs
  let cutMs = latest
  let least = Number.POSITIVE_INFINITY
  for (let ms = latest; ms > region.startMs + roomMs / 2; ms -= FRAME_MS) {
    const voiced = frames.voicedMs(ms - 100, ms + 100)
    if (voiced < least) {
      least = voiced
      cutMs = ms
    }
  }
  const part = (startMs: number, endMs: number): SpeechRegion => ({
    startMs,
    endMs,
    voicedMs: frames.voicedMs(startMs, endMs),
  })
  return [part(region.startMs, cutMs), ...splitLong(part(cutMs, region.endMs), frames, roomMs)]
}
