/** Makes small WAV files for tests. */

export interface WavMaking {
  readonly sampleRate?: number
  readonly channels?: number
  readonly bits?: 8 | 16 | 24 | 32 | 64
  readonly float?: boolean
  readonly extensible?: boolean
  /** Chunks to put before `data`; one of odd length is padded. */
  readonly before?: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  /** What the header says of the size of `data`, if not the truth. */
  readonly dataSize?: number
}

/** @param samples from -1 to 1, interleaved */
export function wavOf(samples: Float64Array | readonly number[], making: WavMaking = {}): Buffer {
  const { bits = 16, float = false } = making
  const bytes = Buffer.alloc(samples.length * (bits / 8))
  for (let at = 0; at < samples.length; at++) {
    const value = samples[at] ?? 0
    if (float) bytes.writeFloatLE(value, at * 4)
    else if (bits === 16) bytes.writeInt16LE(Math.round(value * 0x7fff), at * 2)
    else if (bits === 24) bytes.writeIntLE(Math.round(value * 0x7fffff), at * 3, 3)
    else bytes.writeInt32LE(Math.round(value * 0x7fffffff), at * 4)
  }
  return wavAround(bytes, making)
}

export function wavAround(pcm: Uint8Array, making: WavMaking = {}): Buffer {
  const { sampleRate = 16000, channels = 1, bits = 16, float = false, extensible = false, before = [] } = making
  const tag = float ? 3 : 1
  const format = Buffer.alloc(extensible ? 40 : 16)
  format.writeUInt16LE(extensible ? 0xfffe : tag, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(sampleRate, 4)
  format.writeUInt32LE((sampleRate * channels * bits) / 8, 8)
  format.writeUInt16LE((channels * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  if (extensible) {
    format.writeUInt16LE(22, 16)
    format.writeUInt16LE(bits, 18)
    format.writeUInt16LE(tag, 24)
  }
  const chunks = [{ name: 'fmt ', bytes: format }, ...before].map(chunk => chunkOf(chunk.name, chunk.bytes))
  const data = chunkOf('data', pcm, making.dataSize)
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks, data])
  const head = Buffer.from('RIFF____')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

function chunkOf(name: string, bytes: Uint8Array, size = bytes.length): Buffer {
  const head = Buffer.from(`${name}____`)
  head.writeUInt32LE(size, 4)
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)])
}

/** Noise that never repeats, the same for the same seed: what comes out can be told from anything else. */
export function noise(samples: number, seed = 1, amplitude = 0.25): Float64Array {
  let state = seed >>> 0
  return Float64Array.from({ length: samples }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 0x8000_0000 - 1) * amplitude
  })
}

export function tone(samples: number, hertz: number, sampleRate: number, amplitude = 0.5): Float64Array {
  return Float64Array.from(
    { length: samples },
    (_, at) => Math.sin((2 * Math.PI * hertz * at) / sampleRate) * amplitude,
  )
}
