/** A machine and a clock whose facts a test states. */

import type { Clock } from '../../device/clock.js'
import type { Downgrade } from '../../device/contracts/downgrades.js'
import type { SpoolUsage } from '../../device/spool/spool-usage.js'
import { spoolUsage } from '../../device/spool/spool-usage.js'
import type { System } from '../../device/system.js'

export class FakeClock implements Clock {
  wallMs = 1_700_000_000_000
  elapsedMs = 5_000_000
  nowMs = () => this.wallMs
  monotonicMs = () => this.elapsedMs

  /** Time passes, on both clocks. */
  pass(ms: number): void {
    this.wallMs += ms
    this.elapsedMs += ms
  }
}

export class FakeSystem implements System {
  bootId = 'boot-1'
  missing: readonly Downgrade[] = []
  streamOpen = false
  /** Stated instead of measured. */
  stated: Partial<SpoolUsage> = {}
  readonly #spool: string

  constructor(spool: string) {
    this.#spool = spool
  }

  downgrades = async () => this.missing
  medium = async () => 'tmpfs'
  captureStreamOpen = () => this.streamOpen
  usage = async () => ({ ...(await spoolUsage(this.#spool)), freeBytes: 2 ** 32, ...this.stated })
}
