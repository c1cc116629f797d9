import { h } from '../dom.js'
import { position } from '../format.js'
import type { Desk } from './desk.js'
import { turnWords } from './turn-words.js'

/** The turns that something rests on, in the transcript's own words. */
export function evidenceQuote(desk: Desk, ids: readonly string[], showTurn: (id: string) => void): HTMLElement {
  const items = ids.map(id => {
    const turn = desk.turn(id)
    if (turn === undefined) return h('li', {}, 'A turn that is not in the transcript any more.')
    const where = h(
      'button',
      {
        type: 'button',
        class: 'time',
        'aria-label': `Show ${position(turn.start)} in the transcript`,
        click: () => showTurn(id),
      },
      position(turn.start),
    )
    return h('li', {}, where, ' ', h('q', {}, turnWords(turn)))
  })
  return h('ul', { class: 'quotes' }, ...items)
}
