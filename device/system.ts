/** What the device must know of the machine it runs on. Behind a port, so that tests can state other facts. */

import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { EarshotConfig } from './contracts/config.js'
import type { Downgrade } from './contracts/downgrades.js'
import { anyCaptureStreamOpen } from './light/microphone-watch.js'
import { mediumOf } from './spool/medium.js'
import { missingProtections } from './spool/protections.js'
import { type SpoolUsage, spoolUsage } from './spool/spool-usage.js'

export interface System {
  readonly bootId: string
  /** Protections that are missing now. */
  downgrades(): Promise<readonly Downgrade[]>
  /** Type of the spool's file system. */
  medium(): Promise<string>
  /** `freeBytes` is what both the file system and the memory behind it can still take. */
  usage(): Promise<SpoolUsage>
  /** Any capture stream of any sound card runs, as the kernel says. */
  captureStreamOpen(): boolean
}

/** systemd-timesyncd makes it when a time source has confirmed the clock. */
const CLOCK_CONFIRMED = '/run/systemd/timesync/synchronized'

export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
}

/** Memory that programs can still get, as the kernel estimates it; infinite if it does not say. */
async function availableBytes(): Promise<number> {
  const [, kib] = /^MemAvailable:\s+(\d+) kB/m.exec(await readFile('/proc/meminfo', 'latin1').catch(() => '')) ?? []
  return kib === undefined ? Number.POSITIVE_INFINITY : Number(kib) * 1024
}

/** What is simulated because the configuration says so. */
export function simulated(config: EarshotConfig): readonly Downgrade[] {
  const missing: Downgrade[] = ['simulated-button', 'simulated-light']
  if (config.capture.adapter === 'wav-file') missing.push('simulated-microphone')
  return missing
}

export function realSystem(config: EarshotConfig, spool: string): System {
  return {
    bootId: bootId(),
    downgrades: async () => [
      ...(await missingProtections(spool)),
      ...simulated(config),
      ...(existsSync(CLOCK_CONFIRMED) ? [] : ['clock-unsynced' as const]),
    ],
    medium: () => mediumOf(spool),
    usage: async () => {
      const [usage, available] = await Promise.all([spoolUsage(spool), availableBytes()])
      return { ...usage, freeBytes: Math.min(usage.freeBytes, available) }
    },
    captureStreamOpen: () => anyCaptureStreamOpen(),
  }
}
