import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { JournalPage } from '../../device/contracts/device-api.js'
import { DeviceProcess } from '../support/device-process.js'
import { fakeArecord } from '../support/fake-arecord.js'
import { randomOf } from '../support/kill-storm.js'
import { pidsOf } from '../support/processes.js'

async function journalOf(box: DeviceProcess, sessionId: string) {
  const { body } = await box.ask('GET', `/v1/sessions/${sessionId}/journal`)
  return (body as JournalPage).entries
}

t.setTimeout(240_000)

/** Destroys what is held until every session is transcribed or discarded. */
async function transcribeAll(box: DeviceProcess): Promise<void> {
  for (;;) {
    const { sessions } = await box.state()
    if (sessions.every(({ phase }) => phase === 'transcribed' || phase === 'discarded')) return
    await box.destroyHeld()
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

t.test('a whole session with a real capture child: heard to the end, sealed, destroyed, released', async t => {
  const box = DeviceProcess.make(t, { seconds: 17, speed: 40 })
  await box.start()
  await box.press()
  await box.until(({ microphone }) => microphone.open && microphone.framesFresh)
  t.match(await box.state(), { phase: 'recording', led: { pattern: 'solid' } })
  t.strictSame((await pidsOf(box.run, 'capture')).length <= 1, true)
  await box.until(({ microphone }) => microphone.sourceEnded)
  t.match(await box.state(), { phase: 'recording' }, 'it waits for the press')
  await box.press()
  const { sessions } = await box.until(({ sessions }) => sessions[0]?.endedAtMs !== null)
  const { sessionId, segments } = sessions[0]!
  t.match(sessions[0], { capturedMs: 17_000, durationMs: 17_000, captureGone: true, phase: 'finishing' })
  t.equal(
    segments.reduce((sum, { durationMs }) => sum + durationMs, 0),
    17_000,
  )
  t.equal(box.audioFiles().length, segments.length * 2)
  t.equal((await box.ask('POST', `/v1/sessions/${sessionId}/release`, {})).status, 409)
  await transcribeAll(box)
  t.match(await box.state(), { phase: 'idle', spool: { bytes: 0, keys: 0 }, led: { pattern: 'off' } })
  t.strictSame(box.audioFiles(), [])
  const entries = await journalOf(box, sessionId)
  t.equal(entries.filter(({ type }) => type === 'segment_destroyed').length, segments.length)
  t.equal((await box.ask('POST', `/v1/sessions/${sessionId}/release`, {})).status, 204)
  t.notOk(existsSync(join(box.run, 'spool', sessionId)))
  t.match(await box.state(), { sessions: [] })
})

t.test('SIGTERM closes and seals, exits with 0, and the next process goes on with the session', async t => {
  const box = DeviceProcess.make(t, { seconds: 600 })
  const exited = box.spawn()
  await box.until(() => true)
  await box.press()
  await box.until(({ sessions }) => (sessions[0]?.capturedMs ?? 0) > 3000)
  const { sessionId } = await box.state()
  box.signal('SIGTERM')
  t.equal(await exited, 0)
  t.strictSame(await pidsOf(box.run, 'capture'), [], 'no recorder is left')
  t.notOk(existsSync(box.socketPath))
  await box.start()
  await box.until(({ microphone }) => microphone.open)
  const state = await box.state()
  t.match(state, { phase: 'recording', sessionId })
  t.match(state.sessions[0]?.segments[0], { interrupted: false }, 'sealed in order')
  await box.ask('POST', `/v1/sessions/${sessionId}/discard`, {})
  t.strictSame(box.audioFiles(), [])
})

t.test('invariant 10: SIGKILL of the capture child costs seconds; the session goes on with a gap', async t => {
  const box = DeviceProcess.make(t, { seconds: 600, speed: 3 })
  await box.start()
  await box.press()
  // Inside the first segment: at least one record of it is sealed, and it is not at its end yet.
  await box.until(({ sessions }) => (sessions[0]?.capturedMs ?? 0) > 1500)
  const [pid] = await pidsOf(box.run, 'capture')
  process.kill(pid!, 'SIGKILL')
  const { sessionId } = await box.until(({ sessions }) => sessions[0]!.segments.some(({ interrupted }) => interrupted))
  await box.until(({ microphone }) => microphone.open && microphone.framesFresh)
  const entries = await journalOf(box, sessionId!)
  t.ok(entries.some(({ type, body }) => type === 'gap' && body.reason === 'crashed'))
  t.ok(entries.some(({ type, body }) => type === 'capture_closed' && body.signal === 'SIGKILL'))
  await box.press()
  await transcribeAll(box)
  t.strictSame(box.audioFiles(), [])
})

t.test('invariant 10: SIGKILL of the device at 20 random moments: no key is orphaned, the session goes on', async t => {
  const box = DeviceProcess.make(t, { seconds: 3000 })
  const random = randomOf(20_261_124)
  await box.start()
  await box.press()
  const { sessionId } = await box.state()
  for (let kill = 0; kill < 20; kill += 1) {
    await box.until(({ microphone }) => microphone.open)
    const pauseMs = random() * 400
    const busy = random() < 0.5 ? box.destroyHeld().catch(() => 0) : null
    await new Promise(resolve => setTimeout(resolve, pauseMs))
    box.kill()
    await busy
    await box.start()
    const state = await box.until(({ phase }) => phase === 'recording')
    t.equal(state.sessionId, sessionId, `kill ${kill}: the same session`)
    const stems = new Map<string, number>()
    for (const name of box.audioFiles()) {
      const stem = name.replace(/\.\w+$/, '')
      stems.set(stem, (stems.get(stem) ?? 0) + (name.endsWith('.key') ? 1 : 10))
    }
    const orphans = [...stems].filter(([, kinds]) => kinds === 1)
    t.strictSame(orphans, [], `kill ${kill}: no key without its segment`)
  }
  const { sessions } = await box.state()
  t.ok(sessions[0]!.segments.length > 1)
  await box.press()
  await transcribeAll(box)
  t.strictSame(box.audioFiles(), [])
  const entries = await journalOf(box, sessionId!)
  t.strictSame(
    entries.map(({ seq }) => seq),
    entries.map((_, index) => index + 1),
    'the journal has no hole',
  )
  const numbers = entries.flatMap(({ type, body }) => (type === 'segment_opened' ? [body.segment] : []))
  t.equal(new Set(numbers).size, numbers.length, 'no segment number is used twice')
  const destroyed = entries.flatMap(({ type, body }) => (type === 'segment_destroyed' ? [body.segment] : []))
  t.strictSame(destroyed.sort(), numbers.sort(), 'each is destroyed once')
  t.equal((await box.ask('POST', `/v1/sessions/${sessionId}/release`, {})).status, 204)
})

t.test('a second device on the same folder refuses and touches nothing', async t => {
  const box = DeviceProcess.make(t)
  await box.start()
  await box.press()
  const before = await box.until(({ microphone }) => microphone.open)
  const second = spawnSync(process.execPath, [new URL('../../device/main.js', import.meta.url).pathname], {
    env: { EARSHOT_CONFIG: box.configPath, EARSHOT_RUN: box.run },
    encoding: 'utf8',
  })
  t.equal(second.status, 1)
  t.match(second.stderr, /"code":"DEVICE_ALREADY_RUNNING"/)
  t.match(await box.state(), { phase: 'recording', sessionId: before.sessionId })
})

t.test('a socket that a killed device left is replaced', async t => {
  const box = DeviceProcess.make(t)
  const exited = box.spawn()
  await box.until(() => true)
  box.kill()
  await exited
  t.ok(existsSync(box.socketPath))
  await box.start()
  t.match(await box.state(), { phase: 'idle' })
})

t.test('a configuration that is missing or wrong is one event that says what to do, and exit status 1', async t => {
  const box = DeviceProcess.make(t)
  writeFileSync(box.configPath, '{"mode":"demonstration","web":{"port":-1}}')
  t.equal(await box.spawn(), 1)
  t.match(JSON.parse(box.log), {
    event: 'start_failed',
    code: 'CONFIG_INVALID',
    hint: /mode must be .*; web\.port must/,
  })
  const other = DeviceProcess.make(t)
  t.equal(await other.spawn({ EARSHOT_CONFIG: '/nowhere/earshot.json' }), 1)
  t.match(JSON.parse(other.log), { event: 'start_failed', code: 'CONFIG_UNREADABLE' })
})

t.test(
  'invariant 1: on this machine a provisioned device refuses to record unless every protection is there',
  async t => {
    const config = { mode: 'provisioned', capture: { adapter: 'arecord' } }
    const box = DeviceProcess.make(t, { config })
    await box.start()
    const { downgrades } = await box.state()
    const missing = downgrades.filter(name => ['spool-not-ram', 'swap-on', 'no-init-on-free'].includes(name))
    const { status, body } = await box.press()
    if (missing.length > 0) {
      t.match(
        { status, body },
        { status: 409, body: { code: /^SPOOL_(NOT_RAM|SWAP_ON|NO_INIT_ON_FREE)$/, hint: /\w/ } },
      )
      t.match(await box.state(), { phase: 'idle', led: { pattern: 'fast-blink' }, sessions: [] })
    } else t.equal(status, 200)
  },
)

t.test('every line of the log is an event of the catalogue', async t => {
  const box = DeviceProcess.make(t)
  const exited = box.spawn()
  await box.until(() => true)
  await box.press()
  await box.until(({ microphone }) => microphone.open)
  await box.press()
  box.signal('SIGINT')
  t.equal(await exited, 0)
  const events = box.log
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).event)
  for (const event of ['device_started', 'session_phase', 'journal', 'led', 'device_stopping', 'device_stopped']) {
    t.ok(events.includes(event), event)
  }
})

t.test('readiness is told to a service manager where there is one', async t => {
  const box = DeviceProcess.make(t)
  const bin = join(box.folder, 'bin')
  const told = join(box.folder, 'told')
  const { mkdirSync, chmodSync } = await import('node:fs')
  mkdirSync(bin)
  writeFileSync(join(bin, 'systemd-notify'), `#!/bin/sh\necho "$@" >> ${told}\n`)
  chmodSync(join(bin, 'systemd-notify'), 0o755)
  const exited = box.spawn({ PATH: `${bin}:/usr/bin:/bin`, NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '100000' })
  await box.until(() => existsSync(told) && readFileSync(told, 'utf8').includes('WATCHDOG=1'))
  t.match(readFileSync(told, 'utf8'), /^READY=1$/m)
  box.signal('SIGTERM')
  t.equal(await exited, 0)
})

t.test('a box without the recorder program says so, and what to install', async t => {
  const box = DeviceProcess.make(t, { config: { capture: { adapter: 'arecord' } } })
  await box.start({ PATH: box.folder })
  await box.press()
  const { led, fault } = await box.until(({ fault, phase }) => fault !== null && phase === 'idle')
  t.match(fault, { code: 'CAPTURE_RECORDER_MISSING', hint: /\w/ })
  t.equal(led.pattern, 'fast-blink')
  t.strictSame(box.audioFiles(), [])
})

t.test(
  'a microphone that is unplugged midway: what was heard is kept, and the session goes on when it is back',
  async t => {
    const box = DeviceProcess.make(t, { config: { capture: { adapter: 'arecord' } } })
    fakeArecord(join(box.folder, 'bin'), [
      { soundMs: 1500 },
      { say: 'arecord: pcm_read:2221: read error: No such device\n' },
      { exit: 1 },
    ])
    const { PATH, FAKE_ARECORD } = process.env
    await box.start({ PATH, FAKE_ARECORD })
    await box.press()
    const lost = await box.until(({ fault, microphone }) => fault !== null && !microphone.open)
    t.match(lost, { phase: 'recording', led: { pattern: 'fast-blink' }, fault: { code: 'CAPTURE_DEVICE_LOST' } })
    const { sessions } = await box.until(({ sessions }) => sessions[0]!.segments.length === 2)
    const entries = await journalOf(box, sessions[0]!.sessionId)
    t.match(
      entries.find(({ type }) => type === 'gap'),
      { body: { reason: 'lost' } },
    )
    t.ok(entries.some(({ type, body }) => type === 'capture_closed' && body.reason === 'lost'))
    await box.press()
    await transcribeAll(box)
    t.strictSame(box.audioFiles(), [])
  },
)
