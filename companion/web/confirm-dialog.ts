import { button, h } from './dom.js'

/** Asks before something that cannot be undone. Escape and "Cancel" say no. */
export function confirmDialog(title: string, text: string, yes: string): Promise<boolean> {
  return new Promise(resolve => {
    const dialog = h('dialog', { 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text' })
    const close = (answer: boolean) => {
      dialog.close()
      dialog.remove()
      resolve(answer)
    }
    dialog.append(
      h('h2', { id: 'confirm-title' }, title),
      h('p', { id: 'confirm-text' }, text),
      h(
        'div',
        { class: 'actions' },
        button('Cancel', () => close(false), { autofocus: true }),
        button(yes, () => close(true), { class: 'danger' }),
      ),
    )
    dialog.addEventListener('cancel', event => {
      event.preventDefault()
      close(false)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}
