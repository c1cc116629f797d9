/** Builds elements. Text goes in as text only, never as HTML: what was said in a session is shown, not interpreted. */

type Child = Node | string | null
type Attribute = string | number | boolean | null | ((event: Event) => unknown)

/**
 * @param attributes a function is a listener for the event of that name; `true` is an empty attribute; `false` and
 *   `null` leave the attribute out
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== null) element.setAttribute(name, String(value))
  }
  element.append(...children.filter(child => child !== null))
  return element
}

/** Puts new children in place; what had the focus and is there again, by id, has it again. */
export function replaceChildren(parent: Element, ...children: readonly Child[]): void {
  const focused = parent.contains(document.activeElement) ? document.activeElement?.id : undefined
  parent.replaceChildren(...children.filter(child => child !== null))
  if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus({ preventScroll: true })
}

/** Moves the focus, where the element that had it is gone. */
export function focus(id: string): void {
  document.getElementById(id)?.focus()
}

/** Writes a text only when it is another one: screen readers read what changes. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

/** Says something to screen readers without moving anything. */
export function announce(text: string): void {
  const place = document.getElementById('announcer')
  if (place !== null) place.textContent = text
}

let fields = 0

/** A labelled field. @returns the wrapper and the input */
export function field(
  label: string,
  attributes: Readonly<Record<string, Attribute>>,
  help?: string,
): { readonly row: HTMLElement; readonly input: HTMLInputElement } {
  fields += 1
  const id = `field-${fields}`
  const input = h('input', { id, ...attributes, ...(help === undefined ? {} : { 'aria-describedby': `${id}-help` }) })
  const row = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    input,
    help === undefined ? null : h('p', { id: `${id}-help`, class: 'help' }, help),
  )
  return { row, input }
}

/** A button that is busy while its work is going on, so that a second click does nothing twice. */
export function button(
  label: string,
  work: () => unknown,
  attributes: Readonly<Record<string, Attribute>> = {},
): HTMLButtonElement {
  let busy = false
  const element = h(
    'button',
    {
      type: 'button',
      ...attributes,
      click: async () => {
        if (busy) return
        busy = true
        element.setAttribute('aria-busy', 'true')
        try {
          await work()
        } finally {
          busy = false
          element.removeAttribute('aria-busy')
        }
      },
    },
    label,
  )
  return element
}
