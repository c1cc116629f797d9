import { button, field, h } from '../dom.js'
import { dateTime } from '../format.js'
import { forgetUnsaved, keepUnsaved, unsavedAt } from '../unsaved.js'
import type { Desk } from './desk.js'

/** What was added after the signature, and the form to add more. Null before the signature. */
export function addendaPart(desk: Desk): HTMLElement | null {
  const { addenda, status, sessionId } = desk.note
  if (status !== 'signed') return null
  const places = { reason: `${sessionId}/addendum/reason`, text: `${sessionId}/addendum/text` }
  const reason = field('Reason', {
    type: 'text',
    required: true,
    maxlength: 500,
    id: 'addendum-reason',
    autocomplete: 'off',
    value: unsavedAt(places.reason) ?? '',
  })
  const text = h('textarea', { id: 'addendum-text', rows: 4, maxlength: 20_000, required: true })
  text.value = unsavedAt(places.text) ?? ''
  reason.row.querySelector('label')?.setAttribute('for', 'addendum-reason')
  reason.input.addEventListener('input', () => keep(places.reason, reason.input.value))
  text.addEventListener('input', () => keep(places.text, text.value))
  const store = async () => {
    const change = { kind: 'addendum', reason: reason.input.value.trim(), text: text.value.trim() } as const
    if (change.reason === '' || change.text === '') return
    await desk.change(change, 'The addendum is added', () => {
      forgetUnsaved(places.reason)
      forgetUnsaved(places.text)
    })
  }
  return h(
    'section',
    { 'aria-labelledby': 'addenda-title' },
    h('h2', { id: 'addenda-title' }, 'Addenda'),
    addenda.length === 0
      ? h('p', { class: 'help' }, 'None.')
      : h(
          'ol',
          { class: 'addenda' },
          ...addenda.map(addendum =>
            h(
              'li',
              {},
              h('p', { class: 'meta' }, `${addendum.author}, ${dateTime(addendum.atMs)}. Reason: ${addendum.reason}`),
              h('p', { class: 'prose' }, addendum.text),
            ),
          ),
        ),
    h(
      'div',
      { class: 'editor no-print' },
      reason.row,
      h('label', { for: 'addendum-text' }, 'Addendum'),
      text,
      h('div', { class: 'actions' }, button('Add the addendum', store, { id: 'addendum-save' })),
    ),
  )
}

function keep(place: string, text: string): void {
  if (text === '') forgetUnsaved(place)
  else keepUnsaved(place, text)
}
