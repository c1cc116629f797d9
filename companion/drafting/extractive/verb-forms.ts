/** Forms of verbs that an indirect question needs: "did you go" becomes "they went". */

/** Irregular, and the regular ones that may follow a noun: only these are taken for a verb there. */
export const PAST: Readonly<Record<string, string>> = {
  do: 'did',
  go: 'went',
  have: 'had',
  get: 'got',
  feel: 'felt',
  think: 'thought',
  say: 'said',
  tell: 'told',
  make: 'made',
  take: 'took',
  come: 'came',
  see: 'saw',
  know: 'knew',
  give: 'gave',
  find: 'found',
  hear: 'heard',
  keep: 'kept',
  sleep: 'slept',
  eat: 'ate',
  drink: 'drank',
  leave: 'left',
  meet: 'met',
  bring: 'brought',
  begin: 'began',
  write: 'wrote',
  look: 'looked',
  help: 'helped',
  need: 'needed',
  show: 'showed',
  want: 'wanted',
  like: 'liked',
  work: 'worked',
  start: 'started',
  happen: 'happened',
  last: 'lasted',
  sound: 'sounded',
  put: 'put',
  cut: 'cut',
  hurt: 'hurt',
  let: 'let',
  set: 'set',
  stop: 'stopped',
  try: 'tried',
  stay: 'stayed',
  notice: 'noticed',
  mean: 'meant',
  understand: 'understood',
  wake: 'woke',
  run: 'ran',
  speak: 'spoke',
  become: 'became',
  lose: 'lost',
  send: 'sent',
  ring: 'rang',
  stand: 'stood',
  sit: 'sat',
  read: 'read',
  spend: 'spent',
  teach: 'taught',
  manage: 'managed',
  plan: 'planned',
}

export function past(verb: string): string {
  const known = PAST[verb]
  if (known !== undefined) return known
  if (verb.endsWith('e')) return `${verb}d`
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`
}

export function third(verb: string): string {
  if (verb === 'have') return 'has'
  if (verb === 'do' || verb === 'go') return `${verb}es`
  return /(?:s|x|ch|sh)$/.test(verb) ? `${verb}es` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`
}
