/**
 * Canonical JSON: the one way in which signed things are written, so that a signature covers exact bytes that
 * anyone can make again. Object keys sorted by UTF-16 code unit, no white space, no numbers but safe integers,
 * UTF-8. For such values it is what RFC 8785 (JCS) prescribes, and what `jq -cS` prints for ASCII text.
 */

export type Canonical =
  | string
  | number
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [key: string]: Canonical | undefined }

/** @throws RangeError for a number that is no safe integer: it would not survive another language's parser */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('canonical JSON holds safe integers only')
    return String(value)
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((member: Canonical) => canonicalJson(member)).join(',')}]`
  const object = value as { readonly [key: string]: Canonical | undefined }
  const members = Object.keys(object)
    .filter(key => object[key] !== undefined)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonicalJson(object[key] as Canonical)}`)
  return `{${members.join(',')}}`
}

/** The value of a canonical text, or `null` if the text is not JSON or not canonical to the byte. */
export function parseCanonicalJson(text: string): Canonical | null {
  try {
    const value = JSON.parse(text) as Canonical
    return canonicalJson(value) === text ? value : null
  } catch {
    return null
  }
}
