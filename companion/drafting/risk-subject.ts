/** Whose death or harm a risk line speaks of: the client's own, or somebody else's whose words are reported. */

const SUBJECTS =
  /\b(i|i'm|i've|i'd|me|my|myself|you|you're|you'd|he|he's|he'd|him|himself|she|she's|she'd|her|herself|they|they'd|they're|them|we|who|someone|somebody|brother|sister|mum|mom|mam|dad|mother|father|friend|mate|son|daughter|husband|wife|partner|cousin|uncle|aunt|neighbour|neighbor|colleague|tenant|patient|boss|ex)\b/gi
const REPORTED =
  /\b(?:he|she|they|who|brother|sister|mum|mom|mam|dad|mother|father|friend|mate|son|daughter|husband|wife|partner|cousin|uncle|aunt|neighbour|neighbor|colleague|boss|ex|[A-Z][a-z]+)(?:'s|'d| just| only| always| then| suddenly)? (?:said|says|goes|told me|texted|wrote|was like|kept saying|shouted|screamed|whispered|asked)\b[^.]{0,40}$/

/**
 * @param text one sentence
 * @param at where the risk words begin
 */
export function whoIsMeant(text: string, at: number): 'client' | 'other' | 'unclear' {
  const before = text.slice(0, at)
  const around = text.slice(at, at + 40)
  if (insideQuotes(text, at))
    return /\bi (?:said|told|thought|texted|wrote)\b[^"]*"[^"]*$/i.test(before) &&
      /\bi\b/i.test(text.slice(before.lastIndexOf('"'), at + 20))
      ? 'client'
      : 'other'
  if (REPORTED.test(before)) return 'other'
  if (/\bmyself\b/i.test(around)) return 'client'
  if (/\b(?:himself|herself|themselves)\b/i.test(around)) return 'other'
  const last = [...before.matchAll(SUBJECTS)].at(-1)?.[1]?.toLowerCase()
  if (last === undefined) return /\b(?:me|my)\b/i.test(around) ? 'client' : 'unclear'
  return /^(?:i|i'm|i've|i'd|me|my|myself)$/.test(last) || /\bme\b/i.test(around)
    ? 'client'
    : /^you/.test(last)
      ? 'unclear'
      : 'other'
}

function insideQuotes(text: string, at: number): boolean {
  return (text.slice(0, at).match(/"/g)?.length ?? 0) % 2 === 1
}
