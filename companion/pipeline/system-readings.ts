/** What the kernel says of the protections that a receipt speaks of. Read at the moment of issuing, not at the start. */

import { readFile } from 'node:fs/promises'
import { release } from 'node:os'
import type { Downgrade } from '../../device/contracts/downgrades.js'
import type { ReceiptPayload } from '../../device/contracts/receipt.js'
import { OWN_DOWNGRADES } from './own-downgrades.js'

export interface SystemReadings {
  readonly receipt: ReceiptPayload['system']
  readonly downgrades: readonly Downgrade[]
  /** systemd-timesyncd, and chrony through it, touch this file when the clock has been set from a source. */
  readonly clockSynced: boolean
}

const SYNC_MARK = '/run/systemd/timesync/synchronized'

/** @param read for tests; returns an empty text for a file that is not there */
export async function readSystem(software: string, read = readText): Promise<SystemReadings> {
  const [swaps, commandLine, corePattern, limits, synced] = await Promise.all([
    read('/proc/swaps'),
    read('/proc/cmdline'),
    read('/proc/sys/kernel/core_pattern'),
    read('/proc/self/limits'),
    read(SYNC_MARK).then(
      () => true,
      () => false,
    ),
  ])
  const swapTotalKiB = swaps
    .split('\n')
    .slice(1)
    .reduce((sum, line) => sum + Number(line.split(/\s+/)[2] ?? 0), 0)
  const initOnFree = /(^| )init_on_free=1( |$)/m.test(commandLine)
  const coreDumps = !/^Max core file size\s+0\s/m.test(limits) && !corePattern.startsWith('|/bin/false')
  const downgrades: Downgrade[] = []
  if (swapTotalKiB > 0) downgrades.push('swap-on')
  if (!initOnFree) downgrades.push('no-init-on-free')
  if (coreDumps) downgrades.push('core-dumps-on')
  if (!synced) downgrades.push('clock-unsynced')
  downgrades.push(...OWN_DOWNGRADES)
  return {
    receipt: { swapTotalKiB, initOnFree, coreDumps, kernel: release(), software },
    downgrades,
    clockSynced: synced,
  }
}

async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8')
}
