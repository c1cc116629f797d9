/**
 * The X.509 extension that keeps the box's root from vouching for anything but this box (RFC 5280 section 4.2.1.10).
 * Whoever steals the root's key can pretend to be this box, and nothing else: no bank, no other site.
 */

import { addressBytes, type BoxNames } from './box-names.js'

export const NAME_CONSTRAINTS_OID = '2.5.29.30'

/** Addresses that never leave a private network (RFC 1918, RFC 4193) or the machine or the link. */
const PRIVATE_RANGES: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
]

const SEQUENCE = 0x30
const PERMITTED_SUBTREES = 0xa0
const DNS_NAME = 0x82
const IP_ADDRESS = 0x87

/**
 * DER of NameConstraints with permitted subtrees: the host names (and what is below them), the private ranges, and
 * any other address that the box is told it has.
 */
export function nameConstraints(names: BoxNames): Uint8Array {
  const ranges = [...PRIVATE_RANGES, ...names.ips.filter(ip => !isPrivate(ip)).map(ip => [ip, bits(ip)] as const)]
  const subtrees = [
    ...names.dns.map(name => der(DNS_NAME, Buffer.from(name, 'ascii'))),
    ...ranges.map(([ip, prefix]) => der(IP_ADDRESS, Buffer.concat([addressBytes(ip), mask(bits(ip), prefix)]))),
  ].map(base => der(SEQUENCE, base))
  return der(SEQUENCE, der(PERMITTED_SUBTREES, Buffer.concat(subtrees)))
}

function isPrivate(ip: string): boolean {
  const address = addressBytes(ip)
  return PRIVATE_RANGES.some(([base, prefix]) => {
    const wanted = addressBytes(base)
    const keep = mask(bits(base), prefix)
    return (
      wanted.length === address.length && wanted.every((byte, i) => byte === (byteAt(address, i) & byteAt(keep, i)))
    )
  })
}

function bits(ip: string): number {
  return ip.includes(':') ? 128 : 32
}

function mask(length: number, prefix: number): Uint8Array {
  return Uint8Array.from({ length: length / 8 }, (_, i) => (0xff00 >> Math.min(8, Math.max(0, prefix - i * 8))) & 255)
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}

/** One DER value. Lengths up to 65,535 are all that an extension needs. */
function der(tag: number, content: Uint8Array): Buffer {
  const length = content.length
  const header =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from(header), content])
}
