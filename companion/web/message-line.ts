import { h, setText } from './dom.js'

/** A line for what went wrong, read out when it appears. */
export function messageLine(): { readonly element: HTMLElement; say(text: string, tone?: 'error' | 'good'): void } {
  const element = h('p', { class: 'message', role: 'alert' })
  return {
    element,
    say: (text, tone = 'error') => {
      element.className = text === '' ? 'message' : `message ${tone}`
      setText(element, text)
    },
  }
}
