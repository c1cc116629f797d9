/** "Please don't put that in the notes": which turns are meant. They are left out of the sections and listed. */

import { isNod, opensMatter } from './speech-acts.js'
import { reallyAsks } from './statements.js'
import { straighten, wordsOf } from './text.js'
import { type Contribution, textsOf } from './utterance.js'

const ASKS_TO_LEAVE_OUT =
  /\b(?:(?:don't|do not|didn't|not|never|rather you didn't|without)\s+(?:\w+ ){0,3}?(?:write|writing|put|putting|note|record|include|including|document|mention)\w*\b.{0,40}\b(?:down|notes?|records?|file|paper|chart|report|anywhere)|off the record|between (?:us|you and me|me and you)(?!\s+(?:two )?(?:is|was|are|were))|(?:keep|leave) (?:this|that|it|those) out of (?:the|your|my) (?:\w+ )?(?:notes?|records?|file)|not for (?:the|your) notes?|(?:stays?|stay) (?:in this room|between us))\b/i
/** A confidence longer than this is listed from its middle on; the clinician sees the rest in the transcript. */
const MOST_BACK = 14

/** Whether somebody asks here to keep something out of the notes. */
export function asksToLeaveOut(contribution: Contribution): boolean {
  return textsOf(contribution).some(text => ASKS_TO_LEAVE_OUT.test(straighten(text)))
}

/**
 * @param window contributions in order; the request is at `at`
 * @returns ids of the turns that were meant: from where the matter was opened to the answer that followed
 */
export function leftOut(window: readonly Contribution[], at: number): string[] {
  let from = at
  for (let back = at - 1; back >= Math.max(0, at - MOST_BACK); back--) {
    const contribution = window[back] as Contribution
    const opens = contribution.speaker !== 'therapist' && textsOf(contribution).some(text => opensMatter(text))
    const asks =
      contribution.speaker !== 'client' &&
      textsOf(contribution).some(text => reallyAsks(text) && wordsOf(text).length >= 4)
    from = back
    if (asks) break
    if (opens && !opensEarlier(window, back)) break
  }
  const until = Math.min(window.length - 1, at + 2)
  const ids = new Set(idsFrom(window[from], from < at))
  for (const contribution of window.slice(from + 1, until + 1))
    for (const { turnId } of contribution.utterances) ids.add(turnId)
  return [...ids]
}

/** Of the contribution that opened the matter only what came from there on. */
function idsFrom(contribution: Contribution | undefined, opened: boolean): string[] {
  const utterances = contribution?.utterances ?? []
  const at = opened ? utterances.findIndex(({ text }) => opensMatter(text)) : -1
  return utterances.slice(Math.max(0, at)).map(({ turnId }) => turnId)
}

/** "There's something else." "Okay." "I've not told anyone this.": the first of them opens the matter. */
function opensEarlier(window: readonly Contribution[], back: number): boolean {
  const [nod, before] = [window[back - 1], window[back - 2]]
  if (nod === undefined || before === undefined || !textsOf(nod).every(isNod)) return false
  return textsOf(before).some(text => opensMatter(text))
}
