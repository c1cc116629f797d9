/** Reads the header of a PCM WAV file: where its sound is and how it is written. Never the sound itself. */

import { type FileHandle, open } from 'node:fs/promises'
import { EarshotError } from '../contracts/errors.js'

export interface WavInfo {
  readonly sampleRate: number
  readonly channels: 1 | 2
  readonly bitsPerSample: 16 | 24 | 32
  readonly encoding: 'integer' | 'float'
  /** Where the first sample is in the file, and how many bytes of whole frames follow. */
  readonly dataOffset: number
  readonly dataBytes: number
  /** Of one sample of every channel. */
  readonly frameBytes: number
  readonly durationMs: number
}

type Format = Pick<WavInfo, 'sampleRate' | 'channels' | 'bitsPerSample' | 'encoding' | 'frameBytes'>

const PCM = 1
const IEEE_FLOAT = 3
const EXTENSIBLE = 0xfffe
/** What the resampler takes. */
const MAX_SAMPLE_RATE = 192_000
/** A program that writes to a pipe does not know the size and says one of these: 0x7fff…, 0x8000…, 0xffff…. */
const STREAMED_SIZE = 0x7fff_0000
/** RIFF files have a handful of chunks before `data`; more is an endless file. */
const MAX_CHUNKS = 1000

/**
 * Looks whether a file can be played, before a session starts with it.
 *
 * @throws CAPTURE_FILE_UNREADABLE, CAPTURE_FILE_NOT_WAV, CAPTURE_FILE_TRUNCATED, CAPTURE_FILE_EMPTY,
 *   CAPTURE_FILE_UNSUPPORTED, each with a hint that says what to do
 */
export async function inspectWav(file: string): Promise<WavInfo> {
  await using opened = await openWav(file)
  return opened.info
}

export interface OpenWav extends AsyncDisposable {
  readonly handle: FileHandle
  readonly info: WavInfo
}

/** Like {@link inspectWav}, and leaves the file open for reading. */
export async function openWav(file: string): Promise<OpenWav> {
  let handle: FileHandle
  try {
    handle = await open(file, 'r')
  } catch (cause) {
    throw unreadable(cause)
  }
  try {
    return { handle, info: await readHeader(handle), [Symbol.asyncDispose]: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function readHeader(handle: FileHandle): Promise<WavInfo> {
  const stat = await handle.stat()
  if (!stat.isFile()) throw unreadable(undefined)
  if (stat.size === 0) throw empty()
  const head = await readAt(handle, 0, 12)
  const magic = head.toString('latin1', 0, 4)
  if (magic === 'RIFX' || magic === 'RF64') throw unsupported('container')
  if (!'RIFF'.startsWith(magic) || !'WAVE'.startsWith(head.toString('latin1', 8, 12))) throw notWav()
  if (head.length < 12) throw truncated()
  let format: Format | null = null
  let at = 12
  for (let chunks = 0; chunks < MAX_CHUNKS; chunks++) {
    const chunk = await readAt(handle, at, 8)
    if (chunk.length < 8) throw truncated()
    const name = chunk.toString('latin1', 0, 4)
    const size = chunk.readUInt32LE(4)
    at += 8
    if (name === 'fmt ') {
      format = parseFormat(await readAt(handle, at, Math.min(size, 40)))
    } else if (name === 'data') {
      if (format === null) throw notWav()
      return withData(format, at, size, stat.size - at)
    }
    // Chunks begin at even places.
    at += size + (size % 2)
  }
  throw notWav()
}

function parseFormat(chunk: Buffer): Format {
  if (chunk.length < 16) throw truncated()
  const tag = chunk.readUInt16LE(0)
  // The extensible form says the real one in the first two bytes of a GUID.
  const kind = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag
  const channels = chunk.readUInt16LE(2)
  const sampleRate = chunk.readUInt32LE(4)
  const frameBytes = chunk.readUInt16LE(12)
  const bitsPerSample = chunk.readUInt16LE(14)
  if (kind !== PCM && kind !== IEEE_FLOAT) throw unsupported('encoding')
  if (channels !== 1 && channels !== 2) throw unsupported('channels')
  if (bitsPerSample !== 16 && bitsPerSample !== 24 && bitsPerSample !== 32) throw unsupported('bits')
  if (kind === IEEE_FLOAT && bitsPerSample !== 32) throw unsupported('bits')
  if (sampleRate < 1000 || sampleRate > MAX_SAMPLE_RATE) throw unsupported('rate')
  if (frameBytes !== (channels * bitsPerSample) / 8) throw unsupported('layout')
  return { sampleRate, channels, bitsPerSample, encoding: kind === PCM ? 'integer' : 'float', frameBytes }
}

function withData(format: Format, dataOffset: number, promised: number, present: number): WavInfo {
  if (promised > present && promised < STREAMED_SIZE) throw truncated()
  const bytes = Math.min(promised, present)
  const dataBytes = bytes - (bytes % format.frameBytes)
  if (dataBytes === 0) throw empty()
  const durationMs = Math.round((dataBytes / format.frameBytes / format.sampleRate) * 1000)
  return { ...format, dataOffset, dataBytes, durationMs }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function unreadable(cause: unknown): EarshotError {
  return new EarshotError('CAPTURE_FILE_UNREADABLE', 'audio file cannot be read', {
    hint: 'check the path, and that the file may be read',
    ...(cause === undefined ? {} : { cause }),
  })
}

function notWav(): EarshotError {
  return new EarshotError('CAPTURE_FILE_NOT_WAV', 'file is not a WAV file', {
    hint: 'convert it first: ffmpeg -i FILE -ar 16000 -ac 1 out.wav',
  })
}

/** The header promises more than there is, or stops before it has said everything. */
export function truncated(): EarshotError {
  return new EarshotError('CAPTURE_FILE_TRUNCATED', 'audio file ends before its header says', {
    hint: 'copy the file again; to use what is there: ffmpeg -i FILE -ar 16000 -ac 1 out.wav',
  })
}

function empty(): EarshotError {
  return new EarshotError('CAPTURE_FILE_EMPTY', 'audio file holds no sound', { hint: 'choose a file with sound in it' })
}

function unsupported(what: string): EarshotError {
  return new EarshotError('CAPTURE_FILE_UNSUPPORTED', 'kind of WAV file is not supported', {
    detail: { what },
    hint: 'PCM of 16, 24 or 32 bits in 1 or 2 channels is; convert it: ffmpeg -i FILE -ar 16000 -ac 1 out.wav',
  })
}
