/**
 * People who are spoken of: a note says how they stand to the client ("their sister"), not what they are called.
 * What is learned as the session goes on is used when the note is written, for every earlier mention too.
 */

import { isGivenName } from './given-names.js'
import { straighten } from './text.js'

const RELATIONS =
  'mum|mom|mother|dad|father|stepmum|stepmom|stepdad|stepfather|stepmother|brother|sister|half-brother|half-sister|son|' +
  'daughter|grandson|granddaughter|grandma|grandmother|grandad|grandpa|grandfather|nan|nana|gran|aunt|auntie|uncle|cousin|' +
  'niece|nephew|husband|wife|partner|boyfriend|girlfriend|fiance|fiancee|ex|ex-husband|ex-wife|friend|best friend|mate|' +
  'flatmate|roommate|housemate|neighbour|neighbor|colleague|coworker|co-worker|manager|boss|supervisor|teacher|tutor|' +
  'landlord|mother-in-law|father-in-law|sister-in-law|brother-in-law|dog|cat'
const NAME = '([A-Z][a-z]+(?:-[A-Z][a-z]+)?)'

const NAMED_RELATION: readonly RegExp[] = [
  new RegExp(`\\b[Mm]y (?:\\w+ )?(${RELATIONS}),? ${NAME}\\b`, 'g'),
  new RegExp(
    `\\b[Mm]y (?:\\w+ )?(${RELATIONS})(?:'s| is|'s name is| is called| called)(?: called| named)? ${NAME}\\b`,
    'g',
  ),
]
const RELATION_AFTER: readonly RegExp[] = [
  new RegExp(`\\b${NAME}[.,] (?:[Mm]y|[Tt]he) (?:\\w+ )?(${RELATIONS})\\b`, 'g'),
  new RegExp(`\\b${NAME}(?:'s| is| was) my (?:\\w+ )?(${RELATIONS})\\b`, 'g'),
]
const RELATION_BEFORE = new RegExp(`\\b[Mm]y (${RELATIONS})[.] ${NAME}[.]`, 'g')
const AUNTIE = /\b(Auntie|Aunt|Uncle|Nan|Grandma|Grandpa) ([A-Z][a-z]+)\b/g

const NO_NAMES = new Set(
  (
    'I Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays ' +
    'Sundays January February March April May June July August September October November December Christmas Easter ' +
    'Thanksgiving Halloween Eid Diwali Ramadan Hanukkah God Jesus English French German Spanish Welsh Irish Scottish Polish ' +
    'Thai Chinese Indian American British Christian Muslim Catholic Jewish Zoom Facebook Instagram Google Samaritans ' +
    'Oh Ah Ha Yeah Yes No Okay Well So And But Um Mm Right Good Great Thanks Sorry Please Then Now Just Maybe New Year Years Eve Lord Doctor Professor Nurse Sir Dr Mr Mrs Ms Miss Mum Mom Dad Mam Nan Nana Gran Grandma Grandad Grandpa Auntie Aunt Uncle'
  ).split(' '),
)
const PLACE_AFTER =
  /^(?:\s+(?:Street|Road|Lane|Avenue|Court|House|Park|Hospital|School|Estate|Centre|Center|Station|Hall|Church)|\s+estate)\b/
const PLACE_BEFORE =
  /\b(?:in|(?<!(?:look|shout|smil|laugh|yell|star|point|glanc)(?:s|ed|e|ing)? |mad |angry )at|near|towards|past|outside|the|a|an)\s+$/
const TITLE_BEFORE = /\b(?:Dr|Doctor|Mr|Mrs|Ms|Miss|Professor)\.?\s+$/
const PERSON_BEFORE =
  /\b(?:with|ask|asked|asking|tell|told|telling|call|called|calling|ring|rang|ringing|text|texted|phone|phoned|see|saw|visit|visited|love|miss|and|for|to|help|lent|gave)\s+$/i
const PERSON_AFTER =
  /^(?:'s|'d|'ll)?\s+(?:said|says|asked|asks|rang|called|texted|thinks|thought|told|wants|wanted|knows|knew|came|went|goes|comes|cried|shouted|left|was|is|has|had|did|does|doesn't|didn't|would|will|could|can|took|takes|gave|loves|hates|left|and I|got)\b/

interface Known {
  /** The relation in the client's words, if it was said. */
  relation: string | null
  /** Signs that it names a person. */
  person: number
  place: number
  /** Who answered when the therapist spoke to someone by it: seat (or none) and how often. */
  readonly answered: Map<string, number>
  /** Times a client spoke of someone by it: nobody speaks so of themselves. */
  spokenOf: number
}

export interface NameState {
  readonly known: Map<string, Known>
  /** Words that were also written without a capital: no names. */
  readonly common: Set<string>
}

/** More different capitals than a session has people; limits memory against strange text. */
const MOST_NAMES = 2000
const MOST_COMMON = 20_000

export function newNameState(): NameState {
  return { known: new Map(), common: new Set() }
}

/** Learns who is who from a whole turn: "Beth. My flatmate." */
export function learnRelations(state: NameState, turn: string): void {
  const line = straighten(turn)
  for (const pattern of NAMED_RELATION) for (const m of line.matchAll(pattern)) relate(state, m[2], m[1])
  for (const pattern of RELATION_AFTER) for (const m of line.matchAll(pattern)) relate(state, m[1], m[2])
  for (const m of line.matchAll(RELATION_BEFORE)) relate(state, m[2], m[1])
  for (const m of line.matchAll(AUNTIE)) relate(state, m[2], m[1]?.toLowerCase())
}

/** @param byTherapist whether the therapist said it: who is spoken to by name is in the room */
export function learnNames(state: NameState, sentence: string, byTherapist: boolean): void {
  const line = straighten(sentence)
  for (const m of line.matchAll(/[A-Za-z]+/g)) {
    const word = m[0]
    if (word === word.toLowerCase()) {
      if (state.common.size < MOST_COMMON) state.common.add(word)
    } else if (mayBeName(word)) weigh(state, line, word, m.index, byTherapist)
  }
}

function mayBeName(word: string): boolean {
  return /^[A-Z][a-z]+$/.test(word) && !NO_NAMES.has(word)
}

function entry(state: NameState, name: string): Known | undefined {
  const found = state.known.get(name)
  if (found !== undefined || state.known.size >= MOST_NAMES) return found
  const fresh: Known = { relation: null, person: 0, place: 0, answered: new Map(), spokenOf: 0 }
  state.known.set(name, fresh)
  return fresh
}

function relate(state: NameState, name: string | undefined, relation: string | undefined): void {
  if (name === undefined || relation === undefined || !mayBeName(name)) return
  const known = entry(state, name)
  if (known === undefined) return
  known.person += 3
  known.relation ??= relation === 'auntie' ? 'aunt' : relation
}

function weigh(state: NameState, line: string, word: string, at: number, byTherapist: boolean): void {
  const before = line.slice(Math.max(0, at - 14), at)
  const after = line.slice(at + word.length, at + word.length + 24)
  const opens = at === 0 || /[.?!"]\s*$/.test(before)
  // A capital at the start of a sentence says nothing, unless the word is known for a name.
  if (opens && !isGivenName(word) && !state.known.has(word)) return
  const known = entry(state, word)
  if (known === undefined) return
  if (TITLE_BEFORE.test(before)) known.place += 5
  if (isGivenName(word)) known.person += 2
  if (PERSON_AFTER.test(after)) known.person += 1
  if (PERSON_BEFORE.test(before)) known.person += 1
  if (PLACE_AFTER.test(after)) known.place += 4
  if (!opens && PLACE_BEFORE.test(before) && !/^'s\b/.test(after)) known.place += 2
  if (!opens && /^'s\b/.test(after)) known.person += 1
  if (!byTherapist && !/,\s*$/.test(before) && !/^[,?]/.test(after)) known.spokenOf += 1
}

const CALLS = /(?:^|[.?!] |, |\b(?:and|So|Okay|Hi|Hello|Morning),? )([A-Z][a-z]+)(?=[,.?!])/g

/** Whom the therapist speaks to, by who answers: tells the people in the room from those spoken of. */
export function learnAddress(state: NameState, therapistSaid: string, answeredBy: string | null): void {
  for (const m of straighten(therapistSaid).matchAll(CALLS)) {
    const known = m[1] === undefined ? undefined : state.known.get(m[1])
    if (known === undefined) continue
    const seat = answeredBy ?? ''
    known.answered.set(seat, (known.answered.get(seat) ?? 0) + 1)
  }
}

/** Names in a text that stand for people, longest first. */
export function peopleNamedIn(state: NameState, text: string): string[] {
  const found = new Set<string>()
  for (const m of straighten(text).matchAll(/[A-Z][a-z]+/g)) if (isPerson(state, m[0])) found.add(m[0])
  return [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
}

export function isPerson(state: NameState, word: string): boolean {
  if (!mayBeName(word)) return false
  const known = state.known.get(word)
  if (known === undefined) return isGivenName(word) && !state.common.has(word.toLowerCase())
  if (known.relation !== null) return true
  if (state.common.has(word.toLowerCase()) && (!isGivenName(word) || known.person < 6)) return false
  return known.person > 0 && known.person >= known.place
}

/** The seat of whoever is called so in the room (`''` without seats); `null` for somebody who is only spoken of. */
export function seatCalled(state: NameState, name: string, several: boolean): string | null {
  const known = state.known.get(name)
  if (known === undefined || known.relation !== null) return null
  const votes = [...known.answered].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const [first, second] = votes
  if (first === undefined || first[1] < 2) return null
  if (several) return first[1] > (second?.[1] ?? 0) ? first[0] : null
  return known.spokenOf === 0 ? first[0] : null
}

export const UNNAMED = 'a person named in the session'

/** How a note speaks of somebody who was named. */
export function relationOf(state: NameState, name: string, several: boolean): string {
  const seat = seatCalled(state, name, several)
  if (seat !== null) return several ? `Client ${seat}` : 'the client'
  const relation = state.known.get(name)?.relation ?? null
  if (relation !== null) return `their ${relation}`
  // A name that is no common given name may be a dog's or a firm's: nothing is claimed of it.
  return isGivenName(name) ? UNNAMED : '[name]'
}

const MENTIONS = new RegExp(`\\b(?:my|our|his|her|the) (?:\\w+ )?(?:${RELATIONS})\\b`, 'i')

/** Whether a person close to the client is spoken of. */
export function mentionsRelation(text: string): boolean {
  return MENTIONS.test(text)
}
