import { ApiError, askText, wordsOf } from '../api.js'
import { h, replaceChildren } from '../dom.js'
import type { Desk } from './desk.js'
import { receiptWords } from './receipt-words.js'

/** What became of the audio: the receipt in plain language, and its file. */
export function receiptPart(desk: Desk): HTMLElement {
  const { sessionId } = desk.note
  const content = h('div', {}, h('p', { class: 'help' }, 'Loading …'))
  askText(`receipts/${sessionId}`).then(
    file => replaceChildren(content, ...receiptContent(file, sessionId)),
    (error: unknown) => {
      const pending = error instanceof ApiError && error.code === 'RECEIPT_NOT_FOUND'
      replaceChildren(content, h('p', pending ? {} : { class: 'message error' }, wordsOf(error)))
    },
  )
  return h('section', { 'aria-labelledby': 'receipt-title' }, h('h2', { id: 'receipt-title' }, 'The audio'), content)
}

function receiptContent(file: string, sessionId: string): HTMLElement[] {
  const words = receiptWords(file)
  const download = h(
    'p',
    { class: 'no-print' },
    h(
      'a',
      { href: `/api/v1/receipts/${sessionId}`, download: `earshot-${sessionId}.receipt`, id: 'receipt-file' },
      'Download the receipt',
    ),
    ' ',
    h('a', { href: '#/proof' }, 'How to check it'),
  )
  if (words === null)
    return [h('p', {}, 'The receipt cannot be shown here; its file can be checked all the same.'), download]
  return [
    ...words.summary.map(text => h('p', {}, text)),
    download,
    h(
      'details',
      {},
      h('summary', {}, 'What the receipt claims, and what it does not'),
      h('h3', {}, 'Claimed'),
      h('ul', {}, ...words.claims.map(text => h('li', {}, text))),
      h('h3', {}, 'Not claimed'),
      h('ul', {}, ...words.notClaimed.map(text => h('li', {}, text))),
    ),
  ]
}
