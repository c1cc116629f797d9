/**
 * Whether any microphone of the box is open, as the kernel says: whoever opened it, our recorder or a stranger's.
 * Every capture stream of every card has a `status` file, whose first line is `closed` or `state: RUNNING` and alike.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const PROC_ASOUND = '/proc/asound'

function list(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder).filter(name => pattern.test(name))
  } catch {
    // No sound system, or a card that was unplugged between two looks: nothing there can be open.
    return []
  }
}

/** Anything but `closed` counts as open, PREPARED and XRUN as well: a stream that may take sound in the next moment. */
function isOpen(statusFile: string): boolean {
  try {
    return readFileSync(statusFile, 'latin1').trim() !== 'closed'
  } catch (error) {
    // Gone is closed. A file that is there and refuses to be read is not proof of a closed microphone.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'ENODEV'
  }
}

/** Some twenty small reads from procfs, well under a millisecond: fit to be called ten times a second. */
export function anyCaptureStreamOpen(root: string = PROC_ASOUND): boolean {
  for (const card of list(root, /^card\d+$/)) {
    for (const pcm of list(join(root, card), /^pcm\d+c$/)) {
      for (const sub of list(join(root, card, pcm), /^sub\d+$/)) {
        if (isOpen(join(root, card, pcm, sub, 'status'))) return true
      }
    }
  }
  return false
}
