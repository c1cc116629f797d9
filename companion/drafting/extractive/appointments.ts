/** The next session: a time named by one and taken up by the other. */

import type { Candidate } from './candidate.js'
import { answerOf, refuses } from './speech-acts.js'
import type { Statement } from './statements.js'
import { hasClock, isMostlyTime, timePhrases, timeWords } from './temporal.js'
import { type Contribution, textsOf, type Utterance } from './utterance.js'

const NAMES_MEETING =
  /\b(?:(?:meet|see you|see each other|seeing you|book you|come back|next (?:session|appointment)|same time|next time|our next|i'll see you|we meet|we (?:start|begin|pick up|carry on|continue))\b.*|we'?ll say .*)/i
const OFFERS_TIME =
  /\b(?:(?:could|can|would) you (?:do|make|manage)|shall we say|how about|what about|does .* (?:work|suit))\b/i
const ENDS_SESSION = /\b(?:stop there|our time|time'?s up|for today|we'?ll finish|finish there|the diary)\b/i

/** @returns the appointment named in `now`, if `next` takes it up (or `now` takes up what was named before) */
export function appointmentOf(
  before: Contribution | undefined,
  now: Contribution,
  next: Contribution | undefined,
): Candidate | null {
  const named = now.utterances.filter(utterance => namesAppointment(utterance, before))
  const [first] = named
  if (first === undefined || next === undefined || next.speaker === now.speaker) return null
  const replies = textsOf(next)
  if (
    replies.slice(0, 3).some(refuses) &&
    !replies.some(reply => sharesTime(first.text, reply) || timePhrases(reply).length > 0)
  )
    return null
  const times = named.map(({ text }) => text).join(' ')
  const agreed = answerOf(replies) === 'accepted' || replies.some(reply => sharesTime(times, reply) && !refuses(reply))
  if (!agreed) return null
  const said: Statement[] = []
  for (const utterance of now.utterances.slice(now.utterances.indexOf(first))) {
    if (timePhrases(utterance.text).length > 0 && said.length < 3 && !/^(?:and |so )?by\b/i.test(utterance.text))
      said.push(statement(utterance, meetingPart(utterance.text)))
  }
  const reply = next.utterances.filter(utterance => timePhrases(utterance.text).length > 0).map(part => statement(part))
  return {
    kind: 'plan',
    form: 'next-session',
    order: now.order,
    speaker: now.speaker,
    seat: now.seat,
    asked: null,
    said: [
      ...said,
      ...reply.filter(({ text }) => !said.some(part => hasClock(part.text)) || !hasClock(text)).slice(0, 3),
    ],
    also: [next.utterances[0]?.turnId ?? ''].filter(id => id !== ''),
    reply: null,
    answered: isExplicit(now, before) ? 'yes' : null,
    about: null,
    score: 6 + timePhrases(said.map(part => part.text).join(' ')).length,
  }
}

function namesAppointment(utterance: Utterance, before: Contribution | undefined): boolean {
  const { text } = utterance
  if (timePhrases(text).length === 0 || timeWords(text).size === 0 || /^(?:and |so )?by\b/i.test(text)) return false
  if (NAMES_MEETING.test(text) && !/\blast\b/i.test(text)) return true
  if (!isMostlyTime(text)) return false
  return utterance.speaker === 'therapist' || textsOf(before).some(said => ENDS_SESSION.test(said))
}

function sharesTime(one: string, other: string): boolean {
  const words = timeWords(one)
  return [...timeWords(other)].some(word => words.has(word))
}

/** Said of a meeting, or when the session was being ended: not only a time that was repeated. */
function isExplicit(now: Contribution, before: Contribution | undefined): boolean {
  return [...textsOf(now), ...textsOf(before)].some(
    text =>
      (NAMES_MEETING.test(text) && !/\blast\b/i.test(text)) ||
      (OFFERS_TIME.test(text) && isMostlyTime(text)) ||
      ENDS_SESSION.test(text),
  )
}

/** "I'll ring you tomorrow, and we meet on Monday": the time of the meeting alone. */
function meetingPart(text: string): string {
  const from = /\b(?:meet|see you|see each other)\b.*/i.exec(text)?.[0]
  return from !== undefined && timePhrases(from).length > 0 ? from : text
}

function statement(utterance: Utterance, text = utterance.text): Statement {
  return { turnId: utterance.turnId, raw: utterance.text, text }
}

/** "next Wednesday, the eleventh, ten o'clock": every time that was named, each once. */
export function appointmentTime(said: readonly Statement[]): string {
  const phrases: string[] = []
  const seen = new Set<string>()
  for (const { text } of said) {
    for (const phrase of timePhrases(text.replace(/\bnot (?:at |on )?[^,.]+/gi, ' '))) {
      const words = [...timeWords(phrase)]
      if (words.length > 0 && words.every(word => seen.has(word))) continue
      if (words.length === 0 && phrases.length > 0) continue
      for (const word of words) seen.add(word)
      phrases.push(
        phrase.replace(/^(?:on|in|at) /i, match =>
          phrases.length === 0 && /in/i.test(match) ? match.toLowerCase() : '',
        ),
      )
    }
  }
  return phrases.map(lowerPhrase).join(', ')
}

function lowerPhrase(phrase: string): string {
  return /^(?:The|At|On|In|Same|Next|Half|Quarter|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve)\b/.test(
    phrase,
  )
    ? phrase.charAt(0).toLowerCase() + phrase.slice(1)
    : phrase
}
