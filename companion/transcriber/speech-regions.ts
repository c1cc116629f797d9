/**
 * Where somebody speaks: a pure decision over frames. A frame counts when the voice detector says so and it is louder
 * than the room, so that a fan or an electric hum, which the detector alone takes for a voice now and then, is left
 * out. In doubt for speech: what is left out here is destroyed unheard.
 */

/** 20 ms: the detector takes 10, 20 or 30; 20 resolves the pauses between words at half the calls of 10. */
export const FRAME_MS = 20

export interface Frame {
  readonly voiced: boolean
  /** Of what lies above the rumble of a room. */
  readonly levelDbfs: number
}

/** A stretch with speech in it, from the start of the segment. */
export interface SpeechRegion {
  readonly startMs: number
  readonly endMs: number
  /** Time in it that was voiced: how much evidence there is that somebody spoke. */
  readonly voicedMs: number
}

/** Quieter than this is no speech at all, whatever the gain of the microphone: 16-bit rounding noise lies at -98 dBFS. */
const SILENCE_DBFS = -80
/** A voice stands this far above the room's own sound, whose smoothed level varies by about 1 dB. */
const ABOVE_ROOM_DB = 3
/** Levels are taken over 100 ms, two frames to each side: deep noise flutters from frame to frame as speech does. */
const SMOOTHED_FRAMES = 2
/** The quietest tenth of a segment is the room: even dense speech has as many closures and breaths. */
const ROOM_QUANTILE = 0.1
/** A room louder than this is none: the segment is dense speech, and the gate must not rise into it. */
const LOUDEST_ROOM_DBFS = -25
/** Soft beginnings and ends of words fall under the gate: this much around each region is kept with it. */
export const PADDING_MS = 200
/** Regions closer than this are one: shorter gaps are stops within words and breaths. */
const JOIN_MS = 300
/** Less voice than this is a click or a knock: the shortest answers ("mm", "no") are voiced for longer. */
const LEAST_VOICED_MS = 100

/** The level under which a frame is the room. @param levels of all frames of a segment, smoothed */
export function gateDbfs(levels: readonly number[]): number {
  const room = levels.toSorted((a, b) => a - b)[Math.floor(levels.length * ROOM_QUANTILE)] ?? SILENCE_DBFS
  return Math.max(SILENCE_DBFS, Math.min(room, LOUDEST_ROOM_DBFS) + ABOVE_ROOM_DB)
}

/** Mean power over each frame and its neighbours. */
export function smoothedLevels(frames: readonly Frame[]): readonly number[] {
  const powers = frames.map(({ levelDbfs }) => 10 ** (levelDbfs / 10))
  return powers.map((_, index) => {
    const near = powers.slice(Math.max(0, index - SMOOTHED_FRAMES), index + SMOOTHED_FRAMES + 1)
    return 10 * Math.log10(near.reduce((sum, power) => sum + power, 0) / near.length)
  })
}

/** Which frames are speech: voiced, and louder than the room. */
export class SpeechFrames {
  /** Speech frames before each index: any stretch is one subtraction. */
  readonly #before: Uint32Array

  constructor(frames: readonly Frame[]) {
    const levels = smoothedLevels(frames)
    const gate = gateDbfs(levels)
    this.#before = new Uint32Array(frames.length + 1)
    for (const [index, frame] of frames.entries()) {
      const speech = frame.voiced && (levels[index] ?? 0) >= gate
      this.#before[index + 1] = (this.#before[index] ?? 0) + (speech ? 1 : 0)
    }
  }

  get length(): number {
    return this.#before.length - 1
  }

  isSpeech(index: number): boolean {
    return this.#count(index) < this.#count(index + 1)
  }

  /** Voiced milliseconds between two times; what lies outside the segment has none. */
  voicedMs(fromMs: number, toMs: number): number {
    const from = this.#count(Math.round(fromMs / FRAME_MS))
    return Math.max(0, this.#count(Math.round(toMs / FRAME_MS)) - from) * FRAME_MS
  }

  #count(index: number): number {
    return this.#before[Math.max(0, Math.min(index, this.length))] ?? 0
  }
}

/** Regions in order, apart from each other, inside `0 … totalMs`. Empty where nobody spoke. */
export function findSpeech(frames: SpeechFrames, totalMs: number): readonly SpeechRegion[] {
  const padded = speechRuns(frames)
    .filter(run => frames.voicedMs(run.startMs, run.endMs) >= LEAST_VOICED_MS)
    .map(run => ({ startMs: Math.max(0, run.startMs - PADDING_MS), endMs: Math.min(totalMs, run.endMs + PADDING_MS) }))
  return joined(padded, 0).map(run => ({ ...run, voicedMs: frames.voicedMs(run.startMs, run.endMs) }))
}

interface Run {
  readonly startMs: number
  readonly endMs: number
}

function speechRuns(frames: SpeechFrames): readonly Run[] {
  const single: Run[] = []
  for (let index = 0; index < frames.length; index += 1) {
    if (frames.isSpeech(index)) single.push({ startMs: index * FRAME_MS, endMs: (index + 1) * FRAME_MS })
  }
  return joined(single, JOIN_MS - 1)
}

/** Runs no further than `gapMs` apart become one. */
function joined(runs: readonly Run[], gapMs: number): readonly Run[] {
  const result: Run[] = []
  for (const run of runs) {
    const last = result.at(-1)
    if (last !== undefined && run.startMs - last.endMs <= gapMs) {
      result[result.length - 1] = { startMs: last.startMs, endMs: run.endMs }
    } else {
      result.push(run)
    }
  }
  return result
}
