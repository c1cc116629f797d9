/**
 * Which protections of sealed audio are missing on this machine, now. What cannot be read counts as missing: a box
 * must not claim what it cannot see.
 */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Downgrade } from '../contracts/downgrades.js'
import { isRam, mediumOf } from './medium.js'

/** @param proc where the kernel's files are; tests have their own */
export async function missingProtections(spool: string, proc = '/proc'): Promise<readonly Downgrade[]> {
  const text = (name: string): Promise<string | null> => readFile(join(proc, name), 'utf8').catch(() => null)
  const [medium, swaps, commandLine, limits, corePattern] = await Promise.all([
    mediumOf(spool, join(proc, 'self/mountinfo')),
    text('swaps'),
    text('cmdline'),
    text('self/limits'),
    text('sys/kernel/core_pattern'),
  ])
  const missing: readonly (readonly [Downgrade, boolean])[] = [
    ['spool-not-ram', !isRam(medium)],
    ['swap-on', swaps === null || hasSwap(swaps)],
    ['no-init-on-free', commandLine === null || !zeroesFreedMemory(commandLine)],
    ['core-dumps-on', limits === null || corePattern === null || dumpsCore(limits, corePattern)],
  ]
  return missing.filter(([, is]) => is).map(([name]) => name)
}

/** The first line is a heading; compressed swap in RAM counts too, for it may write on to a disk. */
export function hasSwap(swaps: string): boolean {
  return swaps
    .split('\n')
    .slice(1)
    .some(line => line.trim() !== '')
}

/** The kernel takes the last word, in any of its spellings of yes. */
export function zeroesFreedMemory(commandLine: string): boolean {
  const words = commandLine.split(/\s+/).filter(word => word.startsWith('init_on_free='))
  return /^init_on_free=(?:1|y|Y|on|ON|On)$/.test(words.at(-1) ?? '')
}

/** A program that takes core dumps takes them whatever the size limit of the dying process; children inherit ours. */
export function dumpsCore(limits: string, corePattern: string): boolean {
  const pattern = corePattern.trim()
  if (pattern.startsWith('|')) return !/^\|\/(?:usr\/)?bin\/(?:false|true)\b/.test(pattern)
  const [, soft] = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(limits) ?? []
  return soft !== '0'
}
