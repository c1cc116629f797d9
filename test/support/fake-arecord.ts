/**
 * A program that behaves as arecord does, good day and bad, by a plan in FAKE_ARECORD: a JSON list of steps. It is put
 * on PATH under that name by {@link fakeArecord}, so that the real package starts a real process.
 */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type Step =
  /** Sound at life speed: samples count up from 0, so that any missing one shows. */
  | { readonly soundMs: number }
  /** The same all at once. */
  | { readonly burstMs: number }
  | { readonly say: string }
  | { readonly waitMs: number }
  | { readonly exit: number }
  /** From now on, as a driver that hangs. */
  | { readonly ignoreTerm: true }

/** Makes the next recorder that this process starts follow the plan. @param folder empty, for the program */
export function fakeArecord(folder: string, plan: readonly Step[]): void {
  mkdirSync(folder, { recursive: true })
  const program = join(folder, 'arecord')
  const self = fileURLToPath(import.meta.url)
  writeFileSync(program, `#!/bin/sh\necho "$@" > ${join(folder, 'arguments')}\nexec ${process.execPath} ${self}\n`)
  chmodSync(program, 0o755)
  process.env['FAKE_ARECORD'] = JSON.stringify(plan)
  process.env['PATH'] = [folder, '/usr/bin', '/bin'].join(delimiter)
}

/** What sample number `at` of the fake's sound is. */
export function fakeSample(at: number): number {
  return (at % 20_000) - 10_000
}

const RATE = 16_000
let played = 0

function sound(samples: number): Buffer {
  const pcm = Buffer.alloc(samples * 2)
  for (let at = 0; at < samples; at++) pcm.writeInt16LE(fakeSample(played++), at * 2)
  return pcm
}

async function play(steps: readonly Step[]): Promise<void> {
  process.on('SIGTERM', () => {
    process.stderr.write('Aborted by signal Terminated...\n')
    process.exit(1)
  })
  process.stdout.on('error', () => process.exit(1))
  for (const step of steps) {
    if ('soundMs' in step) await playPaced(step.soundMs)
    else if ('burstMs' in step) process.stdout.write(sound((step.burstMs * RATE) / 1000))
    else if ('say' in step) process.stderr.write(step.say)
    else if ('waitMs' in step) await sleep(step.waitMs)
    else if ('ignoreTerm' in step) process.removeAllListeners('SIGTERM').on('SIGTERM', () => undefined)
    else process.exit(step.exit)
  }
}

async function playPaced(ms: number): Promise<void> {
  const begun = performance.now()
  const before = played
  while (played - before < (ms * RATE) / 1000) {
    const due = Math.min((ms * RATE) / 1000, Math.floor(((performance.now() - begun) * RATE) / 1000) + 1600)
    if (due > played - before) process.stdout.write(sound(due - (played - before)))
    await sleep(50)
  }
}

if (process.argv[1] === import.meta.filename) {
  await play(JSON.parse(process.env['FAKE_ARECORD'] ?? '[]') as readonly Step[])
}
