import { button, h } from '../dom.js'
import { forgetUnsaved, keepUnsaved, unsavedAt } from '../unsaved.js'

export interface TextEditorOptions {
  /** Where the unsaved text is kept; see unsaved.ts. */
  readonly place: string
  readonly id: string
  readonly label: string
  readonly text: string
  readonly rows?: number
  readonly save: string
  /** Calls `stored` once the box has the text, before the page is drawn again. */
  readonly store: (text: string, stored: () => void) => Promise<unknown>
  /** Absent: the editor stays open, with nothing to cancel. */
  readonly cancel?: () => void
}

/** A text field with save and cancel. Ctrl+Enter saves, Escape cancels. What is typed is kept until it is stored. */
export function textEditor({ place, id, label, text, rows = 3, save, store, cancel }: TextEditorOptions): HTMLElement {
  const area = h('textarea', { id, rows, maxlength: 4000, spellcheck: 'true' })
  area.value = unsavedAt(place) ?? text
  area.addEventListener('input', () => {
    if (area.value === '' && cancel === undefined) forgetUnsaved(place)
    else keepUnsaved(place, area.value)
  })
  const storeNow = async () => {
    const words = area.value.trim()
    if (words === '') return
    keepUnsaved(place, area.value)
    await store(words, () => forgetUnsaved(place))
  }
  const cancelNow = () => {
    forgetUnsaved(place)
    cancel?.()
  }
  area.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void storeNow()
    if (event.key === 'Escape' && cancel !== undefined) {
      event.stopPropagation()
      cancelNow()
    }
  })
  return h(
    'div',
    { class: 'editor' },
    h('label', { for: id }, label),
    area,
    h(
      'div',
      { class: 'actions' },
      button(save, storeNow, { id: `${id}-save`, class: 'primary' }),
      cancel === undefined ? null : button('Cancel', cancelNow, { id: `${id}-cancel` }),
    ),
  )
}
