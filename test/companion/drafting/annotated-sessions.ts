/** The annotated sessions (CC0) and what a note of one is measured by. A drafter is given the turns and nothing else. */

import { readdirSync, readFileSync } from 'node:fs'
import { ExtractiveDrafter } from '../../../companion/drafting/extractive/extractive-drafter.js'
import { folded } from '../../../companion/drafting/extractive/text.js'
import type { FormatKey, NoteDraft, RiskStatus, RiskTopic } from '../../../companion/drafting/note-draft.js'
import type { Turn } from '../../../device/contracts/turn.js'
import { root } from '../../support/root.js'

interface Fact {
  readonly statement: string
  readonly importance: 'key' | 'minor'
  readonly must_contain: readonly string[]
}

interface Trap {
  readonly kind?: string
  readonly must_not_contain: readonly string[]
}

export interface AnnotatedSession {
  readonly name: string
  readonly participants: readonly { readonly seat: string; readonly role: 'therapist' | 'client' }[]
  readonly turns: readonly Turn[]
  readonly truth: {
    readonly facts: readonly Fact[]
    readonly risk: Readonly<Record<string, string>> & { readonly evidence: Readonly<Record<string, readonly string[]>> }
    readonly not_agreed: readonly Trap[]
    readonly traps: readonly Trap[]
    readonly third_party_names: readonly string[]
  }
}

const FOLDER = `${root}/test/fixtures/sessions`

export const SESSIONS: readonly AnnotatedSession[] = readdirSync(FOLDER)
  .filter(name => name.endsWith('.json'))
  .sort()
  .map(name => ({ name: name.slice(0, -5), ...JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) }))

export const RISK_KEYS: Readonly<Record<RiskTopic, string>> = {
  'suicidal-ideation': 'suicidal_ideation',
  'self-harm': 'self_harm',
  'harm-to-others': 'harm_to_others',
  'abuse-or-neglect': 'abuse_neglect',
}

export function withoutSeats(turns: readonly Turn[]): Turn[] {
  return turns.map(({ seat: _, ...turn }) => turn)
}

export async function draftOf(turns: readonly Turn[], format: FormatKey = 'SOAP'): Promise<NoteDraft> {
  const drafter = new ExtractiveDrafter()
  await drafter.observe(turns)
  return await drafter.compose(format)
}

export function textOf(draft: NoteDraft): string {
  return draft.sections.flatMap(section => section.sentences.map(({ text }) => text)).join('\n')
}

export function printed(draft: NoteDraft): string {
  return draft.sections
    .map(({ title, blank, sentences }) =>
      [
        `${title}${blank === undefined ? '' : ` [${blank}]`}`,
        ...sentences.map(({ text, evidence }) => `  ${text} {${evidence.join(' ')}}`),
      ].join('\n'),
    )
    .join('\n')
}

export interface Measured {
  readonly keyFound: number
  readonly keyAll: number
  readonly minorFound: number
  readonly minorAll: number
  /** Errors that the session's annotations show: traps fallen into, plans that nobody agreed to. */
  readonly violations: readonly string[]
  readonly namesLeaked: readonly string[]
  readonly quotesNotExact: readonly string[]
  readonly evidenceMissing: readonly string[]
  readonly unsupported: readonly string[]
  readonly riskWrong: readonly string[]
  readonly words: number
}

export function measure(session: AnnotatedSession, draft: NoteDraft): Measured {
  const text = textOf(draft)
  const found = (patterns: readonly string[]): boolean => patterns.some(pattern => new RegExp(pattern, 'i').test(text))
  const facts = (importance: Fact['importance']): readonly Fact[] =>
    session.truth.facts.filter(fact => fact.importance === importance)
  const turns = new Map(session.turns.map(turn => [turn.id, turn]))
  const sentences = draft.sections.flatMap(section => section.sentences)
  return {
    keyFound: facts('key').filter(fact => found(fact.must_contain)).length,
    keyAll: facts('key').length,
    minorFound: facts('minor').filter(fact => found(fact.must_contain)).length,
    minorAll: facts('minor').length,
    violations: [...session.truth.not_agreed, ...session.truth.traps].flatMap(({ kind, must_not_contain }) =>
      must_not_contain.flatMap(pattern => {
        const match = new RegExp(pattern, 'i').exec(text)
        return match === null ? [] : [`${kind ?? 'not agreed'}: ${match[0].trim().slice(-90)}`]
      }),
    ),
    namesLeaked: session.truth.third_party_names.filter(name => new RegExp(`\\b${name}\\b`).test(text)),
    quotesNotExact: sentences.flatMap(sentence =>
      [...sentence.text.matchAll(/"([^"]+)"/g)]
        .map(([, quote = '']) => quote)
        .filter(quote => !sentence.evidence.some(id => folded(turns.get(id)?.text ?? '').includes(folded(quote)))),
    ),
    evidenceMissing: sentences
      .filter(({ evidence }) => evidence.length === 0 || evidence.some(id => !turns.has(id)))
      .map(({ id }) => id),
    unsupported: sentences
      .filter(({ source }) => source !== 'evidenced')
      .map(({ text: words, reason }) => `${reason}: ${words}`),
    riskWrong: draft.risk.flatMap(({ topic, status }) => {
      const truth = session.truth.risk[RISK_KEYS[topic]] as RiskStatus
      return status === truth ? [] : [`${topic}: ${status}, not ${truth}`]
    }),
    words: text.split(/\s+/).length,
  }
}

export function figures(session: AnnotatedSession, seated: boolean, format: FormatKey, measured: Measured): string {
  const { keyFound, keyAll, minorFound, minorAll, words } = measured
  return `${session.name} ${format} ${seated ? 'two microphones' : 'one microphone'}: key facts ${keyFound}/${keyAll}, minor ${minorFound}/${minorAll}, ${words} words`
}

/** Turns made of lines: `T` the therapist, `C` the client, `C2` another client. */
export function dialogue(...lines: readonly string[]): Turn[] {
  return lines.map((line, at) => {
    const [, who = 'C', text = ''] = /^(T|C2?): (.*)$/.exec(line) ?? []
    const seat = who === 'T' ? 'A' : who === 'C' ? 'B' : 'C'
    return { id: `t${at + 1}`, start: at * 5, end: at * 5 + 4, seat, text }
  })
}

/** A drafter that knows who sits where, for dialogues too short to tell. */
export async function draftOfDialogue(...lines: readonly string[]): Promise<NoteDraft> {
  const drafter = new ExtractiveDrafter({
    roles: new Map([
      ['A', 'therapist'],
      ['B', 'client'],
      ['C', 'client'],
    ]),
  })
  await drafter.observe(dialogue(...lines))
  return await drafter.compose('SOAP')
}
