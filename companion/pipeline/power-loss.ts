/**
 * What a power cut leaves: a ledger with sessions that began and never ended. Their audio and keys were in RAM only and
 * are gone; the text stored so far is not. The next start says so, once for each, with a receipt.
 */

import type { DeviceState } from '../../device/contracts/device-api.js'
import type { JournalEntry } from '../../device/contracts/journal.js'
import type { LedgerEntry } from '../../device/contracts/ledger-entry.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { PipelinePorts } from './ports.js'

/** A session of the ledger that began and has no receipt, and the boot in which it began. */
export interface UnfinishedSession {
  readonly session: SessionId
  readonly boot: string
}

/**
 * Of the unfinished sessions, those that ended with an earlier boot of the box. One of this boot that the device does
 * not know is no power loss: nothing shows that its processes ended, and no receipt may say so. Pure.
 */
export function lostSessions(unfinished: readonly UnfinishedSession[], device: DeviceState): SessionId[] {
  const known = new Set(device.sessions.map(summary => summary.sessionId))
  return unfinished
    .filter(({ session, boot }) => !known.has(session) && boot !== device.bootId)
    .map(({ session }) => session)
}

/** The journal of a session as far as it came into the ledger; what it says is signed. Pure. */
export function journalFromLedger(entries: Iterable<LedgerEntry>, session: SessionId): JournalEntry[] {
  const journal: JournalEntry[] = []
  for (const entry of entries) {
    if (entry.session !== session || typeof entry.data['journal'] !== 'number') continue
    if (entry.type === 'consent' || entry.type === 'capture_gap') continue
    const { journal: seq, atMs, ...body } = entry.data
    journal.push({ seq, atMs, type: entry.type, body } as unknown as JournalEntry)
  }
  return journal
}

/** Ends one lost session: ledger entry, receipt, and a record that lets its text be drafted at the next sign-in. */
export async function settleLost(
  session: SessionId,
  journal: readonly JournalEntry[],
  ports: PipelinePorts,
): Promise<void> {
  const sealed = journal.filter(entry => entry.type === 'segment_sealed')
  const destroyed = journal.filter(entry => entry.type === 'segment_destroyed')
  await ports.ledger.append('power_loss', session, { sealed: sealed.length, destroyedBefore: destroyed.length })
  await ports.textRam.destroy(session)
  const receiptFile = await ports.receipts.issue({
    session,
    kind: 'destroyed-by-power-loss',
    journal,
    captureGone: true,
    transcriberGone: true,
  })
  await ports.ledger.append('receipt_issued', session, { kind: 'destroyed-by-power-loss', segments: sealed.length })
  await keepText(session, journal, ports, receiptFile)
}

/**
 * Lets the text of a session that the device no longer knows become a draft: a draft that was stored is ready, text
 * without one is drafted at the next sign-in. Also for a session of this boot whose folder in RAM is gone, for which
 * there can be no receipt.
 */
export async function keepText(
  session: SessionId,
  journal: readonly JournalEntry[],
  ports: Pick<PipelinePorts, 'drops'>,
  receiptFile: string | null,
): Promise<void> {
  if ((await ports.drops.read(session)) === null) return
  const sealed = journal.filter(entry => entry.type === 'segment_sealed')
  const texts = await ports.drops.listTexts(session)
  await ports.drops.update(session, record => ({
    ...record,
    phase: record.phase === 'ready' ? 'ready' : texts.length > 0 ? 'transcribed' : 'failed',
    endedAtMs: record.endedAtMs ?? journal.at(-1)?.atMs ?? record.startedAtMs,
    durationMs: Math.max(record.durationMs, ...sealed.map(entry => entry.body.startMs + entry.body.durationMs)),
    capturedMs: sealed.reduce((sum, entry) => sum + entry.body.durationMs, 0),
    segmentsSealed: sealed.length,
    segmentsDestroyed: receiptFile === null ? record.segmentsDestroyed : sealed.length,
    receiptFile: receiptFile ?? record.receiptFile,
  }))
}
