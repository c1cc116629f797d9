import type { Consent } from '../../vault/note.js'
import { button, h } from '../dom.js'
import { dateTime } from '../format.js'
import { CONSENT_WORDS } from '../words.js'
import type { Desk } from './desk.js'

const METHODS: readonly (readonly [Consent['method'], string])[] = [
  ['verbal', 'Spoken'],
  ['paper', 'On paper'],
  ['electronic', 'Electronic'],
]

/** Whether consent was given, how, and the way to record it. */
export function consentPart(desk: Desk): HTMLElement {
  const { consent, status } = desk.note
  const method = h(
    'select',
    { id: 'consent-method' },
    ...METHODS.map(([value, words]) => h('option', { value, selected: value === consent.method }, words)),
  )
  const record = (state: 'given' | 'declined') =>
    desk.change({ kind: 'consent', state, method: method.value as Consent['method'] }, 'Consent recorded')
  const how = METHODS.find(([value]) => value === consent.method)?.[1] ?? consent.method
  return h(
    'section',
    { id: 'consent', tabindex: -1, 'aria-labelledby': 'consent-title' },
    h('h2', { id: 'consent-title' }, 'Consent'),
    h(
      'p',
      {},
      'Recording, transcribing and drafting: ',
      h('strong', {}, CONSENT_WORDS[consent.state]),
      consent.state === 'unresolved' ? '' : ` (${how.toLowerCase()}, ${dateTime(consent.atMs)})`,
    ),
    consent.state === 'declined' || consent.state === 'withdrawn'
      ? h('p', { class: 'message error' }, 'Without consent nothing of this session may be kept. Discard it below.')
      : null,
    status === 'signed'
      ? null
      : h(
          'div',
          { class: 'actions' },
          h('label', { for: 'consent-method' }, 'How'),
          method,
          button('Consent was given', () => record('given'), { id: 'consent-given' }),
          button('Consent was declined', () => record('declined'), { id: 'consent-declined' }),
        ),
  )
}
