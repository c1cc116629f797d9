/** From what the screen kept to what is shown: every topic, its status, where it was said. */

import { RISK_TOPICS, type RiskFinding, type RiskMention, type RiskStatus, type RiskTopic } from './note-draft.js'
import type { RiskExchange, RiskState } from './risk-state.js'

/** All topics, in order, with what was said and where. */
export function findingsOf(state: RiskState): readonly RiskFinding[] {
  return RISK_TOPICS.map(topic => {
    const exchanges = state.exchanges.filter(exchange => exchange.topics.includes(topic))
    const evidence = [...new Set(exchanges.flatMap(turnsOf))]
    const others = mentionsOf(state, topic)
    return { topic, status: statusOf(exchanges), evidence, ...(others.length === 0 ? {} : { others }) }
  })
}

function turnsOf({ question, answer, follow: more }: RiskExchange): string[] {
  return [...(question === null ? [] : [question.turnId]), ...answer.map(({ turnId }) => turnId), ...more]
}

function statusOf(exchanges: readonly RiskExchange[]): RiskStatus {
  const said = exchanges.map(exchange => exchange.said)
  if (said.includes('endorsed')) return 'endorsed'
  if (said.includes('past')) return 'endorsed_past_only'
  if (said.includes('denied')) return 'asked_denied'
  return said.length === 0 ? 'not_discussed' : 'mentioned'
}

function mentionsOf(state: RiskState, topic: RiskTopic): RiskMention[] {
  const about = new Map<RiskMention['about'], string[]>()
  for (const other of state.others) {
    if (other.topic === topic) about.set(other.about, [...new Set([...(about.get(other.about) ?? []), other.turnId])])
  }
  return [...about].map(([kind, evidence]) => ({ about: kind, evidence }))
}
