/** Session ids: made by the device at the press, 128 random bits in lower-case base32 (RFC 4648 alphabet, no padding). */

import { EarshotError } from './errors.js'

export type SessionId = string & { readonly __brand: 'SessionId' }

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const ID_BYTES = 16
/** 128 bits in groups of five: 25 full characters and one that holds the last three bits, so `a e i m q u y 4`. */
const ID_PATTERN = /^[a-z2-7]{25}[aeimquy4]$/

/** Lower-case base32 without padding (RFC 4648 section 6). */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(buffer >> bits) & 31]
    }
  }
  if (bits > 0) text += ALPHABET[(buffer << (5 - bits)) & 31]
  return text
}

/** @param random exactly 16 bytes from a cryptographic source */
export function sessionIdFrom(random: Uint8Array): SessionId {
  if (random.length !== ID_BYTES) throw new RangeError('a session id is made of 16 random bytes')
  return base32(random) as SessionId
}

/** The 16 bytes that the id stands for, as sealed segments carry them. */
export function sessionIdBytes(id: SessionId): Uint8Array {
  const bytes = new Uint8Array(ID_BYTES)
  let buffer = 0
  let bits = 0
  let at = 0
  for (const letter of id) {
    buffer = ((buffer << 5) | ALPHABET.indexOf(letter)) & 0xfff
    bits += 5
    if (bits >= 8 && at < ID_BYTES) {
      bits -= 8
      bytes[at++] = (buffer >> bits) & 0xff
    }
  }
  return bytes
}

export function isSessionId(value: unknown): value is SessionId {
  return typeof value === 'string' && ID_PATTERN.test(value)
}

/** @throws SESSION_NOT_FOUND, because an id that no device could have made names no session */
export function parseSessionId(value: unknown): SessionId {
  if (!isSessionId(value)) throw new EarshotError('SESSION_NOT_FOUND', 'no session has this id')
  return value
}
