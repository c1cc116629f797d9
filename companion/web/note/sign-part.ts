/** Signing: what is still open, the attestation, the signature. Nothing is final until a person signs it. */

import type { Me } from '../../http/api-types.js'
import { button, field, focus, h } from '../dom.js'
import { dateTime } from '../format.js'
import { openQuestion } from '../words.js'
import type { Desk } from './desk.js'
import { bringIntoSight } from './marks.js'

export function signPart(desk: Desk, me: Me): HTMLElement {
  const { note } = desk
  const title = h('h2', { id: 'sign-title' }, note.signature === null ? 'Sign' : 'Signed')
  const section = h('section', { id: 'sign', tabindex: -1, 'aria-labelledby': 'sign-title' }, title)
  if (note.signature !== null) {
    const { name, credentials, attestation, atMs, lateEntry, sha256 } = note.signature
    section.append(
      h('p', { class: 'signature' }, `${name}${credentials === '' ? '' : `, ${credentials}`}, ${dateTime(atMs)}`),
      h('p', {}, attestation),
      lateEntry ? h('p', { class: 'notice' }, `Late entry: the session was on ${dateTime(note.startedAtMs)}.`) : '',
      h('p', { class: 'help' }, 'SHA-256 of what was signed: ', h('code', {}, sha256)),
    )
  } else if (note.unresolved.length > 0) {
    section.append(
      h('p', {}, 'Before you can sign, deal with these:'),
      h('ul', { class: 'open-questions' }, ...note.unresolved.map(code => h('li', {}, openLink(code, desk)))),
    )
  } else {
    section.append(signForm(desk, me))
  }
  return section
}

function openLink(code: string, desk: Desk): HTMLElement {
  const { words, anchor } = openQuestion(code, desk.note)
  return button(
    words,
    () => {
      bringIntoSight(anchor)
      document.getElementById(anchor)?.focus({ preventScroll: true })
    },
    { class: 'link', id: `open-question-${code}` },
  )
}

function signForm(desk: Desk, me: Me): HTMLElement {
  const credentials = field('Credentials', {
    type: 'text',
    maxlength: 100,
    required: true,
    value: me.credentials,
    autocomplete: 'off',
  })
  const attested = h('input', { type: 'checkbox', id: 'attested', required: true })
  return h(
    'form',
    {
      class: 'sign',
      submit: event => {
        event.preventDefault()
        const change = { kind: 'sign', credentials: credentials.input.value, attested: attested.checked } as const
        void desk.change(change, 'The note is signed').then(stored => {
          if (stored) focus('sign')
        })
      },
    },
    h('p', {}, 'You sign as ', h('strong', {}, me.name), '. A signed note never changes; corrections are addenda.'),
    credentials.row,
    h('div', { class: 'check' }, attested, h('label', { for: 'attested' }, desk.note.attestation)),
    h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary', id: 'sign-now' }, 'Sign the note')),
  )
}
