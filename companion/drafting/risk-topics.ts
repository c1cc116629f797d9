/** Which risk topics a sentence touches, where in it, and whether plainly. */

import { straighten } from './extractive/text.js'
import type { RiskTopic } from './note-draft.js'
import { RISK_CUES } from './risk-cues.js'

export function topicsIn(text: string): {
  readonly topics: readonly RiskTopic[]
  readonly plain: boolean
  readonly at: number
} {
  const line = straighten(text)
  const found = RISK_CUES.filter(cue => cue.pattern.test(line))
  const at = Math.min(...found.map(cue => cue.pattern.exec(line)?.index ?? 0), line.length)
  return { topics: [...new Set(found.map(cue => cue.topic))], plain: found.some(cue => cue.plain), at }
}
