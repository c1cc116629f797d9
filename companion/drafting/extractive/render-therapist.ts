/** What the therapist said, as a note reports it: observations made aloud, scores read out, proposals. */

import type { Candidate } from './candidate.js'
import { indirectQuestion } from './indirect-question.js'
import { straighten, withoutStop } from './text.js'
import { isClause, lowerFirst, therapistThird } from './third-person.js'

/** "You" as the client, the first time; "they" after that. */
function clientNamed(text: string): string {
  const named = straighten(text)
    .replace(/\byou're\b(?=.*\beach other\b)/i, 'the clients are')
    .replace(/\byou've\b/i, 'the client has')
    .replace(/\byou're\b/i, 'the client is')
    .replace(/\b(your|you)\b/i, word => (/your/i.test(word) ? "the client's" : 'the client'))
  return therapistThird(named)
}

export function renderObserved(candidate: Candidate): string | null {
  const parts = candidate.said.map(({ text }) => {
    const seen = withoutStop(text)
      .replace(/^(?:(?:and|so|okay|oh|yeah)\b[,.]?\s+)*/i, '')
      .replace(/^.*?\bi(?:'m| am)? ?(?:can |just )?(?:see|saw|notice|noticed|noticing|hear|heard)(?: that)? /i, '')
    const named = clientNamed(seen)
    return isClause(named) || /^the client\b/i.test(named) ? `that ${lowerFirst(named)}` : lowerFirst(named)
  })
  return parts.length === 0 ? null : `The therapist observed aloud ${parts.join(', and ')}`
}

export function renderScore(candidate: Candidate): string | null {
  const parts = candidate.said.map(({ text }) => clientNamed(text.replace(/^(?:(?:so|and|okay)\b[,.]?\s+)*/i, '')))
  return parts.length === 0 ? null : `Score read out by the therapist: ${parts.join('; ')}`
}

const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^.*?\blet's (.+)$/i, 'proposed to $1'],
  [/^.*?\bi'd like us to (.+)$/i, 'proposed to $1'],
  [/^.*?\bi'd like to (.+)$/i, 'proposed to $1'],
  [/^.*?\b(?:shall|can) we (.+)$/i, 'proposed to $1'],
  [/^.*?\bi'm going to suggest (?:that )?(.+)$/i, 'suggested that $1'],
  [/^.*?\bi'm going to ask you to (.+)$/i, 'asked the client to $1'],
  [/^(?:(?:so|and|okay|good|now|then|great)\b[,.]?\s+)*(we (?:both )?.+)$/i, 'proposed that $1'],
]

export function renderIntervention(candidate: Candidate): string | null {
  const parts = candidate.said.flatMap(({ text }) => {
    const part = proposal(withoutStop(text), text)
    return part === null ? [] : [part]
  })
  if (parts.length === 0) return null
  return `The therapist ${parts.join(', and ')}${candidate.answered === 'yes' ? '; the client agreed' : ''}`
}

function proposal(line: string, text: string): string | null {
  for (const [pattern, form] of FORMS) {
    if (!pattern.test(line)) continue
    const [verb = '', rest = ''] =
      /^((?:proposed|suggested|asked) (?:the client )?(?:to|that)) (.*)$/.exec(line.replace(pattern, form))?.slice(1) ??
      []
    return rest.split(' ').length < 3 ? null : `${verb} ${therapistThird(rest)}`
  }
  if (/\?$/.test(text)) {
    const asked = indirectQuestion(text)
    return asked === null ? null : `asked ${asked.replace(/\bthey\b/, 'the client')}`
  }
  const led = line.replace(/^(?:(?:so|and|okay|good|now|then|great)\b[,.]?\s+)*/i, '')
  return `asked the client to ${therapistThird(led)}`
}
