/**
 * Turns a stream of sound into sealed segments. It holds about a second of plain sound, in one buffer that it zeroes;
 * every full second is sealed at once, and a segment ends in the middle of a pause where one comes.
 */

import type { JournalBodies } from '../contracts/journal.js'
import { BYTES_PER_SAMPLE, recordBytes } from '../contracts/spool-format.js'
import { PAUSE_MS, PauseDetector } from './pause-detector.js'
import { SegmentWriter } from './segment-writer.js'
import { type SoundLevel, soundLevel } from './sound-level.js'

/** How much sound one loudness figure stands for. 50 of them are exactly one record. */
export const WINDOW_MS = 20
/** A gap this long in the sound ends the segment, so that times within a segment are right to this much. */
const CUT_AT_LOST_MS = 500
/** In whole windows, so that records are too. */
const HALF_PAUSE_MS = Math.floor(PAUSE_MS / 2 / WINDOW_MS) * WINDOW_MS

export interface SegmenterOptions {
  readonly directory: string
  /** The 16 bytes of the session id. */
  readonly session: Uint8Array
  readonly firstSegment: number
  /** Session time of the first sample, milliseconds since the press. */
  readonly startMs: number
  readonly sampleRate: number
  readonly channels: number
  readonly targetSeconds: number
  readonly maxSeconds: number
}

export interface SegmenterEvents {
  onOpened(body: JournalBodies['segment_opened']): void
  onSealed(body: JournalBodies['segment_sealed']): void
  onLevel(level: SoundLevel): void
}

export class Segmenter {
  readonly #options: SegmenterOptions
  readonly #events: SegmenterEvents
  readonly #bytesPerSecond: number
  readonly #frameBytes: number
  readonly #windowBytes: number
  readonly #halfPauseBytes: number
  readonly #pauses = new PauseDetector(WINDOW_MS)
  #quietMs = 0
  /** Plain sound that is not sealed yet: the one place where this process keeps any. */
  readonly #pending: Buffer
  #filled = 0
  /** How much of `#pending` was measured. */
  #measured = 0
  #writer: SegmentWriter | null = null
  #nextSegment: number
  #capturedBytes = 0
  #lostMs = 0

  constructor(options: SegmenterOptions, events: SegmenterEvents) {
    this.#options = options
    this.#events = events
    this.#nextSegment = options.firstSegment
    this.#bytesPerSecond = recordBytes(options)
    this.#frameBytes = options.channels * BYTES_PER_SAMPLE
    this.#windowBytes = (this.#bytesPerSecond * WINDOW_MS) / 1000
    this.#halfPauseBytes = (this.#bytesPerSecond * HALF_PAUSE_MS) / 1000
    this.#pending = Buffer.alloc(this.#bytesPerSecond + this.#halfPauseBytes)
  }

  get capturedMs(): number {
    return Math.round((this.#capturedBytes * 1000) / this.#bytesPerSecond)
  }

  /** Session time of the newest sample, milliseconds since the press. */
  get positionMs(): number {
    return this.#options.startMs + this.#lostMs + this.capturedMs
  }

  /** Copies what it needs of `pcm`. @throws SPOOL_FULL and the like; call {@link finish} then */
  push(pcm: Uint8Array): void {
    for (let at = 0; at < pcm.length; ) {
      // Window by window, so that a second is sealed before anything after it is taken in.
      const taken = Math.min(pcm.length - at, this.#measured + this.#windowBytes - this.#filled)
      this.#pending.set(pcm.subarray(at, at + taken), this.#filled)
      this.#filled += taken
      this.#capturedBytes += taken
      at += taken
      if (this.#filled === this.#measured + this.#windowBytes) this.#endWindow()
    }
  }

  /** Sound is missing here: what follows is that much later than it would be by counting samples. @throws as finish */
  skip(lostMs: number): void {
    if (lostMs >= CUT_AT_LOST_MS) this.finish()
    this.#lostMs += lostMs
  }

  /**
   * Seals what is pending as the last record of its segment; a next push begins a next segment.
   *
   * @throws SPOOL_FULL and the like, where not even a segment can be begun for what is pending. Nothing is pending
   *   afterwards in any case, and the segment that was being written is closed and reported.
   */
  finish(): void {
    try {
      if (this.#filled > this.#bytesPerSecond) this.#sealSecond()
    } finally {
      this.#endSegment()
    }
  }

  #endSegment(): void {
    try {
      this.#cut(Math.min(this.#filled, this.#bytesPerSecond))
    } finally {
      this.#drop(this.#filled)
    }
  }

  #endWindow(): void {
    const level = soundLevel(this.#pending.subarray(this.#measured, this.#filled))
    this.#measured = this.#filled
    this.#events.onLevel(level)
    this.#quietMs = this.#pauses.add(level.dbfs)
    const seconds = ((this.#writer?.pcmBytes ?? 0) + this.#measured) / this.#bytesPerSecond
    if (seconds >= this.#options.maxSeconds) {
      if (this.#measured > this.#bytesPerSecond) this.#sealSecond()
      this.#cut(this.#measured)
    } else if (seconds >= this.#options.targetSeconds && this.#quietMs >= PAUSE_MS) {
      this.#cut(Math.max(0, this.#measured - this.#halfPauseBytes))
    } else if (this.#measured >= this.#bytesPerSecond && !this.#mayCutInside(seconds)) {
      this.#sealSecond()
    }
  }

  /** The second that is full may still have to end earlier: what may become a pause began in it. That is known soon. */
  #mayCutInside(seconds: number): boolean {
    return (
      seconds >= this.#options.targetSeconds && this.#quietMs > HALF_PAUSE_MS && this.#measured < this.#pending.length
    )
  }

  #sealSecond(): void {
    this.#writerOf(this.#filled).write(this.#pending.subarray(0, this.#bytesPerSecond))
    this.#drop(this.#bytesPerSecond)
  }

  /** Forgets the oldest pending sound. */
  #drop(bytes: number): void {
    const rest = this.#filled - bytes
    this.#pending.copyWithin(0, bytes, this.#filled)
    this.#pending.fill(0, rest)
    this.#filled = rest
    this.#measured = Math.max(0, this.#measured - bytes)
  }

  /** Ends the segment after `bytes` of the pending sound; the rest belongs to the next one. */
  #cut(bytes: number): void {
    const whole = bytes - (bytes % this.#frameBytes)
    if (this.#writer === null && whole === 0) return
    const writer = this.#writerOf(this.#filled)
    this.#writer = null
    this.#events.onSealed(writer.finish(this.#pending.subarray(0, whole)))
    this.#drop(bytes)
  }

  /** @param unsealedBytes how much of what was captured is not sealed yet: it is the new segment's beginning */
  #writerOf(unsealedBytes: number): SegmentWriter {
    if (this.#writer !== null) return this.#writer
    const { directory, session, sampleRate, channels, startMs } = this.#options
    const capturedBefore = this.#capturedBytes - unsealedBytes
    const writer = new SegmentWriter(directory, {
      session,
      segment: this.#nextSegment,
      startMs: Math.round(startMs + this.#lostMs + (capturedBefore * 1000) / this.#bytesPerSecond),
      sampleRate,
      channels,
    })
    this.#writer = writer
    this.#nextSegment++
    this.#events.onOpened(writer.opened())
    return writer
  }
}
