/** Today: what goes on right now, and which notes wait, the oldest first. */

import type { LiveStatus } from '../../http/services.js'
import type { NoteCard } from '../../vault/note.js'
import { ask, wordsOf } from '../api.js'
import { h, replaceChildren, setText } from '../dom.js'
import { dateTime, duration, percent, plural } from '../format.js'
import { watchLive } from '../live-stream.js'
import { messageLine } from '../message-line.js'
import type { View } from '../view.js'
import { rightNow } from './right-now.js'
import { type SessionCard, sessionCard } from './session-card.js'

const PAGE = 100
/** Enough of what is done; the rest is in the chart. */
const SIGNED_SHOWN = 10
/** Phases in which a session has no place among the running ones: it is a note, or gone. */
const OVER: readonly string[] = ['ready', 'signed', 'discarded', 'idle']

export function todayView(): View {
  const now = rightNow()
  const message = messageLine()
  const cards = new Map<string, SessionCard>()
  const running = h('div', { class: 'cards' })
  const noneRunning = h('p', { class: 'help' }, 'No session is running or being written.')
  const waiting = h('div', {}, h('p', { class: 'help' }, 'Loading …'))
  const signed = h('div')
  let phases = ''

  const loadNotes = async () => {
    try {
      const notes = await allNotes()
      const unsigned = notes.filter(({ status }) => status === 'ready').reverse()
      const done = notes.filter(({ status }) => status === 'signed').slice(0, SIGNED_SHOWN)
      replaceChildren(
        waiting,
        unsigned.length === 0 ? h('p', { class: 'help' }, 'No note waits for you.') : list(unsigned),
      )
      replaceChildren(signed, done.length === 0 ? h('p', { class: 'help' }, 'None yet.') : list(done))
      message.say('')
    } catch (error) {
      message.say(wordsOf(error))
    }
  }

  const show = (status: LiveStatus | null) => {
    now.show(status)
    const sessions = (status?.sessions ?? []).filter(({ phase }) => !OVER.includes(phase))
    for (const [id, card] of cards) {
      if (sessions.some(({ sessionId }) => sessionId === id)) continue
      card.dispose()
      card.element.remove()
      cards.delete(id)
    }
    for (const session of sessions) {
      const card = cards.get(session.sessionId) ?? sessionCard(session.sessionId)
      if (!cards.has(session.sessionId)) running.append(card.element)
      cards.set(session.sessionId, card)
      card.show(session, status?.device ?? null)
    }
    noneRunning.hidden = sessions.length > 0
    // A session that changed its phase may have become a note.
    const seen = (status?.sessions ?? []).map(({ sessionId, phase }) => `${sessionId} ${phase}`).join()
    if (status !== null && seen !== phases) {
      phases = seen
      void loadNotes()
    }
  }
  void loadNotes()
  const stop = watchLive(show)
  return {
    title: 'Today',
    element: h(
      'div',
      { class: 'today' },
      h('h1', { tabindex: -1 }, 'Today'),
      now.element,
      h(
        'section',
        { 'aria-labelledby': 'running' },
        h('h2', { id: 'running' }, 'Sessions in progress'),
        noneRunning,
        running,
      ),
      h(
        'section',
        { 'aria-labelledby': 'waiting' },
        h('h2', { id: 'waiting' }, 'Notes waiting for you'),
        message.element,
        waiting,
      ),
      h('section', { 'aria-labelledby': 'signed' }, h('h2', { id: 'signed' }, 'Signed'), signed),
    ),
    dispose: () => {
      stop()
      for (const card of cards.values()) card.dispose()
    },
  }
}

async function allNotes(): Promise<NoteCard[]> {
  const notes: NoteCard[] = []
  for (;;) {
    const page = await ask<{ total: number; notes: NoteCard[] }>(`notes?offset=${notes.length}&limit=${PAGE}`, {
      background: true,
    })
    notes.push(...page.notes)
    if (page.notes.length === 0 || notes.length >= page.total) return notes
  }
}

function list(notes: readonly NoteCard[]): HTMLElement {
  return h('ul', { class: 'notes' }, ...notes.map(row))
}

function row({ sessionId, status, startedAtMs, durationMs, coverage, unresolved }: NoteCard): HTMLElement {
  const state = h('span', { class: `badge ${status === 'signed' ? 'signed' : 'draft'}` })
  setText(state, status === 'signed' ? 'Signed' : 'Draft')
  const open = unresolved.length === 0 ? 'ready to sign' : `${plural(unresolved.length, 'open question')}`
  return h(
    'li',
    {},
    h('a', { href: `#/note/${sessionId}` }, `Session of ${dateTime(startedAtMs)}`),
    h(
      'p',
      { class: 'meta' },
      state,
      ` ${duration(durationMs)}`,
      coverage < 0.99 ? ` · only ${percent(coverage)} covered` : '',
      status === 'signed' ? '' : ` · ${open}`,
    ),
  )
}
