import { button, h } from '../dom.js'
import type { View } from '../view.js'

/** Shows a recovery code, once. @param done called when the person says that it is kept */
export function recoveryCodeView(recoveryCode: string, done: () => void): View {
  const kept = h('input', {
    type: 'checkbox',
    id: 'kept',
    change: () => {
      goOn.disabled = !kept.checked
    },
  })
  const goOn = button('Go on', done, { class: 'primary', disabled: true })
  return {
    title: 'Recovery code',
    element: h(
      'div',
      { class: 'door' },
      h('h1', { tabindex: -1 }, 'Your recovery code'),
      h(
        'p',
        {},
        'If you forget your passphrase, this code is the only way to your notes. The box does not keep it and shows it this once. Nobody else can make a new one for you.',
      ),
      h('p', { class: 'recovery-code' }, recoveryCode),
      h(
        'p',
        { class: 'no-print' },
        'Print it or copy it by hand, and keep it where you keep other keys, away from the box.',
      ),
      h(
        'div',
        { class: 'actions no-print' },
        button('Print', () => window.print()),
      ),
      h('div', { class: 'check no-print' }, kept, h('label', { for: 'kept' }, 'I have printed it or written it down')),
      h('div', { class: 'actions no-print' }, goOn),
    ),
  }
}
