/** One note beside its transcript: read, see the evidence, edit, answer, sign. */

import type { NoteView } from '../../http/api-types.js'
import { ask, wordsOf } from '../api.js'
import { confirmDialog } from '../confirm-dialog.js'
import { announce, button, h, replaceChildren } from '../dom.js'
import { dateTime, duration, percent, plural } from '../format.js'
import { messageLine } from '../message-line.js'
import { addendaPart } from '../note/addenda-part.js'
import { consentPart } from '../note/consent-part.js'
import { coveragePart } from '../note/coverage-part.js'
import { type Choice, Desk } from '../note/desk.js'
import { bringIntoSight, mark } from '../note/marks.js'
import { receiptPart } from '../note/receipt-part.js'
import { riskPart } from '../note/risk-part.js'
import { sectionsPart } from '../note/sections-part.js'
import { signPart } from '../note/sign-part.js'
import { transcriptPart } from '../note/transcript-part.js'
import { signedIn } from '../session.js'
import type { View } from '../view.js'

export function noteView(sessionId: string): View {
  const message = messageLine()
  const head = h('div', {}, h('h1', { tabindex: -1 }, 'Note'))
  const body = h('div', { class: 'note-body' })
  const root = h('div', { class: 'note' }, head, message.element, body)
  ask<NoteView>(`notes/${sessionId}`).then(
    note => layOut(note),
    error => message.say(wordsOf(error)),
  )

  function layOut(first: NoteView): void {
    const desk = new Desk(first, redraw, text => {
      message.say(text)
      if (text !== '') message.element.scrollIntoView({ block: 'nearest' })
    })
    const choose = (choice: Choice) => {
      const again = desk.choice?.kind === choice?.kind && desk.choice?.id === choice?.id
      desk.choice = again ? null : choice
      mark(root, desk, true)
    }
    const showTurn = (id: string) => {
      bringIntoSight(`turn-${id}`)
      root.querySelector<HTMLElement>(`#turn-${CSS.escape(id)} button`)?.focus({ preventScroll: true })
    }
    const paper = h('div', { class: 'paper' })
    const receipt = receiptPart(desk)
    body.append(paper, transcriptPart({ desk, choose: id => choose({ kind: 'turn', id }) }))
    root.addEventListener('keydown', event => {
      if (event.key === 'Escape' && desk.choice !== null) choose(desk.choice)
    })

    function redraw(): void {
      const me = signedIn()
      if (me === null) return
      const chooseSentence = (id: string) => choose({ kind: 'sentence', id })
      replaceChildren(head, ...header(desk.note))
      replaceChildren(
        paper,
        coveragePart(desk),
        riskPart(desk, showTurn),
        sectionsPart({ desk, choose: chooseSentence, showTurn, redraw }),
        consentPart(desk),
        signPart(desk, me),
        addendaPart(desk),
        receipt,
        desk.note.status === 'signed' ? null : discardPart(desk.note, message.say),
      )
      mark(root, desk, false)
    }
    redraw()
    root.querySelector<HTMLElement>('h1')?.focus()
  }
  return { title: 'Note', element: root }
}

function header({
  status,
  startedAtMs,
  durationMs,
  pausedMs,
  coverage,
  unresolved,
  signature,
}: NoteView): HTMLElement[] {
  const paused = pausedMs > 0 ? `, ${duration(pausedMs)} off the record` : ''
  const banner =
    status === 'signed'
      ? h('p', { class: 'banner signed' }, h('strong', {}, 'Signed note'), ` ${dateTime(signature?.atMs ?? 0)}`)
      : h(
          'p',
          { class: 'banner draft' },
          h('strong', {}, 'DRAFT'),
          ' Made by a program, not signed. ',
          unresolved.length === 0 ? 'Ready to sign.' : '',
          unresolved.length === 0
            ? null
            : button(plural(unresolved.length, 'open question'), () => goTo('sign'), { id: 'to-sign', class: 'link' }),
        )
  return [
    h('h1', { tabindex: -1 }, `Session of ${dateTime(startedAtMs)}`),
    h('p', { class: 'meta' }, `${duration(durationMs)}${paused} · ${percent(coverage)} of the sound covered`),
    banner,
    button('Go to the transcript', () => goTo('transcript'), {
      id: 'to-transcript',
      class: 'quiet narrow-only no-print',
    }),
  ]
}

function goTo(id: string): void {
  bringIntoSight(id, 'start')
  document.getElementById(id)?.focus({ preventScroll: true })
}

function discardPart({ sessionId }: NoteView, say: (text: string) => void): HTMLElement {
  const discard = async () => {
    const sure = await confirmDialog(
      'Discard this session?',
      'Its text, its draft and whatever is left of its audio are destroyed now and cannot be brought back. A receipt says so.',
      'Destroy everything',
    )
    if (!sure) return
    try {
      await ask(`sessions/${sessionId}/discard`, { method: 'POST' })
      announce('The session is discarded')
      location.hash = '#/today'
    } catch (error) {
      say(wordsOf(error))
    }
  }
  return h(
    'section',
    { class: 'no-print', 'aria-labelledby': 'discard-title' },
    h('h2', { id: 'discard-title' }, 'Withdrawn consent, or not wanted'),
    h('div', { class: 'actions' }, button('Discard this session …', discard, { class: 'danger' })),
  )
}
