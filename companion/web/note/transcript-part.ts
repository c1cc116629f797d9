/** The transcript beside the note. Choosing a turn shows the sentences that rest on it. */

import type { Turn } from '../../../device/contracts/turn.js'
import { h } from '../dom.js'
import { position } from '../format.js'
import type { Desk } from './desk.js'
import { turnWords } from './turn-words.js'

export interface TranscriptOptions {
  readonly desk: Desk
  readonly choose: (turnId: string) => void
}

export function transcriptPart({ desk, choose }: TranscriptOptions): HTMLElement {
  const { transcript, draft } = desk.note
  const unsure = transcript.some(({ uncertainWords = [] }) => uncertainWords.length > 0)
  return h(
    'section',
    { id: 'transcript', tabindex: -1, class: 'transcript', 'aria-labelledby': 'transcript-title' },
    h('h2', { id: 'transcript-title' }, 'Transcript'),
    draft?.speakersUncertain === true
      ? h('p', { class: 'help' }, 'With one microphone the box cannot tell who spoke: it went by the words.')
      : null,
    unsure ? h('p', { class: 'help' }, 'Dotted words: the recogniser was unsure.') : null,
    transcript.length === 0
      ? h('p', { class: 'blank' }, 'There is no transcript: this note is written by hand.')
      : h('ol', { class: 'turns', id: 'turns' }, ...transcript.map(turn => turnItem(turn, choose))),
  )
}

function turnItem(turn: Turn, choose: (turnId: string) => void): HTMLElement {
  const at = position(turn.start)
  return h(
    'li',
    { id: `turn-${turn.id}`, 'data-turn': turn.id },
    h(
      'button',
      {
        type: 'button',
        class: 'time',
        'aria-pressed': 'false',
        'aria-label': `${at}: show what rests on this turn`,
        click: () => choose(turn.id),
      },
      at,
    ),
    ' ',
    h('span', {}, turn.seat === undefined ? '' : `${turn.seat}: `, turnWords(turn)),
    h('div', { class: 'resting', hidden: true }),
  )
}
