/** From the device's journal to the ledger: what of a session is worth signing and keeping for years. Pure. */

import type { Canonical } from '../../device/contracts/canonical-json.js'
import type { JournalEntry } from '../../device/contracts/journal.js'
import type { LedgerType } from '../../device/contracts/ledger-entry.js'

export interface LedgerItem {
  readonly type: LedgerType
  readonly data: { readonly [key: string]: Canonical | undefined }
}

/**
 * The ledger items of one journal entry, none for what only matters while the session runs. Each carries `journal`, the
 * entry's number, so that a companion that starts again knows how far its predecessor came.
 */
export function ledgerItemsOf(entry: JournalEntry): readonly LedgerItem[] {
  const item = (type: LedgerType, data: LedgerItem['data']): LedgerItem => ({
    type,
    data: { ...data, journal: entry.seq, atMs: entry.atMs },
  })
  switch (entry.type) {
    case 'session_started':
      return [
        item('session_started', {
          sampleRate: entry.body.sampleRate,
          channels: entry.body.channels,
          medium: entry.body.medium,
          downgrades: [...entry.body.downgrades],
        }),
        // The press is the clinician's attestation that consent was asked for and given (design, "Consent").
        item('consent', { state: 'attested-by-press', scope: ['record', 'transcribe', 'draft'] }),
      ]
    case 'segment_sealed':
      return [item('segment_sealed', { ...entry.body })]
    case 'segment_destroyed':
      return [item('segment_destroyed', { ...entry.body, steps: { ...entry.body.steps } })]
    case 'gap':
      return [item('capture_gap', { ...entry.body })]
    case 'session_ended':
      return [item('session_ended', { ...entry.body })]
    case 'session_discarded':
      return [item('session_discarded', { ...entry.body })]
    case 'capture_opened':
    case 'capture_closed':
    case 'segment_opened':
    case 'overrun':
    case 'paused':
    case 'resumed':
    case 'warning':
      return []
  }
}
