/** Shows what belongs together: a chosen sentence and its turns, or a chosen turn and its sentences. */

import { announce, h } from '../dom.js'
import { plural } from '../format.js'
import type { Choice, Desk } from './desk.js'

/** Note and transcript stand side by side from this width on (earshot.css). */
const WIDE = '(min-width: 60rem)'

/** @param scroll whether to bring what was found into sight; not on a mere redraw */
export function mark(root: HTMLElement, desk: Desk, scroll: boolean): void {
  const { choice } = desk
  const sentences = desk.note.sections.flatMap(section => section.sentences.map(sentence => ({ section, sentence })))
  const chosen = choice?.kind === 'sentence' ? sentences.find(({ sentence }) => sentence.id === choice.id) : undefined
  const evidence = chosen?.sentence.evidence ?? []
  const resting =
    choice?.kind === 'turn' ? sentences.filter(({ sentence }) => sentence.evidence.includes(choice.id)) : []

  for (const item of root.querySelectorAll<HTMLElement>('[data-sentence]')) {
    const id = item.dataset['sentence'] ?? ''
    const isChosen = isChoice(choice, 'sentence', id)
    item.classList.toggle('chosen', isChosen)
    item.classList.toggle(
      'marked',
      resting.some(({ sentence }) => sentence.id === id),
    )
    item.querySelector('button.text')?.setAttribute('aria-pressed', String(isChosen))
    const quotes = item.querySelector<HTMLElement>('.evidence')
    if (quotes !== null) quotes.hidden = !isChosen
  }
  for (const item of root.querySelectorAll<HTMLElement>('[data-turn]')) {
    const id = item.dataset['turn'] ?? ''
    const isChosen = isChoice(choice, 'turn', id)
    item.classList.toggle('chosen', isChosen)
    item.classList.toggle('marked', evidence.includes(id))
    item.querySelector('button.time')?.setAttribute('aria-pressed', String(isChosen))
    const list = item.querySelector<HTMLElement>('.resting')
    if (list === null) continue
    list.hidden = !isChosen
    list.replaceChildren(...(isChosen ? restingOn(resting) : []))
  }
  if (!scroll) return
  if (chosen !== undefined) {
    announce(`${plural(evidence.length, 'turn')} of the transcript stand behind this sentence`)
    if (matchMedia(WIDE).matches && evidence[0] !== undefined) bringIntoSight(`turn-${evidence[0]}`)
  } else if (choice?.kind === 'turn') {
    announce(`${plural(resting.length, 'sentence')} rest on this turn`)
    const first = resting[0]
    if (matchMedia(WIDE).matches && first !== undefined) bringIntoSight(`sentence-${first.sentence.id}`)
  }
}

/** Scrolls an element to where it can be read, and not at all if it is there. */
export function bringIntoSight(id: string, block: 'nearest' | 'start' = 'nearest'): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  document.getElementById(id)?.scrollIntoView({ block, behavior: calm ? 'auto' : 'smooth' })
}

function isChoice(choice: Choice, kind: 'sentence' | 'turn', id: string): boolean {
  return choice?.kind === kind && choice.id === id
}

function restingOn(
  found: readonly { section: { title: string }; sentence: { id: string; text: string } }[],
): HTMLElement[] {
  if (found.length === 0) return [h('p', { class: 'help' }, 'No sentence of the note rests on this turn.')]
  return found.map(({ section, sentence }) =>
    h(
      'button',
      {
        type: 'button',
        class: 'quiet',
        click: () => {
          bringIntoSight(`sentence-${sentence.id}`)
          document.getElementById(`text-${sentence.id}`)?.focus({ preventScroll: true })
        },
      },
      `${section.title}: ${sentence.text}`,
    ),
  )
}
