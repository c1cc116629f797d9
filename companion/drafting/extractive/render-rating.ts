/** Ratings as sentences: what was to be rated, and the answers in the client's words. */

import type { Candidate } from './candidate.js'
import { indirectQuestion } from './indirect-question.js'
import { isMasked } from './mask.js'
import type { Statement } from './statements.js'
import { isVerbatim, quoted, straighten, withoutStop, wordsOf } from './text.js'
import { lowerFirst, youToThey } from './third-person.js'

const SPAN =
  /,?\s*(?:(?:on a scale )?(?:of |from )?(?:nought|zero|one|0|1)(?: to |-)(?:ten|a hundred|hundred|seven|five|10|100|7|5)|on a scale (?:of|from) \w+ to \w+|out of (?:ten|a hundred|10|100)|if (?:nought|zero)'s the worst and (?:ten|10) is the best)\b,?\s*/i
const MATTER =
  /\bhow (?:disturbing|true|strong|much|confident|important|likely|anxious|bad|intense|certain|close|sure|upset\w*|distress\w*|sad|angry|low|ready)\b[^,?"]*/i

/** "How disturbing is it?" asks for the disturbance: the word of the scale itself. */
const NOUNS: readonly (readonly [RegExp, string])[] = [
  [/^how disturbing\b/i, 'the disturbance'],
  [/^how (?:upsetting|distressing|distressed)\b/i, 'the distress'],
  [/^how anxious\b/i, 'their anxiety'],
]

export function ratingSentence(candidate: Candidate, who: string): string | null {
  const [first, ...again] = candidate.said
  if (candidate.asked === null || first === undefined) return null
  const text = straighten(candidate.asked.text)
  const span = SPAN.exec(text)?.[0].replace(/^[\s,]+|[\s,]+$/g, '') ?? ''
  const scale =
    span === '' || /^if/i.test(span) ? '' : ` (${span.replace(/^on a scale (?:of|from) /i, '').toLowerCase()})`
  const words = again.map(said)
  const sameTurn = again.filter(({ turnId }) => turnId === first.turnId).length
  const now = [said(first), ...words.slice(0, sameTurn)].join(' and ')
  const then = words.slice(sameTurn)
  const matter = matterOf(text)
  // A number of what? Then it is told with the words around it.
  if (matter === 'for a rating' && scale === '') return null
  return `Asked ${matter}${scale}, ${who.replace(/^The/, 'the')} answered ${now}${then.length === 0 ? '' : `; asked again, ${then.join(', then ')}`}`
}

function said({ text, raw }: Statement): string {
  const bare = withoutStop(straighten(text))
  return isVerbatim(bare, raw) && !isMasked(bare) ? quoted(bare) : lowerFirst(bare)
}

function matterOf(text: string): string {
  const named = MATTER.exec(text)?.[0]
  const noun = named === undefined ? undefined : NOUNS.find(([adjective]) => adjective.test(named))?.[1]
  if (noun !== undefined) return `to rate ${noun}`
  const asked = named === undefined ? null : indirectQuestion(`${withoutStop(named)}?`)
  if (asked !== null) return asked
  const bare = withoutStop(text.replace(SPAN, ', ').replace(/^[\s,]+/, '')).replace(
    /^(?:(?:and|so|before we \w+|okay|now)\b,?\s*)+/i,
    '',
  )
  const rated = /^"([^"]+?),?"/.exec(bare)?.[1]
  if (rated !== undefined) return `by the therapist to rate ${quoted(rated)}`
  if (/^your \w+/i.test(bare)) return `to rate ${youToThey(lowerFirst(bare))}`
  const when = /^when you\b[^,]*/i.exec(bare)?.[0]
  if (when !== undefined) return `for a rating ${youToThey(when.charAt(0).toLowerCase() + when.slice(1))}`
  const whole = indirectQuestion(`${bare}?`)
  if (whole !== null && !/^about and\b/.test(whole)) return whole
  const last = (bare.split(/,\s+/).at(-1) ?? '').trim()
  const fits =
    wordsOf(last).length > 0 &&
    !/\b(?:is|are|was|that|where|number)\b/i.test(last) &&
    wordsOf(last).length <= 8 &&
    !/\b(?:i|you|we)\b/i.test(last)
  return fits ? `to rate ${last.toLowerCase()}` : 'for a rating'
}
