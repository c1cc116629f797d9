/**
 * Whom "he" or "she" means, where that is plain: the one person of that gender spoken of in the last few contributions.
 * Two such people, or none, and nothing is claimed.
 */

import { type NameState, peopleNamedIn } from './names.js'
import { straighten } from './text.js'

type Gender = 'he' | 'she' | 'any'

const SHE =
  'mum|mom|mam|mother|stepmum|stepmom|stepmother|sister|half-sister|daughter|granddaughter|grandma|grandmother|nan|nana|gran|aunt|auntie|niece|wife|girlfriend|fiancee|ex-wife|mother-in-law|sister-in-law'
const HE =
  'dad|father|stepdad|stepfather|brother|half-brother|son|grandson|grandad|grandpa|grandfather|uncle|nephew|husband|boyfriend|fiance|ex-husband|father-in-law|brother-in-law'
const ANY =
  'cousin|partner|ex|friend|mate|flatmate|roommate|housemate|neighbour|neighbor|colleague|coworker|co-worker|manager|boss|supervisor|teacher|tutor|landlord|doctor|gp|psychiatrist|nurse|tenant|patient|customer|lady|woman|man|guy|kid|child|baby'
const OWN = new RegExp(`\\b(?:my|your|our) (?:\\w+ )?(${SHE}|${HE}|${ANY})\\b`, 'gi')
const KIN = /\b(Mum|Mom|Mam|Dad|Nan|Gran|Grandma|Grandad)\b/g
const SOMEBODY = new RegExp(`\\b(?:${SHE}|${HE}|${ANY})s?\\b`, 'i')

/** Contributions back in which somebody counts as just spoken of. */
const RECENT = 3
const MOST = 24

interface Mention {
  readonly word: string
  readonly gender: Gender
  readonly order: number
}

export interface MentionState {
  recent: Mention[]
}

export function newMentionState(): MentionState {
  return { recent: [] }
}

export function hearMentions(state: MentionState, names: NameState, text: string, order: number): void {
  const line = straighten(text)
  const found: Mention[] = [...line.matchAll(OWN), ...line.matchAll(KIN)].map(match => {
    const word = (match[1] ?? '').toLowerCase()
    return { word, gender: genderOf(word), order }
  })
  // Somebody else's people ("his doctor") may be meant as well: then it is not plain.
  if (found.length === 0 && SOMEBODY.test(line)) found.push({ word: '', gender: 'any', order })
  for (const name of peopleNamedIn(names, line)) {
    const relation = names.known.get(name)?.relation ?? null
    // A bare name says nothing of whom it stands for; it only makes a pronoun less plain.
    found.push({ word: relation ?? '', gender: relation === null ? 'any' : genderOf(relation), order })
  }
  state.recent = [...state.recent, ...found].filter(mention => order - mention.order <= RECENT).slice(-MOST)
}

function genderOf(word: string): Gender {
  if (new RegExp(`^(?:${SHE})$`, 'i').test(word)) return 'she'
  return new RegExp(`^(?:${HE})$`, 'i').test(word) ? 'he' : 'any'
}

const PRONOUN = /\b(he|she|his|her|him|he's|she's|he'd|she'd|he'll|she'll)\b/i

/** Whether a text speaks of somebody by pronoun alone. */
export function pronounIn(text: string): 'he' | 'she' | null {
  if (SOMEBODY.test(text)) return null
  const word = PRONOUN.exec(straighten(text))?.[1]?.toLowerCase()
  return word === undefined ? null : /^h(?:e|is|im)/.test(word) ? 'he' : 'she'
}

/** @returns the relation or name that a pronoun stands for, `null` where it is not plain */
export function antecedentOf(state: MentionState, pronoun: 'he' | 'she', order: number): string | null {
  const fits = state.recent.filter(
    ({ gender, order: at }) => order - at <= RECENT && (gender === pronoun || gender === 'any'),
  )
  const words = new Set(fits.map(({ word }) => word))
  const [only] = words
  return words.size === 1 && only !== undefined && only !== '' ? only : null
}
