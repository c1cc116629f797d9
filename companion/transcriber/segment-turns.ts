/** The document that holds one segment's text; what is inside both sealed copies. */

import type { Turn } from '../../device/contracts/turn.js'
import type { SegmentMeasures } from './messages.js'

export interface SegmentTurns {
  readonly version: 1
  readonly segment: number
  readonly startMs: number
  readonly measures: SegmentMeasures
  readonly turns: readonly Turn[]
}
