import { button, field, h } from './dom.js'

/** A passphrase field that can be shown: a long passphrase typed blind is a wrong one. */
export function passphraseField(
  label: string,
  autocomplete: 'current-password' | 'new-password',
  help?: string,
): { readonly row: HTMLElement; readonly input: HTMLInputElement } {
  const { row, input } = field(
    label,
    {
      type: 'password',
      autocomplete,
      required: true,
      maxlength: 256,
      ...(autocomplete === 'new-password' ? { minlength: 12 } : {}),
    },
    help,
  )
  const show = button(
    'Show',
    () => {
      const hidden = input.type === 'password'
      input.type = hidden ? 'text' : 'password'
      show.textContent = hidden ? 'Hide' : 'Show'
      show.setAttribute('aria-pressed', String(hidden))
    },
    { class: 'quiet', 'aria-pressed': 'false', 'aria-label': `Show ${label.toLowerCase()}` },
  )
  const line = h('div', { class: 'with-button' }, show)
  input.replaceWith(line)
  line.prepend(input)
  return { row, input }
}
