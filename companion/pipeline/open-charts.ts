/**
 * The charts that are open now: what finished while its clinician is signed in goes into the chart at once, and text
 * that a power cut left without a draft is drafted at the next sign-in.
 */

import { toErrorMessage } from '../../device/contracts/errors.js'
import type { FormatKey } from '../drafting/note-draft.js'
import type { CompanionLog } from '../log.js'
import type { Drops } from '../vault/drops.js'
import type { UnlockedVault } from '../vault/unlocked-vault.js'
import type { PipelinePorts } from './ports.js'
import { resumeDraft } from './resume-draft.js'

export interface OpenChartsParts {
  readonly ports: PipelinePorts
  readonly format: FormatKey
  readonly drops: Pick<Drops, 'list'>
  /** Something left the drops. */
  readonly onChange: () => Promise<void>
}

export class OpenCharts {
  readonly #log: CompanionLog
  readonly #open = new Set<Pick<UnlockedVault, 'clinicianId' | 'absorb' | 'openDrop'>>()
  #parts: OpenChartsParts | null = null

  constructor(log: CompanionLog) {
    this.#log = log
  }

  start(parts: OpenChartsParts): void {
    this.#parts = parts
  }

  /** A clinician has signed in, and has absorbed what was ready. Never throws. */
  async add(clinician: Pick<UnlockedVault, 'clinicianId' | 'absorb' | 'openDrop'>): Promise<void> {
    this.#open.add(clinician)
    const parts = this.#parts
    if (parts === null) return
    try {
      await parts.onChange()
      const records = await parts.drops.list()
      const stalled = records.filter(
        record => record.clinicianId === clinician.clinicianId && record.phase === 'transcribed',
      )
      for (const { sessionId } of stalled) {
        await resumeDraft(sessionId, {
          ports: parts.ports,
          format: parts.format,
          log: this.#log,
          open: sealed => clinician.openDrop(sealed),
        })
      }
      if (stalled.length > 0) await this.absorb()
    } catch (error) {
      this.#log.write('step_failed', { sessionId: '', code: toErrorMessage(error).code })
    }
  }

  /** Takes finished drops into the charts that are open. A chart that was locked meanwhile is forgotten. */
  async absorb(): Promise<void> {
    for (const clinician of this.#open) {
      try {
        await clinician.absorb()
      } catch (error) {
        const { code } = toErrorMessage(error)
        if (code === 'VAULT_LOCKED') this.#open.delete(clinician)
        else this.#log.write('step_failed', { sessionId: '', code })
      }
    }
    await this.#parts?.onChange()
  }
}
