/**
 * XSalsa20-Poly1305 from its papers, slowly and with nothing borrowed: so that a reader of the spool's vectors does
 * not rest on the library that wrote them. For tests only: it takes no care of timing.
 */

const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]

/** @returns the plaintext, or null if the box does not open */
export function openBoxSlowly(box: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | null {
  const subkey = hsalsa20(key, nonce.subarray(0, 16))
  const stream = salsa20Stream(subkey, nonce.subarray(16, 24), 32 + box.length - 16)
  const ciphertext = box.subarray(16)
  if (Buffer.compare(poly1305(ciphertext, stream.subarray(0, 32)), box.subarray(0, 16)) !== 0) return null
  return ciphertext.map((byte, at) => byte ^ (stream[32 + at] ?? 0))
}

function salsa20Stream(key: Uint8Array, nonce: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let block = 0; block * 64 < length; block++) {
    const counter = Buffer.alloc(8)
    counter.writeUInt32LE(block, 0)
    const input = initial(key, Buffer.concat([nonce, counter]))
    const mixed = rounds(input)
    blocks.push(littleEndian(mixed.map((word, at) => (word + (input[at] ?? 0)) >>> 0)))
  }
  return Buffer.concat(blocks).subarray(0, length)
}

function hsalsa20(key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const mixed = rounds(initial(key, nonce))
  return littleEndian([0, 5, 10, 15, 6, 7, 8, 9].map(at => mixed[at]!))
}

/** Constants on the diagonal, key in two halves around the 16 bytes of nonce and counter. */
function initial(key: Uint8Array, middle: Uint8Array): number[] {
  const k = words(key)
  const m = words(middle)
  const rows = [SIGMA[0], ...k.slice(0, 4), SIGMA[1], ...m, SIGMA[2], ...k.slice(4, 8), SIGMA[3]]
  return rows as number[]
}

function rounds(input: readonly number[]): number[] {
  const x = [...input]
  const quarter = (a: number, b: number, c: number, d: number) => {
    x[b]! ^= rotate(x[a]! + x[d]!, 7)
    x[c]! ^= rotate(x[b]! + x[a]!, 9)
    x[d]! ^= rotate(x[c]! + x[b]!, 13)
    x[a]! ^= rotate(x[d]! + x[c]!, 18)
  }
  for (let double = 0; double < 10; double++) {
    quarter(0, 4, 8, 12)
    quarter(5, 9, 13, 1)
    quarter(10, 14, 2, 6)
    quarter(15, 3, 7, 11)
    quarter(0, 1, 2, 3)
    quarter(5, 6, 7, 4)
    quarter(10, 11, 8, 9)
    quarter(15, 12, 13, 14)
  }
  return x.map(word => word >>> 0)
}

function rotate(word: number, by: number): number {
  return (word << by) | ((word >>> 0) >>> (32 - by))
}

function poly1305(message: Uint8Array, oneTimeKey: Uint8Array): Uint8Array {
  const prime = (1n << 130n) - 5n
  const r = number(oneTimeKey.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn
  let sum = 0n
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16)
    sum = ((sum + number(block) + (1n << BigInt(8 * block.length))) * r) % prime
  }
  const tag = (sum + number(oneTimeKey.subarray(16, 32))) & ((1n << 128n) - 1n)
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse()
}

function number(littleEndianBytes: Uint8Array): bigint {
  return littleEndianBytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

function words(bytes: Uint8Array): number[] {
  const view = Buffer.from(bytes)
  return Array.from({ length: bytes.length / 4 }, (_, at) => view.readUInt32LE(at * 4))
}

function littleEndian(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, at * 4)
  return bytes
}
