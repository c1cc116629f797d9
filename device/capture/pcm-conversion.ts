/** From whatever PCM a WAV file holds to S16_LE at the rate and channel count that the spool keeps. Streaming. */

import { Resampler } from './resampler.js'
import type { WavInfo } from './wav-header.js'

export interface SpoolPcm {
  readonly sampleRate: number
  readonly channels: 1 | 2
}

export interface PcmConverter {
  /** @param pcm whole frames of the file @returns whole frames for the spool, in a buffer that the caller zeroes */
  convert(pcm: Buffer): Buffer
  /** What is still inside, after the last piece. */
  flush(): Buffer
  /** Zeroes what it can reach. */
  close(): void
}

/** The bytes as they are where nothing needs changing; a converter is for one file and not used again. */
export async function pcmConverter(from: WavInfo, to: SpoolPcm): Promise<PcmConverter> {
  const same = from.encoding === 'integer' && from.bitsPerSample === 16 && from.channels === to.channels
  if (same && from.sampleRate === to.sampleRate) {
    return { convert: pcm => Buffer.from(pcm), flush: () => Buffer.alloc(0), close: () => undefined }
  }
  const resamplers: Resampler[] = []
  for (let channel = 0; channel < to.channels; channel++) {
    resamplers.push(await Resampler.create(from.sampleRate, to.sampleRate))
  }
  const convertWith = (planes: readonly Float32Array[]): Buffer => {
    const pcm = interleave(planes)
    for (const plane of planes) plane.fill(0)
    return pcm
  }
  return {
    convert: pcm => {
      const planes = toPlanes(pcm, from, to.channels)
      const resampled = planes.map((plane, channel) => resamplers[channel]?.push(plane) ?? plane)
      const converted = convertWith(resampled)
      for (const plane of planes) plane.fill(0)
      return converted
    },
    flush: () => convertWith(resamplers.map(resampler => resampler.flush())),
    close: () => {
      for (const resampler of resamplers) resampler.close()
    },
  }
}

/** One plane of samples from -1 to 1 for each channel wanted: two become one by their mean, one becomes two alike. */
export function toPlanes(pcm: Buffer, from: WavInfo, channels: 1 | 2): Float32Array[] {
  const samples = decode(pcm, from)
  if (from.channels === 1) return channels === 1 ? [samples] : [samples, samples.slice()]
  const left = new Float32Array(samples.length / 2)
  const right = new Float32Array(samples.length / 2)
  for (let frame = 0; frame < left.length; frame++) {
    left[frame] = samples[frame * 2] as number
    right[frame] = samples[frame * 2 + 1] as number
  }
  samples.fill(0)
  if (channels === 2) return [left, right]
  for (let frame = 0; frame < left.length; frame++) {
    left[frame] = ((left[frame] as number) + (right[frame] as number)) / 2
  }
  right.fill(0)
  return [left]
}

/** Written out byte by byte: files come fast, and Buffer's own reading checks every sample's place. */
function decode(pcm: Buffer, { bitsPerSample, encoding }: WavInfo): Float32Array {
  const size = bitsPerSample / 8
  const samples = new Float32Array(pcm.length / size)
  if (encoding === 'float') {
    // Not-a-number in a file must not spread through the resampler's memory.
    for (let at = 0; at < samples.length; at++) {
      const value = pcm.readFloatLE(at * 4)
      samples[at] = Number.isFinite(value) ? value : 0
    }
    return samples
  }
  for (let at = 0; at < samples.length; at++) {
    // The topmost two bytes, and what is below them where there is more, at the top of 32 bits.
    const end = (at + 1) * size
    let value = ((pcm[end - 1] as number) << 24) | ((pcm[end - 2] as number) << 16)
    if (size > 2) value |= (pcm[end - 3] as number) << 8
    if (size > 3) value |= pcm[end - 4] as number
    samples[at] = value / 0x8000_0000
  }
  return samples
}

function interleave(planes: readonly Float32Array[]): Buffer {
  const frames = Math.min(...planes.map(plane => plane.length))
  const pcm = Buffer.alloc(frames * planes.length * 2)
  for (const [channel, plane] of planes.entries()) {
    for (let frame = 0; frame < frames; frame++) {
      const scaled = Math.max(-0x8000, Math.min(0x7fff, Math.round((plane[frame] as number) * 0x8000)))
      const at = (frame * planes.length + channel) * 2
      pcm[at] = scaled & 0xff
      pcm[at + 1] = (scaled >> 8) & 0xff
    }
  }
  return pcm
}
