import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readJournal } from '../../../device/session/journal-file.js'
import { SessionFolder } from '../../../device/session/session-folder.js'
import { destroySegment } from '../../../device/spool/destroy-segment.js'
import { audioFiles, onlySession, storyOf, type TestDevice, testDevice, until } from '../../support/test-device.js'

async function recording(box: TestDevice, ms = 3000) {
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(ms)
  return onlySession(box.device)
}

/** The process dies: nothing is told to anybody, and the capture child closes by itself, unheard. */
function die(box: TestDevice): void {
  for (const capture of box.captures.all) capture.crash()
  box.device.onChange(() => {})
}

/** A box whose device died while it was recording, and its folder. */
async function died(t: Parameters<typeof testDevice>[0], options: Parameters<typeof testDevice>[1] = {}) {
  const box = await testDevice(t, options)
  // The second life must not meet the children of the first.
  box.captures.onLaunch = () => {}
  const session = await recording(box)
  const folder = new SessionFolder(box.device.spoolDirectory, session.file.sessionId)
  const snapshot = readJournal(folder.journalPath).bytes
  return { box, session, folder, snapshot }
}

t.test('invariant 10: a session that was recording goes on in the same session, with a gap', async t => {
  const { box, session, folder, snapshot } = await died(t)
  box.clock.pass(9000)
  die(box)
  await until(() => box.captures.all.length === 2, 'the first life noticing')
  truncateSync(folder.journalPath, snapshot)
  const next = await box.restart()
  await until(() => next.captures.all.length === 1, 'the microphone opening again')
  t.match(next.captures.newest.begin, {
    sessionId: session.file.sessionId,
    firstSegment: 2,
    startMs: 9000,
    directory: folder.path,
  })
  const again = onlySession(next.device)
  t.match(storyOf(again), [
    'session_started',
    'capture_opened',
    'segment_opened',
    'capture_closed:crashed',
    'segment_sealed',
    'gap:crashed',
  ])
  t.match(again.record.entries(4)[0]?.body, { segment: 1, durationMs: 3000, interrupted: true })
  t.match(again.record.entries(5)[0]?.body, { startMs: 3000, durationMs: 6000 })
  next.captures.newest.open().hear(1000)
  t.match(next.device.state(), { phase: 'recording', led: { pattern: 'solid' }, fault: null })
})

t.test('a line that was torn by the kill is nothing, and the journal goes on in its place', async t => {
  const { box, folder, snapshot } = await died(t)
  die(box)
  await until(() => box.captures.all.length === 2, 'the first life noticing')
  truncateSync(folder.journalPath, snapshot)
  appendFileSync(folder.journalPath, '{"seq":4,"atMs":17000')
  const next = await box.restart()
  const { entries, damaged } = readJournal(folder.journalPath)
  t.equal(damaged, false)
  t.strictSame(
    entries.map(entry => entry.seq),
    entries.map((_, index) => index + 1),
  )
  t.match(next.device.state().phase, 'recording')
})

t.test('a session that is over its longest length is ended and not resumed', async t => {
  const { box, session } = await died(t, { config: { capture: { maxMinutes: 1 } } })
  await box.device.stop()
  box.clock.pass(60_000)
  const next = await box.restart()
  const again = onlySession(next.device)
  await until(() => again.record.facts.endedAtMs !== null, 'the end')
  t.equal(again.file.sessionId, session.file.sessionId)
  t.match(storyOf(again).slice(-1), ['session_ended:max-length'])
  t.strictSame(next.captures.all, [], 'the microphone stays closed')
})

t.test('invariant 1: recording does not go on where a protection has gone meanwhile', async t => {
  const { box } = await died(t, { config: { mode: 'provisioned' } })
  await box.device.stop()
  const next = await box.restart({ missing: ['swap-on'] })
  const again = onlySession(next.device)
  await until(() => again.record.facts.endedAtMs !== null, 'the end')
  t.strictSame(next.captures.all, [])
  t.match(storyOf(again).slice(-1), ['session_ended:capture-failed'])
  t.equal(next.device.state().fault?.code, 'SPOOL_SWAP_ON')
})

t.test('paused stays paused: no restart opens a microphone that was closed on purpose', async t => {
  const { box, session } = await died(t)
  await box.device.service.gesture('double_press', 'button')
  await until(() => session.capture.isGone, 'the microphone closing')
  await box.device.stop()
  box.clock.pass(5000)
  const next = await box.restart()
  t.match(next.device.state(), { phase: 'paused', led: { pattern: 'slow-blink' } })
  t.strictSame(next.captures.all, [])
  await next.device.service.gesture('double_press', 'button')
  t.equal(next.captures.newest.begin.startMs, 5000)
  t.match(onlySession(next.device).record.entries(0).at(-1), { type: 'gap', body: { reason: 'paused' } })
})

t.test('a second press that was not finished yet is finished: the microphone is not opened again', async t => {
  const { box, session, folder, snapshot } = await died(t)
  box.captures.newest.obedient = false
  await box.device.service.gesture('press', 'button')
  t.notOk(storyOf(session).includes('session_ended:press'))
  die(box)
  await session.settled()
  truncateSync(folder.journalPath, snapshot)
  const next = await box.restart()
  const again = onlySession(next.device)
  t.match(storyOf(again).slice(-1), ['session_ended:press'])
  t.equal(again.phase, 'finishing')
  t.strictSame(next.captures.all, [])
})

t.test('a discard that was not finished yet is finished', async t => {
  const { box, session, folder } = await died(t)
  box.captures.newest.seal()
  session.record.write('session_discarded', { by: 'button' })
  await box.device.stop()
  t.equal(audioFiles(box.run).length, 2)
  const next = await box.restart()
  t.strictSame(audioFiles(box.run), [])
  t.match(storyOf(onlySession(next.device)).slice(-2), ['segment_destroyed:discarded', 'session_ended:discarded'])
  t.ok(existsSync(folder.path), 'until it is released')
})

t.test('invariant 10: a destruction that was cut anywhere is finished, for the reason it was begun', async t => {
  for (const cut of ['decided', 'key destroyed', 'all destroyed'] as const) {
    const { box, session, folder } = await died(t)
    box.captures.newest.seal()
    await box.device.service.gesture('press', 'button')
    await until(() => session.record.facts.endedAtMs !== null, 'the end')
    await box.device.stop()
    folder.addIntent({ intent: 'destroy', segment: 1, reason: 'struck' })
    if (cut === 'all destroyed') await destroySegment(folder.path, 1)
    if (cut === 'key destroyed') {
      // As far as a real destruction comes: what follows it is stopped by a folder in its way.
      await cutAfterKey(folder.path)
    }
    const next = await box.restart()
    const again = onlySession(next.device)
    t.strictSame(audioFiles(box.run), [], cut)
    t.equal(again.phase, 'transcribed', cut)
    t.match(storyOf(again).slice(-1), ['segment_destroyed:struck'])
    t.match(again.record.entries(0).at(-1), { body: { steps: { keyOverwritten: true, pathsAbsent: true } } })
  }
})

/** Runs a real destruction into a wall between key and ciphertext. */
async function cutAfterKey(path: string): Promise<void> {
  const { renameSync } = await import('node:fs')
  const sealed = join(path, '0001.seg')
  renameSync(sealed, join(path, 'aside'))
  mkdirSync(sealed)
  await destroySegment(path, 1).catch(() => {})
  rmSync(sealed, { recursive: true })
  renameSync(join(path, 'aside'), sealed)
}

t.test('invariant 10: no key is left without its segment', async t => {
  const { box, folder } = await died(t)
  await box.device.stop()
  writeFileSync(join(folder.path, '0009.key'), new Uint8Array(32))
  writeFileSync(join(folder.path, '0010.seg'), new Uint8Array(3))
  const next = await box.restart()
  const left = audioFiles(box.run).map(name => name.split('/').at(-1))
  t.strictSame(left, ['0001.key', '0001.seg'])
  t.notOk(storyOf(onlySession(next.device)).includes('segment_destroyed:expired'))
})

t.test('audio whose key is gone cannot be opened by anybody and is destroyed, with a warning', async t => {
  const { box, folder, session } = await died(t)
  await box.device.service.gesture('press', 'button')
  await until(() => session.record.facts.endedAtMs !== null, 'the end')
  await box.device.stop()
  rmSync(join(folder.path, '0001.key'))
  const next = await box.restart()
  t.strictSame(audioFiles(box.run), [])
  t.equal(next.device.state().fault?.code, 'SPOOL_DESTROY_FAILED', 'nobody can say that the key was overwritten')
  t.ok(onlySession(next.device).record.facts.warned('SPOOL_KEY_MISSING'))
})

t.test('a press that was cut before anything was captured never was', async t => {
  const box = await testDevice(t)
  await box.device.stop()
  mkdirSync(join(box.device.spoolDirectory, 'aaaaaaaaaaaaaaaaaaaaaaaaaa'))
  const next = await box.restart()
  t.strictSame(next.device.book.sessions, [])
  t.strictSame(readdirSync(box.device.spoolDirectory), [])
  t.equal(next.device.state().fault, null)
})

t.test('a damaged folder: all of its audio is destroyed, what is known is journalled, a fault is shown', async t => {
  const damages = {
    'session.json gone': (path: string) => rmSync(join(path, 'session.json')),
    'session.json torn': (path: string) => truncateSync(join(path, 'session.json'), 20),
    'journal with a strange line': (path: string) => appendFileSync(join(path, 'journal.ndjson'), '{"seq":99}\n{}\n'),
  }
  for (const [damage, make] of Object.entries(damages)) {
    const { box, folder } = await died(t)
    await box.device.stop()
    make(folder.path)
    const next = await box.restart()
    t.strictSame(audioFiles(box.run), [], damage)
    const again = onlySession(next.device)
    t.match(storyOf(again).slice(-2), ['warning', 'session_ended:capture-failed'], damage)
    t.equal(again.phase, 'transcribed', damage)
    t.match(next.device.state(), { fault: { code: 'STORAGE_DAMAGED' }, led: { pattern: 'fast-blink' } })
    t.strictSame(next.captures.all, [])
  }
})

t.test('a folder of which not even the beginning is known goes, with a fault', async t => {
  const { box, folder } = await died(t)
  await box.device.stop()
  rmSync(folder.journalPath)
  const next = await box.restart()
  t.strictSame(audioFiles(box.run), [])
  t.strictSame(next.device.book.sessions, [])
  t.notOk(existsSync(folder.path))
  t.equal(next.device.state().fault?.code, 'STORAGE_DAMAGED')
})

t.test('a session of another boot is not gone on with: its audio is destroyed', async t => {
  const { box, folder, session } = await died(t)
  await box.device.stop()
  const other = { ...session.file, bootId: 'boot-0' }
  writeFileSync(join(folder.path, 'session.json'), JSON.stringify(other))
  const next = await box.restart()
  t.strictSame(audioFiles(box.run), [])
  t.match(onlySession(next.device).phase, 'transcribed')
})

t.test('what is not a session is left alone', async t => {
  const box = await testDevice(t)
  await box.device.stop()
  mkdirSync(join(box.device.spoolDirectory, 'lost+found'))
  const next = await box.restart()
  t.strictSame(next.device.book.sessions, [])
  t.ok(existsSync(join(box.device.spoolDirectory, 'lost+found')))
})
