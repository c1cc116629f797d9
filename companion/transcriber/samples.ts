/** Sealed PCM's samples in the shapes that the voice detector and the recogniser take. Callers clear what they get. */

import type { Piece } from './windows.js'

export const SAMPLE_RATE = 16_000
export const SAMPLES_PER_MS = SAMPLE_RATE / 1000
export const FULL_SCALE = 32_768

/**
 * 16-bit little-endian PCM as mono samples: of two channels the mean, so that whoever sits nearer to one microphone
 * is heard as well as the other. An unfinished sample at the end is left out.
 */
export function monoSamples(pcm: Uint8Array, channels: number): Int16Array {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength)
  const samples = new Int16Array(Math.floor(pcm.byteLength / 2 / channels))
  for (let at = 0; at < samples.length; at += 1) {
    let sum = 0
    for (let channel = 0; channel < channels; channel += 1) sum += view.getInt16((at * channels + channel) * 2, true)
    samples[at] = Math.round(sum / channels)
  }
  return samples
}

/** A piece's sound from -1 to 1, digital silence at its end. */
export function pieceSamples(piece: Piece, samples: Int16Array): Float32Array {
  const sound = new Float32Array(Math.round(piece.lengthMs * SAMPLES_PER_MS))
  for (const { pieceMs, startMs, endMs } of piece.stretches) {
    const from = Math.round(startMs * SAMPLES_PER_MS)
    const to = Math.min(samples.length, Math.round(endMs * SAMPLES_PER_MS))
    const target = Math.round(pieceMs * SAMPLES_PER_MS)
    for (let at = from; at < to; at += 1) sound[target + at - from] = (samples[at] ?? 0) / FULL_SCALE
  }
  return sound
}
