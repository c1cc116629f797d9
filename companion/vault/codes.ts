/** Codes that a person types from paper: claim codes and recovery codes, in base32 groups of four. */

import { randomBytes } from 'node:crypto'
import { base32 } from '../../device/contracts/session-id.js'

/** 12 characters of base32: 60 bits. Behind scrypt and 20 tries in all, 50 would do. */
const CLAIM_CHARACTERS = 12
/** 160 bits: this one protects a secret key on a stolen card, where nobody counts the tries. */
const RECOVERY_BYTES = 20

export function newClaimCode(): string {
  return grouped(base32(randomBytes(8)).slice(0, CLAIM_CHARACTERS))
}

export function newRecoveryCode(): string {
  return grouped(base32(randomBytes(RECOVERY_BYTES)))
}

/** What a person meant: case, spaces and dashes do not matter, and 0, 1 and 8 are not in the alphabet. */
export function normaliseCode(typed: string): string {
  return typed
    .toLowerCase()
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('8', 'b')
    .replace(/[^a-z2-7]/g, '')
}

function grouped(text: string): string {
  return (text.match(/.{1,4}/g) ?? []).join('-')
}
