/** Puts the vault together over the state folder: drops for the pipeline, accounts for the LAN service. */

import type { LedgerType } from '../../device/contracts/ledger-entry.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Account } from './account.js'
import { AccountStore } from './account-store.js'
import { VaultAccounts } from './accounts.js'
import { CardIndex } from './card-index.js'
import { Chart } from './chart.js'
import { openChartKey } from './clinician-keys.js'
import { Drops } from './drops.js'
import type { ScryptCost } from './key-wrap.js'
import { SerialQueue } from './serial-queue.js'
import { type AbsorbOutcome, type NoteFacts, UnlockedVault } from './unlocked-vault.js'

export interface VaultOptions {
  /** EARSHOT_STATE. This process is the only writer of its `accounts`, `drops` and `charts`. */
  readonly stateDirectory: string
  /** Writes an event about a note into the ledger. */
  readonly record: (type: LedgerType, session: SessionId, facts: NoteFacts) => Promise<void>
  readonly nowMs?: () => number
  /** A clinician has signed in and the finished drops are absorbed: a stalled draft can be resumed with these keys. */
  readonly onUnlocked?: (clinician: UnlockedVault, outcome: AbsorbOutcome) => void
  /** A note was damaged, and the generation before it was read instead. */
  readonly onRecovered?: (session: SessionId) => void
  /** Work of new wraps; less in tests only. */
  readonly cost?: ScryptCost
}

export interface Vault {
  readonly accounts: VaultAccounts
  readonly drops: Drops
}

/** @throws STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN, STORAGE_READ_ONLY */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { stateDirectory, record, onUnlocked, onRecovered, cost, nowMs = Date.now } = options
  const drops = await Drops.open(stateDirectory)
  const store = await AccountStore.open(stateDirectory)
  const queue = new SerialQueue()
  const indexes = new Map<string, CardIndex>()
  // Opened once: opening takes away half-written files, which must not be those of a clinician at work.
  const charts = new Map<string, Promise<Chart>>()

  async function unlock(account: Account, secretKey: Uint8Array): Promise<UnlockedVault> {
    const { clinicianId, sealedChartKey } = account
    const chartKey = openChartKey(Buffer.from(sealedChartKey, 'hex'), secretKey)
    const opening = charts.get(clinicianId) ?? Chart.open(stateDirectory, clinicianId)
    charts.set(clinicianId, opening)
    const chart = await opening
    const cards = indexes.get(clinicianId) ?? new CardIndex()
    indexes.set(clinicianId, cards)
    const parts = { chart, drops, cards, queue, nowMs, record, onRecovered: onRecovered ?? (() => undefined) }
    const clinician = new UnlockedVault(account, { secretKey, chartKey }, parts)
    // Never a reason to keep the clinician out: what cannot be absorbed now stays where it is.
    const outcome = await clinician.absorb().catch((): AbsorbOutcome => ({ absorbed: [], failed: [] }))
    onUnlocked?.(clinician, outcome)
    return clinician
  }

  const accounts = new VaultAccounts(store, { unlock, nowMs, ...(cost === undefined ? {} : { cost }) })
  return { accounts, drops }
}
