/** How a session ends in the companion: a draft, or nothing kept; and a receipt either way. */

import type { SessionSummary } from '../../device/contracts/device-api.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { FormatKey } from '../drafting/note-draft.js'
import type { CompanionLog } from '../log.js'
import type { DraftJob } from './draft-job.js'
import type { PipelinePorts } from './ports.js'
import type { SessionPapers } from './session-papers.js'
import type { TranscribeJob } from './transcribe-job.js'

export interface EndingParts {
  readonly ports: PipelinePorts
  readonly papers: SessionPapers
  readonly transcribing: TranscribeJob
  readonly drafting: DraftJob
  readonly log: CompanionLog
  readonly now: () => number
}

export class SessionEnding {
  readonly #session: SessionId
  readonly #parts: EndingParts

  constructor(session: SessionId, parts: EndingParts) {
    this.#session = session
    this.#parts = parts
  }

  /** Composes and stores the draft, unless that is done. @throws DRAFT_FAILED, DRAFT_WORKER_LOST, STORAGE_FULL */
  async draft(summary: SessionSummary, format: FormatKey): Promise<void> {
    const { ports, papers, drafting, log, now } = this.#parts
    if (papers.record?.phase === 'ready' || papers.record?.phase === 'failed') return
    const { endedAtMs, durationMs, pausedMs, capturedMs } = summary
    const segmentsSealed = summary.segments.length
    await papers.save(record => ({
      ...record,
      phase: 'drafting',
      endedAtMs,
      durationMs,
      pausedMs,
      capturedMs,
      segmentsSealed,
    }))
    const draft = await drafting.compose(format)
    await ports.drops.putDraft(this.#session, draft.sealedToClinician)
    const ended = papers.journal.find(entry => entry.type === 'session_ended')
    const stopToDraftMs = ended === undefined ? null : Math.max(0, now() - ended.atMs)
    await ports.ledger.append('draft_dropped', this.#session, { sentences: draft.sentences })
    await papers.save(record => ({ ...record, phase: 'ready', stopToDraftMs }))
    await drafting.stop()
    await ports.textRam.destroy(this.#session)
    log.write('draft_stored', {
      sessionId: this.#session,
      stopToDraftMs: stopToDraftMs ?? -1,
      sentences: draft.sentences,
    })
  }

  /**
   * Ends the workers and destroys the text, in RAM and on disk.
   * @returns whether the device has destroyed the audio too, so that a receipt can say so
   */
  async discard(summary: SessionSummary): Promise<boolean> {
    const { ports, transcribing, drafting, log } = this.#parts
    await Promise.all([transcribing.stop(), drafting.stop()])
    await ports.textRam.destroy(this.#session)
    await ports.drops.removeSession(this.#session)
    if (!summary.captureGone || summary.segments.some(segment => segment.status !== 'destroyed')) return false
    log.write('session_discarded', { sessionId: this.#session })
    return true
  }

  /** Issues the receipt and lets the device forget the session. @throws RECEIPT_CHECKS_FAILED, and nothing is let go */
  async issue(summary: SessionSummary, kind: 'destroyed' | 'discarded'): Promise<void> {
    const { ports, papers, transcribing, log } = this.#parts
    await papers.absorbJournal()
    const receiptFile = await ports.receipts.issue({
      session: this.#session,
      kind,
      journal: papers.journal,
      captureGone: summary.captureGone,
      transcriberGone: transcribing.gone,
    })
    const segments = papers.journal.filter(entry => entry.type === 'segment_destroyed').length
    await papers.save(record => ({ ...record, receiptFile, segmentsDestroyed: segments }))
    await ports.ledger.append('receipt_issued', this.#session, { kind, segments })
    log.write('receipt_issued', { sessionId: this.#session, kind, segments })
    await ports.device.release(this.#session)
  }
}
