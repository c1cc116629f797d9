/** One running session: how far it is, what is left of its audio, its text so far, and the way to forget it. */

import type { DeviceState } from '../../../device/contracts/device-api.js'
import type { SessionId } from '../../../device/contracts/session-id.js'
import type { Turn } from '../../../device/contracts/turn.js'
import type { LiveSession } from '../../http/services.js'
import { ask, wordsOf } from '../api.js'
import { confirmDialog } from '../confirm-dialog.js'
import { announce, button, h, setText } from '../dom.js'
import { duration, percent, position, time } from '../format.js'
import { messageLine } from '../message-line.js'
import { phaseWords } from '../words.js'

const TRANSCRIPT_MS = 3000

export interface SessionCard {
  readonly element: HTMLElement
  show(session: LiveSession, device: DeviceState | null): void
  dispose(): void
}

export function sessionCard(sessionId: SessionId): SessionCard {
  const title = h('h3')
  const phase = h('p', { class: 'phase', 'aria-live': 'polite' })
  const message = messageLine()
  const facts = ['Elapsed', 'Transcribed', 'Coverage', 'Audio pieces destroyed', 'Oldest audio held', 'Words'] as const
  const values = new Map(facts.map(name => [name, h('dd')]))
  const put = (name: (typeof facts)[number], text: string) => {
    const value = values.get(name)
    if (value !== undefined) setText(value, text)
  }
  const turns = h('ol', { class: 'turns' })
  const details = h('details', { toggle: () => void loadTurns() }, h('summary', {}, 'Text so far'), turns)
  const loadTurns = async () => {
    if (!details.open) return
    const answer = await ask<{ turns: Turn[] }>(`sessions/${sessionId}/transcript`, { background: true }).catch(
      () => null,
    )
    if (answer === null) return
    const known = turns.childElementCount
    for (const turn of answer.turns.slice(known)) {
      turns.append(h('li', {}, h('span', { class: 'time' }, position(turn.start)), ' ', h('span', {}, turn.text)))
    }
  }
  const timer = setInterval(() => void loadTurns(), TRANSCRIPT_MS)
  const discard = button(
    'Discard …',
    async () => {
      const sure = await confirmDialog(
        'Discard this session?',
        'Its audio, its text and its draft are destroyed now and cannot be brought back. A receipt says so.',
        'Destroy everything',
      )
      if (!sure) return
      try {
        await ask(`sessions/${sessionId}/discard`, { method: 'POST' })
        announce('The session is discarded')
      } catch (error) {
        message.say(wordsOf(error))
      }
    },
    { class: 'danger' },
  )

  return {
    element: h(
      'article',
      { class: 'card' },
      title,
      phase,
      message.element,
      h('dl', {}, ...[...values].flatMap(([name, value]) => [h('div', {}, h('dt', {}, name), value)])),
      details,
      h('div', { class: 'actions' }, discard),
    ),
    show: (session, device) => {
      const ages = device?.sessions.find(known => known.sessionId === sessionId)?.segments.map(({ ageMs }) => ageMs)
      setText(title, `Session of ${time(session.startedAtMs)}`)
      setText(phase, phaseWords(session.phase))
      put(
        'Elapsed',
        `${duration(session.durationMs)}${session.pausedMs > 0 ? `, ${duration(session.pausedMs)} off the record` : ''}`,
      )
      put('Transcribed', `${duration(session.transcribedMs + session.silenceMs)} of ${duration(session.capturedMs)}`)
      put('Coverage', percent(session.coverage))
      put('Audio pieces destroyed', `${session.segmentsDestroyed} of ${session.segments}`)
      put('Oldest audio held', ages === undefined ? 'not known' : heldWords(Math.max(0, ...ages)))
      put('Words', String(session.words))
      message.say(session.problem === null ? '' : session.problem.hint)
    },
    dispose: () => clearInterval(timer),
  }
}

function heldWords(ageMs: number): string {
  return ageMs === 0 ? 'none' : duration(ageMs)
}
