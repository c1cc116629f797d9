/** Which passphrases are taken. Length is what counts; the list only stops what is tried first. */

import { EarshotError } from '../../device/contracts/errors.js'

export const MIN_PASSPHRASE_CHARACTERS = 12
/** More is no passphrase but a way to keep the box busy. */
export const MAX_PASSPHRASE_CHARACTERS = 256

/** Roots of what is tried first, letters only; a passphrase that is one of them with digits around it is refused. */
const BLOCKED = new Set([
  ...['password', 'passwort', 'passphrase', 'letmein', 'welcome', 'iloveyou', 'qwertyuiop', 'qwerty', 'asdfghjkl'],
  ...['administrator', 'admin', 'changeme', 'changemenow', 'earshot', 'therapist', 'therapy', 'clinician', 'session'],
  ...['correcthorsebatterystaple', 'monkey', 'dragon', 'sunshine', 'princess', 'football', 'baseball', 'trustno'],
  ...['abcdefghijkl', 'abcdefghijklm', 'abcdefghijklmnop', 'abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba'],
  ...['qwertyuiopasdfghjkl', 'qwertyuiopasdfghjklzxcvbnm', 'passwordpassword', 'earshotearshot', 'adminadmin', ''],
])

/** The form that is hashed: the same characters typed on another keyboard give the same bytes. */
export function normalisePassphrase(passphrase: string): string {
  return passphrase.normalize('NFKC')
}

/** @throws REQUEST_INVALID with what to do in the hint */
export function checkPassphrase(passphrase: string): void {
  const characters = [...normalisePassphrase(passphrase)]
  if (characters.length < MIN_PASSPHRASE_CHARACTERS) refuse('short', 'use at least 12 characters; four words are good')
  if (characters.length > MAX_PASSPHRASE_CHARACTERS) refuse('long', 'use at most 256 characters')
  const letters = characters.join('').toLowerCase().replace(/\P{L}/gu, '')
  if (new Set(characters).size < 5) refuse('repetitive', 'use more different characters')
  if (BLOCKED.has(letters)) refuse('common', 'this is among the first that anyone tries: use four words of your own')
}

function refuse(reason: string, hint: string): never {
  throw new EarshotError('REQUEST_INVALID', 'passphrase is not strong enough', {
    detail: { field: 'passphrase', reason },
    hint,
  })
}
