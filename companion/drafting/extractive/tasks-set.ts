/**
 * Tasks that the therapist set. They count when the client said yes; what was only wondered about is no plan.
 */

import type { Candidate } from './candidate.js'
import { answerOf, isNod, isQuestion, supposes } from './speech-acts.js'
import type { Statement } from './statements.js'
import { asStatement, build, hasTime } from './task.js'
import { straighten, withoutStop, wordsOf } from './text.js'
import { type Contribution, textsOf } from './utterance.js'

const HOMEWORK_WORD =
  /\b(?:homework|between now and|between sessions|this week|every (?:day|night|morning|evening)|each (?:day|night|morning|evening)|once a (?:day|week)|before (?:bed|you (?:go|come)|next)|until (?:we|next)|before we meet)\b/i
const DIRECTIVE: readonly RegExp[] = [
  /\b(?:i'd|i would) (?:really )?(?:like|love|ask|want|suggest) (?:for )?you (?:both )?to (.+)$/i,
  /\bwhat i'd (?:ask|like|want|suggest)(?: you)?(?: to do)? is (?:to )?(.+)$/i,
  /\bi want you (?:both )?to (.+)$/i,
  /^(?:(?:and|so|okay|good|now|then)\b[,.]?\s+)*please (.+)$/i,
  /\b(?:your|the) homework (?:is|will be|would be) (?:to )?(.+)$/i,
  /^(?:(?:and|so|okay|good|now|then|for homework)\b[,.]?\s+|(?:for|over|before|by|until|between|this)\b[^,]{1,30},\s*)*(?:could|can|will|would) you (?:be (?:willing|able|happy) to |please )?(?!tell\b|say\b|describe\b|see\b|rate\b|imagine\b|give\b)(.+)$/i,
  /^(?:(?:and|so|okay|good|now|then|before you go|after)\b[,.]?\s+)*((?:fill in|write|keep|bring|jot|practise|practice|call|ring|take a photo|text me|go to|try to|try (?:a|the|one)|do (?:the|one|it)|use|read|note|log|record)\b.+)$/i,
]
const THERAPIST_PROMISE =
  /\b(?:i'm going to|i'll|i will|i'd like to) (?:ring|call|phone|text|email|write|speak|send|contact|talk|check|refer|book|see)\b/i

/** To practise or to write something is homework by its nature; to go to bed early is a step. */
const EXERCISE =
  /\b(?:practi[cs]\w*|exercise|breathing|record|diary|log|list|write|note down|jot|read|worksheet|experiment)\b/i

/** Tasks the therapist set and the client took on, and what the therapist will do and the client allowed. */
export function tasksSet(now: Contribution, next: Contribution | undefined): Candidate[] {
  if (now.speaker !== 'therapist' || next === undefined || next.speaker === 'therapist') return []
  const replies = textsOf(next)
  if (answerOf(replies) !== 'accepted') return []
  const answered = next.utterances[0]
  if (answered === undefined) return []
  const found: Candidate[] = []
  const whole = textsOf(now).join(' ')
  for (const utterance of now.utterances) {
    const text = straighten(utterance.text)
    if (/\b(?:wonder(?:ed|ing)?|some people|some folks|i don't know (?:if|whether|how))\b/i.test(text)) continue
    if (THERAPIST_PROMISE.test(text) && !supposes(text)) {
      found.push(build('promise', now, [asStatement(utterance)], { also: [answered.turnId] }))
      continue
    }
    const action = actionIn(text)
    if (action === null || wordsOf(action).length < 3) continue
    const homework = HOMEWORK_WORD.test(whole)
    if (!homework && !hasTime(action) && !/^(?:please|try)\b/i.test(text)) continue
    const reply = replyIn(next)
    const before = now.utterances[now.utterances.indexOf(utterance) - 1]
    // "Would you try that?": what was meant was said just before.
    const meant =
      /^(?:try|do|use|start) (?:that|this|it)\b/i.test(action) && before !== undefined ? [asStatement(before)] : []
    found.push(
      build('homework', now, [...meant, asStatement(utterance, action)], {
        kind: homework || EXERCISE.test(action) ? 'homework' : 'plan',
        also: [answered.turnId],
        reply,
      }),
    )
  }
  return found
}

function actionIn(text: string): string | null {
  for (const pattern of DIRECTIVE) {
    const action = pattern.exec(text)?.[1]
    if (action !== undefined) return withoutStop(action.replace(/^(?:just|maybe) /i, ''))
  }
  return null
}

/** A sentence of the client's own beside the yes. */
function replyIn(next: Contribution): Statement | null {
  const said = next.utterances.find(
    utterance => !isNod(utterance.text) && !isQuestion(utterance.text) && wordsOf(utterance.text).length >= 4,
  )
  return said === undefined ? null : asStatement(said)
}
