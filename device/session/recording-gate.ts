/** Whether a session may begin now. Pure. */

import type { EarshotConfig } from '../contracts/config.js'
import { DOWNGRADES, type Downgrade } from '../contracts/downgrades.js'
import { EarshotError, type ErrorCode, type ErrorMessage, toErrorMessage } from '../contracts/errors.js'
import type { SpoolUsage } from '../spool/spool-usage.js'

const MIB = 1024 * 1024

const REFUSALS: Readonly<Partial<Record<Downgrade, readonly [ErrorCode, string, string]>>> = {
  'spool-not-ram': ['SPOOL_NOT_RAM', 'spool is not in memory', 'put EARSHOT_RUN on a tmpfs, such as /run/earshot'],
  'swap-on': ['SPOOL_SWAP_ON', 'swap is on', 'turn swap off: swapoff -a, and remove it from the boot configuration'],
  'no-init-on-free': [
    'SPOOL_NO_INIT_ON_FREE',
    'kernel does not zero freed memory',
    'add init_on_free=1 to the kernel command line and restart the box',
  ],
}

/**
 * A provisioned box refuses to record without the protections that keep sound from outliving its session; a demo
 * names them and goes on.
 *
 * @throws SPOOL_NOT_RAM, SPOOL_SWAP_ON, SPOOL_NO_INIT_ON_FREE
 */
export function requireProtections(mode: EarshotConfig['mode'], missing: readonly Downgrade[]): void {
  if (mode === 'demo') return
  for (const downgrade of missing) {
    if (!DOWNGRADES[downgrade].refuses) continue
    const [code, message, hint] = REFUSALS[downgrade] ?? ['SESSION_NOT_ALLOWED', 'a protection is missing', '']
    throw new EarshotError(code, message, { hint })
  }
}

export const TOO_LONG: ErrorMessage = toErrorMessage(
  new EarshotError('SESSION_TOO_LONG', 'session reached its longest length and was ended', {
    hint: 'press once to put the light out, and again to begin another session',
  }),
)

/** @returns why the spool cannot take (more) sound, or null */
export function spoolTrouble(limits: EarshotConfig['spool'], usage: SpoolUsage): EarshotError | null {
  if (usage.bytes >= limits.maxMiB * MIB) {
    return new EarshotError('SPOOL_FULL', 'sealed audio waits up to its bound', {
      detail: { bytes: usage.bytes, maxMiB: limits.maxMiB },
      hint: 'see why the transcriber does not keep up; recording works again when it has',
      retryable: true,
    })
  }
  if (usage.freeBytes < limits.minFreeMiB * MIB) {
    return new EarshotError('SPOOL_FULL', 'memory for sealed audio is short', {
      detail: { freeBytes: usage.freeBytes, minFreeMiB: limits.minFreeMiB },
      hint: 'wait until stored text has freed its audio, or give the box more memory',
      retryable: true,
    })
  }
  return null
}
