import type { EnteredWithCode, Me } from '../../http/api-types.js'
import { ask, wordsOf } from '../api.js'
import { button, field, h } from '../dom.js'
import { messageLine } from '../message-line.js'
import { passphraseField } from '../passphrase-field.js'
import type { View } from '../view.js'

export interface RecoverOptions {
  readonly entered: (me: Me, recoveryCode: string) => void
  readonly back: () => void
}

/** The way in for who lost the passphrase and kept the printed code. */
export function recoverView({ entered, back }: RecoverOptions): View {
  const message = messageLine()
  const name = field('Name', { type: 'text', autocomplete: 'username', required: true, maxlength: 100 })
  const code = field(
    'Recovery code',
    { type: 'text', autocomplete: 'off', spellcheck: 'false', required: true, maxlength: 100, class: 'code' },
    'It was printed when you claimed the box. A used code is replaced by a new one.',
  )
  const passphrase = passphraseField(
    'New passphrase',
    'new-password',
    'At least 12 characters. Several words are good.',
  )
  const submit = h('button', { type: 'submit', class: 'primary' }, 'Set the new passphrase')
  const form = h(
    'form',
    {
      submit: async event => {
        event.preventDefault()
        message.say('')
        submit.disabled = true
        try {
          const body = {
            name: name.input.value,
            recoveryCode: code.input.value,
            newPassphrase: passphrase.input.value,
          }
          const { me, recoveryCode } = await ask<EnteredWithCode>('recover', { body })
          entered(me, recoveryCode)
        } catch (error) {
          message.say(wordsOf(error))
        } finally {
          submit.disabled = false
        }
      },
    },
    name.row,
    code.row,
    passphrase.row,
    message.element,
    h('div', { class: 'actions' }, submit, button('Back to sign-in', back, { class: 'quiet' })),
  )
  return {
    title: 'Recover',
    element: h('div', { class: 'door' }, h('h1', { tabindex: -1 }, 'Recover your vault'), form),
  }
}
