/** A file system of a few kilobytes of its own, so that "full" and "read-only" are the kernel's answers and not ours. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

/** @returns its folder, taken away after the test; `null` where we may not mount, and the test says so */
export function smallStore(t: Test, size: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-small-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', folder])
  t.teardown(() => {
    if (status === 0) spawnSync('umount', ['--lazy', folder])
    rmdirSync(folder)
  })
  if (status === 0) return folder
  t.pass('needs root to mount a small file system', { skip: 'cannot mount here' })
  return null
}

export function makeReadOnly(folder: string): void {
  spawnSync('mount', ['-o', 'remount,ro', folder])
}
