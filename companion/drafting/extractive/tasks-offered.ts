/**
 * What the client offered or promised. "I'll" counts by itself, if it is a thing to do at some time; an offer counts
 * when the other took it up, and not when it was taken back.
 */

import type { Candidate } from './candidate.js'
import { affirms, isNod, isQuestion, negates, promises, refuses, supposes, unsure } from './speech-acts.js'
import { answerIn, type Statement } from './statements.js'
import { asStatement, build, hasTime, overlap } from './task.js'
import { straighten, wordsOf } from './text.js'
import { type Contribution, textsOf } from './utterance.js'

const PLANNING =
  /\b(?:when (?:could|might|will|would|can) you|what (?:would|could|will) (?:you|be|that)|where (?:will|could|would|might) you|how (?:will|could|might) you|how would it be to|next (?:step|bit)|hard but doable|feel possible|be willing|what time|one (?:small )?thing you could|what could it be|going to do (?:about|this)|and the \w+\?$|what'?s (?:one|the plan)|how about|this (?:week|fortnight)|could you do|what do you want to|between now and)\b/i
const OFFER = /\b(?:i|we|s?he) (?:could|can|would be able to)\b|\bi'd be (?:happy|willing) to\b/i
/** A wish is an offer only where a step was asked for; else it is a goal. */
const WISH = /\bi(?:'d| would) like to\b/i
const ASKS_STEP =
  /\b(?:one (?:small )?thing|(?:could|will|can) you do|this (?:week|fortnight)|next step|between now)\b/i
const SMALL_TALK =
  /\b(?:i'll (?:try|manage|be (?:fine|okay|honest)|say|never|keep (?:it )?on|go here|take (?:the|it|this)|hate|leave it there|send you|frame|do my best|tell you|bet)|i can(?: do)? (?:see|hear|remember|imagine|feel|think|tell|smell)|i could (?:see|hear|feel|tell|have|not|never|die|kill))\b/i

/** What the client offered or promised, with how it was taken up. */
/** @param earlier what was said before `before`: clients of one session answer each other */
export function tasksOffered(
  earlier: readonly Contribution[],
  before: Contribution | undefined,
  now: Contribution,
  next: Contribution | undefined,
  after: Contribution | undefined,
): Candidate[] {
  if (now.speaker !== 'client') return []
  const asked =
    before?.speaker === 'client' ? [before, ...earlier].find(({ speaker }) => speaker === 'therapist') : before
  const planning = textsOf(asked).some(text => PLANNING.test(text))
  const { statements, no } = answerIn(now, false)
  if (
    now.utterances.slice(0, 2).some(utterance => refuses(utterance.text)) ||
    (no !== null && !statements.some(({ text }) => promises(text)))
  )
    return []
  const asksStep = textsOf(before).some(text => ASKS_STEP.test(text))
  const offered = statements.filter(
    ({ text }) =>
      (OFFER.test(text) || promises(text) || (asksStep && WISH.test(text))) &&
      !SMALL_TALK.test(text) &&
      !negates(text) &&
      !unsure(text) &&
      wordsOf(text).length >= 4,
  )
  if (offered.length === 0) return planning ? echoOf(statements, next, after) : []
  const promised = offered.filter(({ text }) => promises(text) && (hasTime(text) || planning))
  if (promised.length > 0) return [build('agreed', now, promised, { also: askedIds(before) })]
  if (!planning) return []
  const taken = takenUp(now, statements, next, after)
  if (taken === null) return []
  const echoed = echoOf(statements, next, after)
  const said = [...withCompany(statements, offered), ...whenFor(next, after)]
  const answered = next?.speaker === 'client' ? 'yes' : null
  return [build('offer', now, said, { answered, also: [...askedIds(before), ...taken] }), ...echoed]
}

/** An offer often comes in pieces: "Saturday. It's quieter. I could do two stops." */
function withCompany(statements: readonly Statement[], offered: readonly Statement[]): Statement[] {
  const from = statements.indexOf(offered[0] as Statement)
  return statements
    .slice(Math.max(0, from - 1), Math.min(statements.length, from + 3))
    .filter(({ text }) => !refuses(text) && !unsure(text))
}

/** "When could you do that?" belongs to the offer, with its maybe. */
function whenFor(next: Contribution | undefined, after: Contribution | undefined): Statement[] {
  if (
    next === undefined ||
    after === undefined ||
    !textsOf(next).some(text => /\b(?:when|what time|what day|how often)\b/i.test(text))
  )
    return []
  const said = after.utterances.find(({ text }) => hasTime(text) && !refuses(text) && !isNod(text))
  return said === undefined ? [] : [asStatement(said)]
}

function askedIds(before: Contribution | undefined): string[] {
  const asked = before?.utterances.at(-1)
  return asked === undefined || before?.speaker === 'client' ? [] : [asked.turnId]
}

/** The therapist's words that took the offer up, and nothing of the client's that took it back. */
function takenUp(
  now: Contribution,
  statements: readonly Statement[],
  next: Contribution | undefined,
  after: Contribution | undefined,
): string[] | null {
  if (next === undefined || (next.speaker === now.speaker && next.seat === now.seat)) return null
  const replies = textsOf(next)
  const offer = statements.map(({ text }) => text)
  const praised = replies
    .slice(0, 2)
    .some(
      text =>
        affirms(text) ||
        /^(?:that is|that's|good|great|perfect|lovely|wonderful|brilliant|nice|excellent)\b/i.test(straighten(text)),
    )
  const echoed = replies.some(text => overlap(text, offer) >= 2)
  const followed = replies.some(text => PLANNING.test(text))
  if (!praised && !echoed && !followed) return null
  if (after !== undefined && after.seat === now.seat && textsOf(after).slice(0, 2).some(refuses)) return null
  return next.utterances.slice(0, 1).map(utterance => utterance.turnId)
}

/** The therapist's own wording of what was offered, when the client let it stand: often the clearest. */
function echoOf(
  statements: readonly Statement[],
  next: Contribution | undefined,
  after: Contribution | undefined,
): Candidate[] {
  if (next === undefined || next.speaker !== 'therapist' || after === undefined || after.speaker !== 'client') return []
  const offer = statements.map(({ text }) => text)
  const yes = textsOf(after)
  if (
    yes.slice(0, 2).some(text => refuses(text) || negates(text)) ||
    !yes.some(text => affirms(text) || overlap(text, textsOf(next)) >= 2)
  )
    return []
  const said = next.utterances.filter(
    utterance =>
      overlap(utterance.text, offer) >= 2 &&
      hasTime(utterance.text) &&
      !supposes(utterance.text) &&
      wordsOf(utterance.text).length <= 40,
  )
  const [first] = said
  if (first === undefined) return []
  const from = next.utterances.indexOf(first)
  const more = next.utterances
    .slice(from, from + 2)
    .filter(utterance => utterance === first || !isQuestion(utterance.text))
  const ids = [...statements.map(({ turnId }) => turnId), after.utterances[0]?.turnId ?? '']
  return [
    build(
      'echo',
      next,
      more.map(utterance => asStatement(utterance)),
      { also: ids.filter(id => id !== ''), score: 5 },
    ),
  ]
}
