/** Finds the processes of one box, whoever started them: each carries the box's run folder in its environment. */

import { readdir, readFile } from 'node:fs/promises'

export interface FoundProcess {
  readonly pid: number
  readonly command: string
}

export async function processesOf(run: string): Promise<FoundProcess[]> {
  const found: FoundProcess[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '')
    const command = await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '')
    if (command !== '' && (environment.includes(run) || command.includes(run))) {
      found.push({ pid: Number(name), command: command.replaceAll('\0', ' ') })
    }
  }
  return found
}

export const PROGRAMS = {
  device: 'device/main.js',
  companion: 'companion/main.js',
  capture: 'capture/child.js',
  transcriber: 'transcriber/worker.js',
  drafter: 'drafting/worker.js',
} as const

export type ProgramRole = keyof typeof PROGRAMS

export async function pidsOf(run: string, role: ProgramRole): Promise<number[]> {
  return (await processesOf(run)).filter(found => found.command.includes(PROGRAMS[role])).map(found => found.pid)
}
