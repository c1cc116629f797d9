/** A session during which one of the box's processes is killed again and again, at moments drawn by a seed. */

import type { Turn } from '../../device/contracts/turn.js'
import type { Box } from '../../scripts/demo-parts/box.js'
import type { DemoReport } from '../../scripts/demo-parts/report.js'
import { runSession } from '../../scripts/demo-parts/run-session.js'
import { type ProgramRole, pidsOf } from './processes.js'

export interface StormReport {
  readonly report: DemoReport
  readonly kills: number
  /** Every turn that was ever seen stored, in the order it was seen. */
  readonly seen: readonly Turn[]
}

/** mulberry32: a small generator, so that a failing storm can be repeated from its seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export async function killStorm(
  box: Box,
  options: { readonly role: ProgramRole; readonly kills: number; readonly everyMs: number; readonly seed: number },
): Promise<StormReport> {
  const random = randomOf(options.seed)
  const seen: Turn[] = []
  let kills = 0
  let over = false
  const storm = (async () => {
    while (!over && kills < options.kills) {
      await new Promise(resolve => setTimeout(resolve, options.everyMs * (0.2 + 1.6 * random())))
      for (const pid of await pidsOf(box.run, options.role)) {
        try {
          process.kill(pid, 'SIGKILL')
          kills += 1
        } catch {
          // It ended by itself in between.
        }
      }
    }
  })()
  const report = await runSession(
    box,
    { audioSeconds: 233.27, untilStop: null, patienceMs: 180_000 },
    { onState: () => {}, onPhase: () => {}, onTurn: turn => void seen.push(turn) },
  )
  over = true
  await storm
  return { report, kills, seen }
}
