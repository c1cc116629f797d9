/** What may be written into the ledger: numbers, enums, digests and ids. The last gate before it is signed for years. */

import type { Canonical } from '../../device/contracts/canonical-json.js'
import { EarshotError } from '../../device/contracts/errors.js'

export type Facts = { readonly [key: string]: Canonical | undefined }

/** No space, no letter beyond ASCII: a word may be an enum, a sentence cannot. */
const FACT = /^[\w.:@+/=-]{0,128}$/
const KEY = /^[A-Za-z]\w{0,40}$/

/**
 * @returns the facts, numbers rounded: the signed form has integers only, and a millisecond's fraction proves nothing
 * @throws INTERNAL for anything that could be a person's words
 */
export function checkedFacts(facts: Facts): Facts {
  return checkedObject(facts)
}

function checkedObject(object: Facts): Facts {
  const members = Object.entries(object).map(([key, value]) => {
    if (!KEY.test(key)) throw refused()
    return [key, value === undefined ? undefined : checkedValue(value)] as const
  })
  return Object.fromEntries(members)
}

function checkedValue(value: Canonical): Canonical {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    const whole = Math.round(value)
    if (!Number.isSafeInteger(whole)) throw refused()
    return whole
  }
  if (typeof value === 'string') {
    if (!FACT.test(value)) throw refused()
    return value
  }
  if (isList(value)) return value.map(checkedValue)
  return checkedObject(value)
}

function isList(value: readonly Canonical[] | Facts): value is readonly Canonical[] {
  return Array.isArray(value)
}

function refused(): EarshotError {
  return new EarshotError('INTERNAL', 'ledger takes numbers, enums, digests and ids only')
}
