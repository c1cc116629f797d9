/** Does a receipt say of its session what the ledger says of it? Pure. */

import { type Canonical, canonicalJson } from './canonical-json.js'
import type { SessionLine } from './receipt-excerpt.js'
import type { ReceiptPayload, ReceiptSegment } from './receipt-format.js'
import type { ReceiptProblem } from './receipt-problems.js'

/** Fields of a `segment_sealed` line that the receipt's segment repeats. */
const SEALED_FIELDS = [
  'segment',
  'startMs',
  'durationMs',
  'pcmBytes',
  'ciphertextBytes',
  'ciphertextSha256',
  'keyCommitment',
  'interrupted',
] as const

export function checkSessionLines(payload: ReceiptPayload, lines: readonly SessionLine[]): ReceiptProblem[] {
  return [
    ...checkBeginningAndEnd(payload, lines),
    ...checkSegments(payload, lines),
    ...checkSums(payload),
    ...checkKind(payload, lines),
  ]
}

function checkBeginningAndEnd(payload: ReceiptPayload, lines: readonly SessionLine[]): ReceiptProblem[] {
  const problems: ReceiptProblem[] = []
  const starts = lines.filter(({ type }) => type === 'session_started')
  const ends = lines.filter(({ type }) => ['session_ended', 'session_discarded', 'power_loss'].includes(type))
  if (ends.length === 0) problems.push({ code: 'session-never-ended' })
  const started = starts.length === 1 && starts[0]?.data['atMs'] === payload.startedAtMs
  const ended = ends.some(({ atMs, data }) => (data['atMs'] ?? atMs) === payload.endedAtMs)
  if (!started || !ended) problems.push({ code: 'times-disagree' })
  if (starts[0]?.data['medium'] !== payload.medium) problems.push({ code: 'medium-disagrees' })
  return problems
}

function checkSegments({ segments }: ReceiptPayload, lines: readonly SessionLine[]): ReceiptProblem[] {
  const problems: ReceiptProblem[] = []
  const sealed = lines.filter(({ type }) => type === 'segment_sealed')
  const destroyed = lines.filter(({ type }) => type === 'segment_destroyed')
  const lost = segments.filter(({ reason }) => reason === 'power-loss')
  // With each segment matched once below, equal counts leave no line over that the receipt is silent about.
  if (sealed.length !== segments.length || destroyed.length !== segments.length - lost.length) {
    problems.push({ code: 'segments-disagree' })
  }
  for (const [index, segment] of segments.entries()) {
    if (index > 0 && segment.segment <= (segments[index - 1]?.segment ?? 0)) {
      problems.push({ code: 'segments-disagree', at: segment.segment })
    }
    if (!agrees(segment, sealed, destroyed)) problems.push({ code: 'segments-disagree', at: segment.segment })
    if (segment.reason !== 'power-loss' && !Object.values(segment.steps).every(step => step)) {
      problems.push({ code: 'segment-not-destroyed', at: segment.segment })
    }
  }
  return problems
}

function agrees(segment: ReceiptSegment, sealed: readonly SessionLine[], destroyed: readonly SessionLine[]): boolean {
  const ofThis = ({ data }: SessionLine) => data['segment'] === segment.segment
  const [seal, ...moreSeals] = sealed.filter(ofThis)
  const [end, ...moreEnds] = destroyed.filter(ofThis)
  if (seal === undefined || moreSeals.length > 0 || moreEnds.length > 0) return false
  const sealAgrees =
    seal.data['atMs'] === segment.sealedAtMs && SEALED_FIELDS.every(field => seal.data[field] === segment[field])
  if (!sealAgrees) return false
  if (segment.reason === 'power-loss') return end === undefined && !Object.values(segment.steps).some(step => step)
  if (end === undefined || end.seq <= seal.seq) return false
  const { atMs, reason, steps } = end.data
  return atMs === segment.destroyedAtMs && reason === segment.reason && same(steps, { ...segment.steps })
}

function same(left: Canonical | undefined, right: Canonical): boolean {
  return left !== undefined && canonicalJson(left) === canonicalJson(right)
}

function checkSums({ segments, captured }: ReceiptPayload): ReceiptProblem[] {
  const sum = (field: 'durationMs' | 'pcmBytes') => segments.reduce((total, segment) => total + segment[field], 0)
  const holds =
    captured.segments === segments.length && captured.ms === sum('durationMs') && captured.bytes === sum('pcmBytes')
  return holds ? [] : [{ code: 'segment-sums-disagree' }]
}

function checkKind({ kind, method, segments }: ReceiptPayload, lines: readonly SessionLine[]): ReceiptProblem[] {
  const has = (type: SessionLine['type']) => lines.some(line => line.type === type)
  const lost = segments.some(({ reason }) => reason === 'power-loss')
  if (kind !== 'destroyed-by-power-loss') {
    const fits =
      method === 'cryptographic-erase-and-overwrite' &&
      !lost &&
      !has('power_loss') &&
      has('session_discarded') === (kind === 'discarded')
    return fits ? [] : [{ code: 'kind-disagrees' }]
  }
  const problems: ReceiptProblem[] = method === 'power-loss' && has('power_loss') ? [] : [{ code: 'kind-disagrees' }]
  const bootOf = (type: SessionLine['type']) => lines.find(line => line.type === type)?.boot
  if (bootOf('power_loss') === bootOf('session_started')) problems.push({ code: 'no-restart-seen' })
  return problems
}
