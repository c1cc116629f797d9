/** A whole box for integration tests: both programs as they ship, on a folder of the test's own. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { Box, type BoxOptions } from '../../scripts/demo-parts/box.js'
import { waitForBox } from '../../scripts/demo-parts/wait-for-box.js'
import { freePort } from './free-port.js'
import { root } from './root.js'

export const DEMO_WAV = join(root, 'models/demo/demo-session.wav')

export interface TestBox {
  readonly box: Box
  readonly port: number
  readonly restarts: string[]
}

export async function startBox(
  t: Test,
  options: {
    readonly file?: string
    readonly speed?: number
    readonly config?: BoxOptions['config']
    /** A box that was there before: its state folder, and the code printed for it. */
    readonly before?: Pick<Box, 'state' | 'claimCode'>
  } = {},
): Promise<TestBox> {
  const state = options.before?.state ?? (await mkdtemp(join(tmpdir(), 'earshot-state-')))
  const port = await freePort()
  const restarts: string[] = []
  const box = await Box.prepare({
    state,
    config: {
      capture: { adapter: 'wav-file', file: options.file ?? DEMO_WAV, speed: options.speed ?? 30, maxMinutes: 240 },
      transcriber: { model: 'demo-tiny.en-q5_1' },
      web: { host: '127.0.0.1', port, names: ['localhost', '127.0.0.1'] },
      ...options.config,
    },
    ...(options.before === undefined ? {} : { claimCode: options.before.claimCode }),
    onRestart: program => restarts.push(program),
  })
  t.teardown(async () => {
    await box.stop()
    await rm(state, { recursive: true, force: true })
  })
  box.start('device')
  box.start('companion')
  await waitForBox(box, port)
  return { box, port, restarts }
}
