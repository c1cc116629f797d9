/** Risk comes first: what was found and where, and the clinician's own answer. No score, no verdict. */

import { RISK_STATUSES, RISK_TOPICS, type RiskTopic } from '../../drafting/note-draft.js'
import { button, h } from '../dom.js'
import { ANSWER_WORDS, FINDING_WORDS, TOPIC_WORDS } from '../words.js'
import type { Desk } from './desk.js'
import { evidenceQuote } from './evidence-quote.js'

const ANSWERS = RISK_STATUSES.filter(status => status !== 'mentioned')

export function riskPart(desk: Desk, showTurn: (id: string) => void): HTMLElement {
  return h(
    'section',
    { 'aria-labelledby': 'risk-title' },
    h('h2', { id: 'risk-title' }, 'Risk'),
    h(
      'p',
      { class: 'help' },
      'Words that were found in the transcript, to be read and answered by you. The list can miss things.',
    ),
    ...RISK_TOPICS.map(topic => topicPart(desk, topic, showTurn)),
  )
}

function topicPart(desk: Desk, topic: RiskTopic, showTurn: (id: string) => void): HTMLElement {
  const finding = desk.note.draft?.risk.find(found => found.topic === topic)
  const given = desk.note.riskAnswers.find(answered => answered.topic === topic)?.answer
  const signed = desk.note.status === 'signed'
  const choices = ANSWERS.map(answer =>
    button(ANSWER_WORDS[answer], () => desk.change({ kind: 'answer-risk', topic, answer }, 'Answer saved'), {
      id: `risk-${topic}-${answer}`,
      class: 'choice',
      'aria-pressed': String(answer === given),
    }),
  )
  return h(
    'fieldset',
    { id: `risk-${topic}`, tabindex: -1, class: given === undefined ? 'open' : 'answered' },
    h('legend', {}, TOPIC_WORDS[topic]),
    finding === undefined ? null : h('p', { class: `finding ${finding.status}` }, FINDING_WORDS[finding.status]),
    finding === undefined || finding.evidence.length === 0 ? null : evidenceQuote(desk, finding.evidence, showTurn),
    signed
      ? h('p', {}, `Your answer: ${given === undefined ? 'none' : ANSWER_WORDS[given]}`)
      : h(
          'div',
          { class: 'actions small', role: 'group', 'aria-label': `Your answer: ${TOPIC_WORDS[topic]}` },
          ...choices,
        ),
  )
}
