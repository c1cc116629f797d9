/** What the parts of planning share: how a task is kept, and what makes words a time. */

import type { Candidate, Form } from './candidate.js'
import { NUMBER, TIME } from './lexicon.js'
import type { Statement } from './statements.js'
import { stems } from './text.js'
import type { Contribution, Utterance } from './utterance.js'

export function hasTime(text: string): boolean {
  return (
    new RegExp(TIME.source, 'i').test(text) ||
    /\b(?:before|after|by|until|when|every|each|per|daily|weekly|once|at (?:home|work))\b/i.test(text)
  )
}

export function overlap(one: string, others: readonly string[]): number {
  const words = stems(others.join(' '))
  return [...stems(one)].filter(word => words.has(word)).length
}

export function build(
  form: Form,
  from: Contribution,
  said: readonly Statement[],
  parts: Partial<Candidate>,
): Candidate {
  return {
    kind: form === 'homework' ? 'homework' : 'plan',
    form,
    order: from.order,
    speaker: from.speaker,
    seat: from.seat,
    asked: null,
    said: [...said],
    also: [],
    reply: null,
    answered: 'yes',
    about: null,
    score:
      3 +
      said.reduce(
        (sum, { text }) => sum + (hasTime(text) ? 1 : 0) + (new RegExp(NUMBER.source, 'i').test(text) ? 0.5 : 0),
        0,
      ),
    ...parts,
  }
}

export function asStatement(utterance: Utterance, text = utterance.text): Statement {
  return { turnId: utterance.turnId, raw: utterance.text, text }
}
