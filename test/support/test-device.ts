/** A device in this process, with a machine, a clock and capture children that the test plays. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { CONFIG_DEFAULTS, type EarshotConfig } from '../../device/contracts/config.js'
import type { Downgrade } from '../../device/contracts/downgrades.js'
import type { JournalEntry } from '../../device/contracts/journal.js'
import type { LedPattern } from '../../device/contracts/led.js'
import { Device } from '../../device/device.js'
import type { RecordedSession } from '../../device/session/recorded-session.js'
import { FakeCaptures } from './fake-capture.js'
import { FakeClock, FakeSystem } from './fake-system.js'

export interface TestDevice {
  readonly device: Device
  readonly captures: FakeCaptures
  readonly clock: FakeClock
  readonly system: FakeSystem
  readonly run: string
  /** Patterns that the lamp was told, in order. */
  readonly shown: LedPattern[]
  readonly log: { readonly event: string; readonly fields: unknown }[]
  /** Another device on the same folder, as after a restart; the clock goes on. */
  restart(changes?: TestDeviceOptions): Promise<TestDevice>
}

export interface TestDeviceOptions {
  readonly config?: { readonly [S in keyof EarshotConfig]?: Partial<EarshotConfig[S]> | EarshotConfig[S] }
  readonly run?: string
  readonly clock?: FakeClock
  readonly captures?: FakeCaptures
  readonly retryMs?: readonly number[]
  readonly missing?: readonly Downgrade[]
}

export function configWith(changes: TestDeviceOptions['config'] = {}): EarshotConfig {
  const config: Record<string, unknown> = { ...CONFIG_DEFAULTS, mode: 'demo' }
  for (const [name, value] of Object.entries(changes)) {
    const before = config[name]
    config[name] = typeof value === 'object' && typeof before === 'object' ? { ...before, ...value } : value
  }
  return config as unknown as EarshotConfig
}

export async function testDevice(t: Test, options: TestDeviceOptions = {}): Promise<TestDevice> {
  const run = options.run ?? mkdtempSync(join(tmpdir(), `earshot-${randomBytes(2).toString('hex')}-`))
  const clock = options.clock ?? new FakeClock()
  const captures = options.captures ?? new FakeCaptures()
  const system = new FakeSystem(join(run, 'spool'))
  system.missing = options.missing ?? []
  const shown: LedPattern[] = []
  const log: TestDevice['log'] = []
  const device = new Device({
    config: configWith(options.config),
    runDirectory: run,
    log: { write: (event, fields) => log.push({ event, fields }) },
    clock,
    system,
    led: { show: pattern => shown.push(pattern), stop: () => shown.push('off') },
    launch: captures.launch,
    times: { retryMs: options.retryMs ?? [5, 5, 5], stallMs: 2000, firstSoundMs: 8000 },
  })
  await device.start()
  t.teardown(async () => {
    for (const capture of captures.all) capture.crash()
    await device.stop()
    rmSync(run, { recursive: true, force: true })
  })
  return {
    device,
    captures,
    clock,
    system,
    run,
    shown,
    log,
    restart: changes => testDevice(t, { ...options, run, clock, ...changes }),
  }
}

/** Waits for what happens by itself, without saying how long it takes. */
export async function until(fact: () => boolean, what: string): Promise<void> {
  const endsAt = performance.now() + 60_000
  while (!fact()) {
    if (performance.now() > endsAt) throw new Error(`did not happen: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}

export function onlySession(device: Device): RecordedSession {
  const [session, another] = device.book.sessions
  if (session === undefined || another !== undefined) throw new Error('not one session')
  return session
}

/** `type` or, with a reason in its body, `type:reason`. */
export function storyOf(session: RecordedSession): string[] {
  return session.record.entries(0).map((entry: JournalEntry) => {
    const reason = 'reason' in entry.body ? `:${entry.body.reason}` : ''
    return `${entry.type}${reason}`
  })
}

/** Sealed files and keys anywhere under the folder. */
export function audioFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter(name => /\.(seg|key)$/.test(name))
    .sort()
}
