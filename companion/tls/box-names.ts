/** The names of the box (configuration `web.names`), sorted into host names and addresses. */

import { isIP } from 'node:net'

export interface BoxNames {
  /** Lower case. */
  readonly dns: readonly string[]
  readonly ips: readonly string[]
}

/** @param names host names and addresses, IPv6 with or without brackets */
export function boxNames(names: readonly string[]): BoxNames {
  const plain = [...new Set(names.map(name => name.toLowerCase().replace(/^\[(.*)\]$/, '$1')))]
  return { dns: plain.filter(name => isIP(name) === 0), ips: plain.filter(name => isIP(name) !== 0) }
}

/** Four bytes of an IPv4 address, sixteen of an IPv6 address. @param ip must be an address */
export function addressBytes(ip: string): Uint8Array {
  if (isIP(ip) === 4) return Uint8Array.from(ip.split('.').map(Number))
  // The URL parser is the one place in Node that spells an IPv6 address out in a fixed form.
  const canonical = new URL(`http://[${ip}]`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const groups = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(':'))
  const left = groups(head)
  const right = groups(tail)
  const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0')
  return Uint8Array.from(
    [...left, ...zeros, ...right].flatMap(group => {
      const value = Number.parseInt(group, 16)
      return [value >> 8, value & 255]
    }),
  )
}
