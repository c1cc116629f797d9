/**
 * Names out of the way while a sentence is turned into the third person: each person is a token until the sentence
 * stands, then a relation. So no rule of grammar ever meets a name, and no name slips through one.
 */

import type { Candidate } from './candidate.js'
import { type NameState, peopleNamedIn, relationOf } from './names.js'
import type { Statement } from './statements.js'
import { straighten } from './text.js'

export interface Mask {
  readonly candidate: Candidate
  readonly unmask: (text: string) => string
}

const TOKEN = /PERSON(\d+)/g

export function isMasked(text: string): boolean {
  return /PERSON\d/.test(text)
}

/** @param several whether more than one client is in the room */
export function masked(candidate: Candidate, names: NameState, several: boolean): Mask {
  const people: string[] = []
  const hide = (text: string): string => {
    let line = straighten(text)
    for (const name of peopleNamedIn(names, line)) {
      if (!people.includes(name)) people.push(name)
      const token = `PERSON${people.indexOf(name)}`
      line = line.replace(
        new RegExp(
          `(?<!\\b(?:Dr|Mr|Mrs|Ms|Doctor)\\.? )\\b(?:(?:[Mm]y|[Aa]untie|[Aa]unt|[Uu]ncle)(?: [a-z-]+)? )?${name}\\b(?! (?:Street|Road|Lane|Avenue|Court|House|Park|Hospital|School))`,
          'g',
        ),
        token,
      )
    }
    return line
  }
  const statement = ({ turnId, raw, text }: Statement): Statement => ({ turnId, raw: hide(raw), text: hide(text) })
  return {
    candidate: {
      ...candidate,
      asked: candidate.asked === null ? null : { turnId: candidate.asked.turnId, text: hide(candidate.asked.text) },
      said: candidate.said.map(statement),
      reply: candidate.reply === null ? null : statement(candidate.reply),
    },
    unmask: text => text.replace(TOKEN, (_, at: string) => relationOf(names, people[Number(at)] ?? '', several)),
  }
}
