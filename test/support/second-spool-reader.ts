/**
 * A second reader of sealed segments, written from device/SPOOL.md alone and sharing no code with the first. If the
 * two differ on a vector, the specification is not good enough.
 */

import { createHash } from 'node:crypto'
import { openBoxSlowly } from './xsalsa20-poly1305.js'

export type Verdict = 'sealed' | 'interrupted' | 'truncated' | 'tampered' | 'not-a-segment' | 'version-unknown'

export interface SecondReading {
  readonly verdict: Verdict
  /** Hex; only with `sealed` and `interrupted`. */
  readonly pcm?: string
}

interface Place {
  readonly session: string
  readonly segment: number
}

export function readSegmentAgain(file: Buffer, key: Buffer, place?: Place): SecondReading {
  const magic = file.subarray(0, 8).toString('latin1')
  if (file.length < 80) return { verdict: 'truncated' }
  if (!magic.startsWith('ESHTSEG')) return { verdict: 'not-a-segment' }
  if (magic !== 'ESHTSEG1') return { verdict: 'version-unknown' }
  if (file.readUInt16BE(42) !== 16 || file.readUInt32BE(44) !== 0) return { verdict: 'version-unknown' }
  const sampleRate = file.readUInt32BE(36)
  const channels = file.readUInt16BE(40)
  const startMs = file.readBigUInt64BE(28)
  if (sampleRate < 1 || sampleRate > 96_000 || channels < 1 || channels > 2 || startMs >= 1n << 53n) {
    return { verdict: 'tampered' }
  }
  if (place && (file.toString('hex', 8, 24) !== place.session || file.readUInt32BE(24) !== place.segment)) {
    return { verdict: 'tampered' }
  }
  const commitment = createHash('sha256').update('earshot-segment-key-v1').update(key).digest('hex')
  if (key.length !== 32 || commitment !== file.toString('hex', 48, 80)) return { verdict: 'tampered' }
  return readRecords(file, key, sampleRate * channels * 2)
}

function readRecords(file: Buffer, key: Buffer, secondBytes: number): SecondReading {
  const prefix = createHash('sha256').update(file.subarray(0, 80)).digest().subarray(0, 15)
  const open = (box: Buffer, counter: number, last: boolean) => {
    const nonce = Buffer.alloc(24)
    prefix.copy(nonce)
    nonce.writeBigUInt64BE(BigInt(counter), 15)
    nonce[23] = last ? 1 : 0
    return openBoxSlowly(box, nonce, key)
  }
  let pcm = ''
  let at = 80
  for (let counter = 0; ; counter++) {
    const rest = file.subarray(at)
    if (rest.length < 4) return { verdict: 'interrupted', pcm }
    const length = rest.readUInt32BE(0)
    if (length < 16 || length > secondBytes + 16) return { verdict: 'tampered' }
    if (rest.length < 4 + length) {
      const box = rest.subarray(4)
      const whole = box.length >= 16 && (open(box, counter, true) ?? open(box, counter, false)) !== null
      return whole ? { verdict: 'tampered' } : { verdict: 'interrupted', pcm }
    }
    const box = rest.subarray(4, 4 + length)
    at += 4 + length
    const plain = open(box, counter, false)
    if (plain !== null) {
      pcm += Buffer.from(plain).toString('hex')
      continue
    }
    const last = at === file.length ? open(box, counter, true) : null
    return last === null ? { verdict: 'tampered' } : { verdict: 'sealed', pcm: pcm + Buffer.from(last).toString('hex') }
  }
}
