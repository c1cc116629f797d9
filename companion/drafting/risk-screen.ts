/**
 * The risk screen: deterministic, apart from the rest of the draft, and always run. It lists what was asked and said of
 * four topics with the turns. Information, never a verdict: no score, no level.
 */

import { negates, supposes } from './extractive/speech-acts.js'
import { reallyAsks } from './extractive/statements.js'
import { straighten } from './extractive/text.js'
import type { Utterance } from './extractive/utterance.js'
import type { RiskMention, RiskTopic } from './note-draft.js'
import { readAnswer } from './risk-answers.js'
import { AFFIRMS_RISK, ASKS_ON, ASKS_PAST, FIGURES, PAST, PRESENT } from './risk-cues.js'
import { ASKS_ON_WITHIN, type OpenQuestion, type RiskExchange, type RiskState, type Said } from './risk-state.js'
import { whoIsMeant } from './risk-subject.js'
import { topicsIn } from './risk-topics.js'

/** Sentences of an answer that are read: the plain word comes early, its limits soon after. */
const ANSWER_SENTENCES = 6
/** More lines than a clinician could read add nothing. */
const MOST_EXCHANGES = 200

/** Turns after a yes that belong to it: what is asked next is how, when and with what. */
const FOLLOWED_AFTER_ENDORSED = 14
const FOLLOWED_AFTER_PAST = 4

/** @param order where in the session, in the caller's count */
export function screen(state: RiskState, utterance: Utterance, order: number): void {
  state.order = order
  const { text } = utterance
  const { topics, plain, at } = topicsIn(text)
  state.sinceAsked += 1
  if (asksAboutRisk(state, utterance, topics, at)) return
  if (state.open !== null && takeAnswer(state, state.open, utterance)) return
  follow(state, utterance.turnId)
  if (topics.length === 0 || utterance.speaker === 'therapist' || FIGURES.test(text)) return
  if (state.exchanges.length >= MOST_EXCHANGES) return
  const meant = whoIsMeant(straighten(text), at)
  if (meant === 'other') {
    note(state, topics, 'third-party', utterance.turnId)
    return
  }
  if (supposes(text)) {
    note(state, topics, 'hypothetical', utterance.turnId)
    return
  }
  const negated =
    /\b(?:not|n't|never|no)\b/i.test(text.slice(Math.max(0, at - 24), at + 8)) &&
    !/\bwant/i.test(text.slice(at, at + 30))
  const denies =
    /\b(?:don't|do not|never|didn't|wouldn't|not) (?:\w+ ){0,2}(?:want(?:ed)? to (?:die|be dead)|(?:think|thought) (?:of|about)|hurt|harm|kill|cut)/i.test(
      text,
    )
  const said: Said =
    meant === 'client' && plain && !negated && !denies
      ? PAST.test(text) && !PRESENT.test(text)
        ? 'past'
        : 'endorsed'
      : 'mentioned'
  state.exchanges.push({
    order: state.order,
    topics,
    question: null,
    answer: [{ turnId: utterance.turnId, text, seat: utterance.seat }],
    follow: [],
    said,
  })
}

function asksAboutRisk(state: RiskState, utterance: Utterance, topics: readonly RiskTopic[], at: number): boolean {
  const { text, turnId } = utterance
  const line = straighten(text)
  const asks =
    reallyAsks(line) || line.endsWith('?') || /^(?:(?:and|or|so)\b[,.]? )*any (?:thoughts|urges|plans)\b/i.test(line)
  if (!asks || utterance.speaker === 'client') return false
  const goesOn = topics.length === 0 && state.sinceAsked <= ASKS_ON_WITHIN && ASKS_ON.test(line)
  const about = goesOn ? state.lastTopics : topics
  if (about.length === 0 || state.exchanges.length >= MOST_EXCHANGES) return false
  if (
    !goesOn &&
    (/\b(?:i|me|my|myself)\b/i.test(line.slice(at)) || whoIsMeant(line, at) === 'other') &&
    !/\byou/i.test(line)
  )
    return false
  if (supposes(line) && /\bif\b/i.test(line) && /\bwhat would you\b/i.test(line)) {
    note(state, about, 'hypothetical', turnId)
    return true
  }
  settle(state)
  state.following = null
  const exchange: RiskExchange = {
    order: state.order,
    topics: about,
    question: { turnId, text },
    answer: [],
    follow: [],
    said: null,
  }
  state.exchanges.push(exchange)
  state.open = { exchange, past: ASKS_PAST.test(line) && !/\bare you\b|\bdo you\b/i.test(line), answered: false }
  state.lastTopics = about
  state.sinceAsked = 0
  return true
}

/** @returns whether the sentence belongs to the answer */
function takeAnswer(state: RiskState, open: OpenQuestion, utterance: Utterance): boolean {
  const { text, turnId, seat } = utterance
  const short = negates(text) || AFFIRMS_RISK.test(text)
  const byOther = utterance.speaker === 'therapist' && !(short && !open.answered && !reallyAsks(text))
  if (byOther) {
    if (open.answered) settle(state)
    return false
  }
  if (open.exchange.answer.length >= ANSWER_SENTENCES) {
    settle(state)
    return false
  }
  if (reallyAsks(text) && !open.answered) return false
  open.answered = true
  open.exchange.answer.push({ turnId, text, seat })
  mentionBeside(state, open.exchange, utterance)
  return true
}

/** An answer about one topic may speak of another: listed, never taken for a denial that was asked for. */
function mentionBeside(state: RiskState, exchange: RiskExchange, { turnId, text, seat }: Utterance): void {
  const { topics, at } = topicsIn(text)
  const beside = topics.filter(topic => !exchange.topics.includes(topic))
  if (beside.length === 0 || FIGURES.test(text) || state.exchanges.length >= MOST_EXCHANGES) return
  if (whoIsMeant(straighten(text), at) === 'other') {
    note(state, beside, 'third-party', turnId)
    return
  }
  state.exchanges.push({
    order: state.order,
    topics: beside,
    question: null,
    answer: [{ turnId, text, seat }],
    follow: [],
    said: 'mentioned',
  })
}

function settle(state: RiskState): void {
  const { open } = state
  state.open = null
  if (open === null) return
  const { exchange } = open
  exchange.said = readAnswer(open)
  const left =
    exchange.said === 'endorsed' ? FOLLOWED_AFTER_ENDORSED : exchange.said === 'past' ? FOLLOWED_AFTER_PAST : 0
  state.following = left === 0 ? null : { exchange, left }
}

function follow(state: RiskState, turnId: string): void {
  const { following } = state
  if (following === null || following.exchange.follow.includes(turnId)) return
  following.exchange.follow.push(turnId)
  following.left -= 1
  if (following.left === 0) state.following = null
}

function note(state: RiskState, topics: readonly RiskTopic[], about: RiskMention['about'], turnId: string): void {
  for (const topic of topics) if (state.others.length < MOST_EXCHANGES) state.others.push({ topic, about, turnId })
}

/** Reads the answer that is still open. Nothing may be screened afterwards. */
export function finishScreen(state: RiskState): readonly RiskExchange[] {
  settle(state)
  return state.exchanges
}
