import { button, h } from '../dom.js'
import { duration, percent } from '../format.js'
import type { Desk } from './desk.js'

/** Below this the note does not tell the whole session (companion/vault/note-rules.ts). */
const COMPLETE = 0.99

/** Says that a session is incomplete, and takes the clinician's word for having read it. Null when it is complete. */
export function coveragePart(desk: Desk): HTMLElement | null {
  const { coverage, durationMs, status, incompleteAcknowledged } = desk.note
  if (coverage >= COMPLETE) return null
  const missing = duration(durationMs * (1 - coverage))
  return h(
    'section',
    { id: 'coverage', tabindex: -1, class: 'notice', 'aria-labelledby': 'coverage-title' },
    h('h2', { id: 'coverage-title' }, 'This session is incomplete'),
    h(
      'p',
      {},
      `Only ${percent(coverage)} of the sound became text or silence: about ${missing} are missing from transcript and draft.`,
    ),
    incompleteAcknowledged === true
      ? h('p', {}, 'You have acknowledged this.')
      : status === 'signed'
        ? null
        : button(
            'I know that this session is incomplete',
            () => desk.change({ kind: 'acknowledge-incomplete' }, 'Acknowledged'),
            { id: 'acknowledge' },
          ),
  )
}
