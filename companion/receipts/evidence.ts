/** What is known of a session when its receipt is asked for, and the checks made of it. Pure. */

import type { Downgrade } from '../../device/contracts/downgrades.js'
import type { JournalEntry } from '../../device/contracts/journal.js'
import { type LedgerEntry, parseLine } from '../../device/contracts/ledger-entry.js'
import type { OtherLine, ReceiptChecks, ReceiptKind, ReceiptPayload } from '../../device/contracts/receipt-format.js'
import type { SessionId } from '../../device/contracts/session-id.js'

export interface Evidence {
  readonly kind: ReceiptKind
  readonly session: SessionId
  /** The device's journal, whole. Empty after a power loss: it was in RAM. */
  readonly journal: readonly JournalEntry[]
  /** `Ledger.excerpt(session)`. */
  readonly ledger: readonly (string | OtherLine)[]
  /** What was found in the session's folders, looked for after the destruction. */
  readonly remaining: {
    readonly keys: number
    readonly ciphertexts: number
    /** Sealed texts and drafts. Counts for `discarded` only: otherwise the text is meant to stay. */
    readonly texts: number
  }
  /** A stream opened for this session is open; another session's does not count. */
  readonly microphoneOpen: boolean
  /** The device saw its capture children of this session and their recorders exit. */
  readonly captureGone: boolean
  /** Our transcriber child of this session was seen to exit, or there never was one. */
  readonly transcriberGone: boolean
  readonly system: ReceiptPayload['system']
  readonly downgrades: readonly Downgrade[]
  readonly clock: ReceiptPayload['clock']
  readonly nowMs: number
  /**
   * The checks of the receipt that was issued when the audio was destroyed, for a session that is discarded later: its
   * journal and its processes are gone by then, and what was found true of them stays true.
   */
  readonly earlier?: ReceiptChecks
}

/** The session's own lines of the excerpt. */
export function linesOf(evidence: Pick<Evidence, 'ledger' | 'session'>): readonly LedgerEntry[] {
  return evidence.ledger
    .map(member => (typeof member === 'string' ? (parseLine(member)?.entry ?? null) : null))
    .filter(entry => entry !== null)
    .filter(entry => entry.session === evidence.session)
}

/** File systems that the power takes with it. */
const RAM_MEDIA: readonly unknown[] = ['tmpfs', 'ramfs']

export function checksOf(evidence: Evidence): ReceiptChecks {
  const lines = linesOf(evidence)
  const afterPowerLoss = evidence.kind === 'destroyed-by-power-loss'
  // A process, and a stream it had open, ends with the boot it ran in; the ledger shows that this is another one.
  const restarted = afterPowerLoss && restartSeen(lines)
  const earlier = evidence.kind === 'discarded' ? evidence.earlier : undefined
  if (earlier !== undefined) {
    return {
      ...earlier,
      keysAbsent: evidence.remaining.keys === 0,
      ciphertextAbsent: evidence.remaining.ciphertexts === 0,
      textAbsent: evidence.remaining.texts === 0,
    }
  }
  return {
    everySegmentDestroyed: everySegmentDestroyed(evidence.journal, lines),
    keysAbsent: evidence.remaining.keys === 0 && (!afterPowerLoss || wasInRam(lines)),
    ciphertextAbsent: evidence.remaining.ciphertexts === 0 && (!afterPowerLoss || wasInRam(lines)),
    microphoneClosed:
      restarted || (!evidence.microphoneOpen && (evidence.captureGone || streamsClosed(evidence.journal))),
    captureProcessGone: restarted || evidence.captureGone,
    transcriberProcessGone: restarted || evidence.transcriberGone,
    journalComplete: journalComplete(evidence, lines),
    ...(evidence.kind === 'discarded' ? { textAbsent: evidence.remaining.texts === 0 } : {}),
  }
}

function everySegmentDestroyed(journal: readonly JournalEntry[], lines: readonly LedgerEntry[]): boolean {
  const known = new Set<unknown>()
  const destroyed = new Set<unknown>()
  for (const { type, data } of lines) {
    if (type === 'segment_sealed') known.add(data['segment'])
    if (type === 'segment_destroyed' && allTrue(data['steps'])) destroyed.add(data['segment'])
  }
  for (const { type, body } of journal) {
    if (type === 'segment_opened' || type === 'segment_sealed') known.add(body.segment)
  }
  return [...known].every(segment => destroyed.has(segment))
}

function allTrue(steps: unknown): boolean {
  return typeof steps === 'object' && steps !== null && Object.values(steps).every(step => step === true)
}

function streamsClosed(journal: readonly JournalEntry[]): boolean {
  const count = (type: JournalEntry['type']) => journal.filter(entry => entry.type === type).length
  return count('capture_opened') === count('capture_closed')
}

/** From the start to an end without a hole, and all that the ledger keeps of it is in the ledger. */
function journalComplete({ journal, session }: Evidence, lines: readonly LedgerEntry[]): boolean {
  const [first] = journal
  if (first?.type !== 'session_started' || first.body.sessionId !== session) return false
  if (!journal.some(({ type }) => type === 'session_ended' || type === 'session_discarded')) return false
  if (journal.some((entry, index) => entry.seq !== first.seq + index)) return false
  const kept = new Set(lines.map(({ type, data }) => `${type} ${String(data['journal'])}`))
  return journal.filter(({ type }) => KEPT.has(type)).every(({ type, seq }) => kept.has(`${type} ${seq}`))
}

const KEPT: ReadonlySet<JournalEntry['type']> = new Set([
  'session_started',
  'segment_sealed',
  'segment_destroyed',
  'session_ended',
  'session_discarded',
])

function restartSeen(lines: readonly LedgerEntry[]): boolean {
  const bootOf = (wanted: LedgerEntry['type']) => lines.find(({ type }) => type === wanted)?.boot
  const [before, after] = [bootOf('session_started'), bootOf('power_loss')]
  return before !== undefined && after !== undefined && before !== after
}

function wasInRam(lines: readonly LedgerEntry[]): boolean {
  return RAM_MEDIA.includes(lines.find(({ type }) => type === 'session_started')?.data['medium'])
}
