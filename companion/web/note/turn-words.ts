import type { Turn } from '../../../device/contracts/turn.js'
import { h } from '../dom.js'

/** A turn's text; words of which the recogniser was unsure are underlined with dots. */
export function turnWords({ text, uncertainWords = [] }: Turn): HTMLElement {
  const parts = text.split(/(\s+)/)
  // Words stand at even places between the white space, unless the text begins with some.
  const first = parts[0] === '' ? 2 : 0
  const children = parts.map((part, index) => {
    const isUnsure = index % 2 === 0 && uncertainWords.includes((index - first) / 2)
    return isUnsure ? h('span', { class: 'unsure', title: 'the recogniser was unsure of this word' }, part) : part
  })
  return h('span', {}, ...children)
}
