/** Gathers what a receipt needs to know, by looking: at the folders, the kernel, the ledger. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Downgrade } from '../../device/contracts/downgrades.js'
import { isDowngrade } from '../../device/contracts/downgrades.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Ledger } from '../ledger/ledger.js'
import type { ReceiptStore } from '../receipts/receipt-store.js'
import type { Drops } from '../vault/drops.js'
import type { TextRam } from '../vault/text-ram.js'
import type { ReceiptPort } from './ports.js'
import { readSystem } from './system-readings.js'

export interface ReceiptDeskParts {
  readonly store: ReceiptStore
  readonly ledger: Ledger
  readonly drops: Drops
  readonly textRam: TextRam
  /** EARSHOT_RUN. */
  readonly runDirectory: string
  readonly software: string
}

export function receiptDesk(parts: ReceiptDeskParts): ReceiptPort {
  return {
    async issue({ session, kind, journal, captureGone, transcriberGone }) {
      const ledger = await parts.ledger.excerpt(session)
      const entries = await parts.ledger.entriesOf(session)
      const started = entries.find(entry => entry.type === 'session_started')
      const downgrades = started?.data['downgrades']
      const system = await readSystem(parts.software)
      return await parts.store.issue({
        kind,
        session,
        journal,
        ledger,
        remaining: { ...(await audioLeft(parts.runDirectory, session)), texts: await textsLeft(parts, session) },
        microphoneOpen: !captureGone,
        captureGone,
        transcriberGone,
        system: system.receipt,
        downgrades: [...new Set([...namesOf(downgrades), ...system.downgrades])].sort(),
        clock: system.clockSynced ? 'synced' : 'unsynced',
        nowMs: Date.now(),
      })
    },
  }
}

/** Looks into the session's spool folder itself, not at what the device says of it. */
async function audioLeft(
  runDirectory: string,
  session: SessionId,
): Promise<{ readonly keys: number; readonly ciphertexts: number }> {
  const names = await readdir(join(runDirectory, 'spool', session)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return {
    keys: names.filter(name => name.endsWith('.key')).length,
    ciphertexts: names.filter(name => name.endsWith('.seg')).length,
  }
}

async function textsLeft({ drops, textRam }: ReceiptDeskParts, session: SessionId): Promise<number> {
  const inRam = (await textRam.list(session)).length
  const draft = (await drops.readDraft(session)) === null ? 0 : 1
  return inRam + (await drops.listTexts(session)).length + draft
}

function namesOf(value: unknown): Downgrade[] {
  return Array.isArray(value) ? value.filter(isDowngrade) : []
}
