/**
 * Protections that a box may lack. Each missing one is named on the Proof page, in the ledger and in the receipt;
 * on a provisioned box those marked `refuses` stop recording altogether.
 */

export const DOWNGRADES = {
  'spool-not-ram': { refuses: true, means: 'sealed audio is kept on a file system that is not RAM' },
  'swap-on': { refuses: true, means: 'the kernel may write memory pages to a disk' },
  'no-init-on-free': { refuses: true, means: 'the kernel does not zero memory when a process gives it back' },
  'no-egress-lock': { refuses: false, means: 'no firewall keeps the box from opening connections to the outside' },
  'simulated-button': { refuses: false, means: 'the button is a program, not a switch' },
  'simulated-light': { refuses: false, means: 'the light is shown on a screen, not by an LED' },
  'simulated-microphone': { refuses: false, means: 'the sound comes from a file, not from a microphone' },
  'core-dumps-on': { refuses: false, means: 'a crashing process may leave its memory in a file' },
  'clock-unsynced': { refuses: false, means: 'the time of day was not confirmed by a time source' },
} as const

export type Downgrade = keyof typeof DOWNGRADES

export function isDowngrade(value: unknown): value is Downgrade {
  return typeof value === 'string' && Object.hasOwn(DOWNGRADES, value)
}
