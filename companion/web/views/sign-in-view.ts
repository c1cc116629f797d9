import type { Me } from '../../http/api-types.js'
import { ask, wordsOf } from '../api.js'
import { button, field, h } from '../dom.js'
import { messageLine } from '../message-line.js'
import { passphraseField } from '../passphrase-field.js'
import type { View } from '../view.js'

export interface SignInOptions {
  /** Why a person who was signed in stands before the door again; empty at the first visit. */
  readonly reason: string
  readonly name: string
  readonly entered: (me: Me) => void
  readonly forgotten: () => void
}

export function signInView({ reason, name, entered, forgotten }: SignInOptions): View {
  const message = messageLine()
  const nameField = field('Name', {
    type: 'text',
    autocomplete: 'username',
    required: true,
    maxlength: 100,
    value: name,
  })
  const passphrase = passphraseField('Passphrase', 'current-password')
  const submit = h('button', { type: 'submit', class: 'primary' }, 'Sign in')
  const form = h(
    'form',
    {
      submit: async event => {
        event.preventDefault()
        message.say('')
        submit.disabled = true
        try {
          entered(
            await ask<Me>('sign-in', { body: { name: nameField.input.value, passphrase: passphrase.input.value } }),
          )
        } catch (error) {
          message.say(wordsOf(error))
          passphrase.input.select()
        } finally {
          submit.disabled = false
        }
      },
    },
    nameField.row,
    passphrase.row,
    message.element,
    h('div', { class: 'actions' }, submit, button('Use the recovery code', forgotten, { class: 'quiet' })),
  )
  return {
    title: 'Sign in',
    element: h(
      'div',
      { class: 'door' },
      h('h1', { tabindex: -1 }, 'Sign in'),
      reason === '' ? null : h('p', { class: 'notice' }, reason),
      form,
    ),
  }
}
