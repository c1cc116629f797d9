import type { BoxInfo, EnteredWithCode, Me } from '../../http/api-types.js'
import { ask, wordsOf } from '../api.js'
import { field, h, setText } from '../dom.js'
import { messageLine } from '../message-line.js'
import { passphraseField } from '../passphrase-field.js'
import type { View } from '../view.js'

const LOOK_MS = 2000

export interface ClaimOptions {
  readonly entered: (me: Me, recoveryCode: string) => void
}

/** The first page of a new box: who has the code and a hand on the button becomes its clinician. */
export function claimView({ entered }: ClaimOptions): View {
  const message = messageLine()
  const pairing = h('p', { class: 'notice', role: 'status' }, 'Looking at the button …')
  const code = field(
    'Claim code',
    { type: 'text', autocomplete: 'off', spellcheck: 'false', required: true, maxlength: 64, class: 'code' },
    'Three groups of four letters and digits, printed when the box was set up.',
  )
  const name = field(
    'Your name',
    { type: 'text', autocomplete: 'name', required: true, maxlength: 100 },
    'As it stands under your notes. You sign in with it.',
  )
  const credentials = field(
    'Credentials',
    { type: 'text', autocomplete: 'off', maxlength: 100 },
    'For example PsyD, LCSW. Printed beside your signature.',
  )
  const passphrase = passphraseField(
    'Passphrase',
    'new-password',
    'At least 12 characters. Several words are good. It opens your notes: without it, not even this box can read them.',
  )
  const again = passphraseField('Passphrase again', 'new-password')
  const submit = h('button', { type: 'submit', class: 'primary' }, 'Claim this box')

  const form = h(
    'form',
    {
      submit: async event => {
        event.preventDefault()
        if (passphrase.input.value !== again.input.value) {
          message.say('The two passphrases are not the same.')
          again.input.focus()
          return
        }
        message.say('')
        submit.disabled = true
        try {
          const body = {
            code: code.input.value,
            name: name.input.value,
            credentials: credentials.input.value,
            passphrase: passphrase.input.value,
          }
          const { me, recoveryCode } = await ask<EnteredWithCode>('claim', { body })
          entered(me, recoveryCode)
        } catch (error) {
          message.say(wordsOf(error))
        } finally {
          submit.disabled = false
        }
      },
    },
    code.row,
    name.row,
    credentials.row,
    passphrase.row,
    again.row,
    message.element,
    h('div', { class: 'actions' }, submit),
  )
  const look = async () => {
    const box = await ask<BoxInfo>('box').catch(() => null)
    pairing.className = box?.pairingOpen === true ? 'notice good' : 'notice'
    setText(
      pairing,
      box?.pairingOpen === true
        ? 'The pairing window is open: the light alternates. Claim within two minutes.'
        : 'The pairing window is closed. Hold the button on the box for ten seconds, until the light alternates.',
    )
  }
  void look()
  const timer = setInterval(() => void look(), LOOK_MS)
  return {
    title: 'Claim',
    element: h(
      'div',
      { class: 'door' },
      h('h1', { tabindex: -1 }, 'Claim this box'),
      h(
        'p',
        {},
        'This box has no clinician yet. Claiming needs two things at once: the claim code, and your hand on the button.',
      ),
      h(
        'ol',
        {},
        h('li', {}, 'Have the claim code at hand.'),
        h('li', {}, 'Hold the button on the box for ten seconds, until its light alternates.'),
        h('li', {}, 'Fill in the form below within two minutes.'),
      ),
      pairing,
      form,
    ),
    dispose: () => clearInterval(timer),
  }
}
