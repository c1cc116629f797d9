/**
 * The companion, put together: ledger, vault, receipts, pipelines, LAN service. Constructed by `startCompanion`,
 * undone by `stop`; main.ts adds only signals and exit codes.
 */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EarshotConfig } from '../device/contracts/config.js'
import type { DeviceState } from '../device/contracts/device-api.js'
import { EarshotError, toErrorMessage } from '../device/contracts/errors.js'
import type { SessionId } from '../device/contracts/session-id.js'
import { DeviceClient } from './device-client.js'
import type { Folders } from './folders.js'
import { type LanService, startLanService } from './http/lan-service.js'
import { openIdentity } from './ledger/identity.js'
import { Ledger } from './ledger/ledger.js'
import type { CompanionLog } from './log.js'
import { Conductor } from './pipeline/conductor.js'
import { waitingSession } from './pipeline/live-session.js'
import { OpenCharts } from './pipeline/open-charts.js'
import { OWN_DOWNGRADES } from './pipeline/own-downgrades.js'
import type { PipelinePorts } from './pipeline/ports.js'
import { journalFromLedger, keepText, lostSessions, settleLost } from './pipeline/power-loss.js'
import { receiptDesk } from './pipeline/receipt-desk.js'
import { SessionPipeline } from './pipeline/session-pipeline.js'
import { workers } from './pipeline/workers.js'
import { ReceiptStore } from './receipts/receipt-store.js'
import { TextRam } from './vault/text-ram.js'
import { openVault } from './vault/vault.js'

export interface Companion {
  readonly lan: LanService
  stop(): Promise<void>
}

export interface CompanionOptions {
  readonly config: EarshotConfig
  readonly folders: Folders
  readonly log: CompanionLog
  readonly version: string
}

/** @throws LEDGER_BROKEN, STORAGE_DAMAGED, STORAGE_READ_ONLY, CLAIM_NOT_OPEN on a box that was never prepared */
export async function startCompanion(options: CompanionOptions): Promise<Companion> {
  const { config, folders, log, version } = options
  const identity = await openIdentity(folders.state)
  const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'latin1')).trim()
  const ledger = await Ledger.open(join(folders.state, 'ledger'), identity, bootId)
  await ledger.append('box_started', null, { version, downgrades: [...OWN_DOWNGRADES] })
  const textRam = await TextRam.open(folders.run)
  const store = await ReceiptStore.open(folders.state, identity)
  const openCharts = new OpenCharts(log)
  const vault = await openVault({
    stateDirectory: folders.state,
    record: async (type, session, facts) => void (await ledger.append(type, session, facts)),
    onUnlocked: clinician => void openCharts.add(clinician),
    onRecovered: session => log.write('note_recovered', { sessionId: session }),
  })
  vault.accounts.defaultRecipient()
  const device = new DeviceClient(folders.deviceSocket)
  const { drops } = vault
  const ports: PipelinePorts = {
    device,
    drops,
    textRam,
    ledger: {
      append: async (type, session, data) => void (await ledger.append(type, session, data)),
      lastJournalSeq: session => ledger.lastJournalSeq(session),
    },
    receipts: receiptDesk({
      store,
      ledger,
      drops,
      textRam,
      runDirectory: folders.run,
      software: `earshot ${version}, node ${process.version}`,
    }),
    ...workers({
      config,
      stateDirectory: folders.state,
      runDirectory: folders.run,
      recipient: () => vault.accounts.defaultRecipient(),
    }),
  }

  async function settleLosses(state: DeviceState): Promise<void> {
    const unfinished = []
    for (const session of ledger.unfinished()) {
      const [first] = await ledger.entriesOf(session)
      if (first !== undefined) unfinished.push({ session, boot: first.boot })
    }
    for (const session of lostSessions(unfinished, state)) {
      try {
        await settleLost(session, journalFromLedger(await ledger.entriesOf(session), session), ports)
      } catch (error) {
        log.write('step_failed', { sessionId: session, code: toErrorMessage(error).code })
      }
    }
    const known = new Set(state.sessions.map(summary => summary.sessionId))
    for (const { sessionId, phase } of await drops.list()) {
      if (known.has(sessionId) || (phase !== 'recording' && phase !== 'drafting')) continue
      await keepText(sessionId, journalFromLedger(await ledger.entriesOf(sessionId), sessionId), ports, null)
    }
  }

  async function discardWaiting(session: SessionId): Promise<void> {
    if ((await drops.read(session)) === null) throw new EarshotError('SESSION_NOT_FOUND', 'no session has this id')
    await ledger.append('session_discarded', session, { by: 'page' })
    await textRam.destroy(session)
    await drops.removeSession(session)
  }

  const conductor = new Conductor({
    device,
    log,
    newPipeline: (summary, onChange) =>
      new SessionPipeline(summary, ports, {
        clinicianId: vault.accounts.defaultRecipient().clinicianId,
        format: config.drafter.format,
        log,
        onChange,
        now: Date.now,
      }),
    waiting: async () => (await drops.list()).map(waitingSession),
    discardWaiting,
    onFinished: () => openCharts.absorb(),
    onDeviceKnown: settleLosses,
  })
  openCharts.start({ ports, format: config.drafter.format, drops, onChange: () => conductor.refreshWaiting() })
  await conductor.start()

  const lan = await startLanService({
    config,
    stateDirectory: folders.state,
    log,
    version,
    services: {
      live: conductor,
      accounts: vault.accounts,
      receipts: store,
      ledger: {
        head: () => ledger.head(),
        append: async (type, data) => void (await ledger.append(type, null, data)),
      },
    },
  })
  return {
    lan,
    async stop() {
      await lan.close()
      await conductor.stop()
      await ledger.close()
    },
  }
}
