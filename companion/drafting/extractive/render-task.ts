/** Agreed steps as sentences of a plan. */

import type { Candidate } from './candidate.js'
import { isMasked } from './mask.js'
import { isVerbatim, quoted, straighten, withoutStop, wordsOf } from './text.js'
import { isClause, lowerFirst, therapistThird, thirdPerson, youToThey } from './third-person.js'

const LONGEST_REPLY = 18

export function renderTask(candidate: Candidate, who: string): string | null {
  const items = candidate.said.map(({ text }) =>
    plainTherapist(text.replace(/^(?:(?:so|and|okay|good)\b[,.]?\s+)*/i, '')),
  )
  switch (candidate.form) {
    case 'homework':
      return homework(candidate)
    case 'promise':
      return items.join('; ')
    case 'echo':
      return `Agreed: ${items.join('; ')}`
    case 'recap':
      return `Read back and confirmed: ${items.join('; ')}`
    default:
      return promised(candidate, who)
  }
}

function homework({ said, reply, kind }: Candidate): string {
  const actions = said.map(({ text }) =>
    youToThey(lowerFirst(withoutStop(straighten(text)).replace(/^(?:and|so|then|okay)\b,? /i, ''))),
  )
  const words = reply === null ? '' : withoutStop(straighten(reply.text))
  const shown =
    reply !== null && wordsOf(words).length <= LONGEST_REPLY && isVerbatim(words, reply.raw) && !isMasked(words)
  return `Agreed${kind === 'homework' ? ' homework' : ''}: ${actions.join('; ')}${shown ? ` (client: ${quoted(words)})` : ''}`
}

function plainTherapist(text: string): string {
  return therapistThird(
    withoutStop(straighten(text))
      .replace(/\b(ring|call|text|see|phone|email|with) you\b/i, '$1 the client')
      .replace(/\byou\b/i, 'the client'),
  )
}

function promised(candidate: Candidate, who: string): string | null {
  const parts = candidate.said.flatMap(({ text, raw }) => {
    const clause = isClause(text) ? thirdPerson(text, true) : null
    if (clause !== null) return [clause]
    const bare = withoutStop(straighten(text))
    return isVerbatim(bare, raw) && !isMasked(bare) ? [quoted(bare)] : []
  })
  if (parts.length === 0) return null
  return `${who} said that ${parts.join(', and that ')}`
    .replace(/\bthat "/g, '"')
    .replace(
      /^(The client|Client \w+) said that they will (.*)$/,
      (_, name: string, rest: string) => `${name} will ${rest.replace(/, and that they will /g, ', and will ')}`,
    )
}
