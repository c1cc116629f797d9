/**
 * scripts/bench session: whole sessions through the real programs, the short one and one `--minutes` long, in one run:
 * age of the oldest audio, peak resident memory of each process, stop to draft.
 */

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../../companion/project-root.js'
import { Box } from '../demo-parts/box.js'
import { problemsOf } from '../demo-parts/report.js'
import { runSession } from '../demo-parts/run-session.js'
import { waitForBox } from '../demo-parts/wait-for-box.js'
import { peakMemory } from './peak-memory.js'
import { repeatWav } from './repeat-wav.js'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    speed: { type: 'string', default: '8' },
    port: { type: 'string', default: '18443' },
  },
})
const speed = Number(values.speed)
const demo = join(projectRoot(), 'models/demo/demo-session.wav')

interface Measured {
  readonly audioSeconds: number
  readonly stopToDraftMs: number
  readonly oldestAudioAgeP95Ms: number
  readonly peakMiB: ReadonlyMap<string, number>
  readonly problems: readonly string[]
}

async function measure(file: string, audioSeconds: number): Promise<Measured> {
  const state = await mkdtemp(join(tmpdir(), 'earshot-bench-'))
  const port = Number(values.port)
  const box = await Box.prepare({
    state,
    config: {
      capture: { adapter: 'wav-file', file, speed, maxMinutes: 240 },
      transcriber: { model: 'demo-tiny.en-q5_1' },
      web: { host: '127.0.0.1', port, names: ['localhost', '127.0.0.1'] },
    },
  })
  try {
    box.start('device')
    box.start('companion')
    await waitForBox(box, port)
    const memory = peakMemory(box.run)
    const report = await runSession(
      box,
      { audioSeconds, untilStop: null, patienceMs: 600_000 },
      { onState: () => {}, onTurn: () => {}, onPhase: () => {} },
    )
    return { ...report, peakMiB: memory.stop(), problems: problemsOf(report) }
  } finally {
    await box.stop()
    await rm(state, { recursive: true, force: true })
  }
}

const seconds = ((await readFile(demo)).length - 44) / 32_000
const copies = Math.max(2, Math.round((Number(values.minutes) * 60) / seconds))
const folder = await mkdtemp(join(tmpdir(), 'earshot-bench-'))
try {
  const long = join(folder, 'long.wav')
  await repeatWav(demo, copies, long)
  const a = await measure(demo, seconds)
  const b = await measure(long, seconds * copies)
  for (const [name, m] of [
    ['short', a],
    ['long', b],
  ] as const) {
    console.log(
      `${name}: ${m.audioSeconds.toFixed(0)} s at ${speed} x, stop to draft ${m.stopToDraftMs} ms, ` +
        `oldest audio p95 ${m.oldestAudioAgeP95Ms} ms, problems: ${m.problems.join('; ') || 'none'}`,
    )
    for (const [role, peak] of m.peakMiB) console.log(`  ${role.padEnd(12)} peak ${peak.toFixed(0)} MiB`)
  }
  console.log(`ratios long/short: stop to draft ${(b.stopToDraftMs / a.stopToDraftMs).toFixed(2)}`)
  for (const [role, peak] of b.peakMiB) {
    console.log(`  ${role.padEnd(12)} peak memory ${(peak / (a.peakMiB.get(role) ?? peak)).toFixed(2)}`)
  }
  process.exitCode = a.problems.length + b.problems.length === 0 ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}
