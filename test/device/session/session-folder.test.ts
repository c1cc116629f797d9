import { appendFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { SessionId } from '../../../device/contracts/session-id.js'
import { type SessionFile, SessionFolder } from '../../../device/session/session-folder.js'

const ID = 'abcdefghijklmnopqrstuvwxya' as SessionId
const FILE: SessionFile = {
  version: 1,
  sessionId: ID,
  startedAtMs: 1_700_000_000_000,
  startedMonotonicMs: 5,
  bootId: 'boot-1',
  adapter: 'arecord',
  sampleRate: 16_000,
  channels: 1,
  encoding: 'S16_LE',
  consent: { state: 'attested-by-press', atMs: 1_700_000_000_000 },
  seatMap: null,
}

function made(t: Test): SessionFolder {
  const folder = new SessionFolder(t.testdir(), ID)
  folder.create(FILE)
  return folder
}

t.test('a new folder and all in it are for their owner alone', async t => {
  const folder = made(t)
  t.equal(statSync(folder.path).mode & 0o777, 0o700)
  for (const name of readdirSync(folder.path)) t.equal(statSync(join(folder.path, name)).mode & 0o777, 0o600, name)
  t.strictSame(folder.read(), FILE)
})

t.test('a spool that takes no folder is full, and nothing is left of the try', async t => {
  const spool = t.testdir({ [ID]: 'a file in its place' })
  t.throws(() => new SessionFolder(join(spool, ID), ID).create(FILE), { code: 'SPOOL_FULL', retryable: true })
  t.strictSame(readdirSync(spool), [ID])
})

t.test('a session file that is absent, torn, strange or of another session is null', async t => {
  const folder = made(t)
  const path = join(folder.path, 'session.json')
  const strange = [
    '',
    '{',
    'null',
    '[]',
    JSON.stringify({ ...FILE, version: 2 }),
    JSON.stringify({ ...FILE, sessionId: 'bbbbbbbbbbbbbbbbbbbbbbbbba' }),
    JSON.stringify({ ...FILE, startedMonotonicMs: null }),
    JSON.stringify({ ...FILE, adapter: 'sox' }),
  ]
  for (const text of strange) {
    writeFileSync(path, text)
    t.equal(folder.read(), null, text)
  }
  t.equal(new SessionFolder(t.testdirName, 'bbbbbbbbbbbbbbbbbbbbbbbbba').read(), null)
})

t.test('intents are kept in order, and a torn one is none', async t => {
  const folder = made(t)
  t.strictSame(folder.readIntents(), [])
  folder.addIntent({ intent: 'destroy', segment: 3, reason: 'struck' })
  folder.addIntent({ intent: 'end', reason: 'press', positionMs: 7 })
  appendFileSync(join(folder.path, 'intents.ndjson'), '{"intent":"end"')
  t.strictSame(folder.readIntents(), [
    { intent: 'destroy', segment: 3, reason: 'struck' },
    { intent: 'end', reason: 'press', positionMs: 7 },
  ])
})

t.test('an intent that cannot be written stops nobody', async t => {
  t.doesNotThrow(() => new SessionFolder(t.testdir(), ID).addIntent({ intent: 'end', reason: 'press', positionMs: 7 }))
})

t.test('the processes of the present child replace those of the one before', async t => {
  const folder = made(t)
  t.strictSame(folder.readProcesses(), [])
  folder.writeProcesses([{ pid: 1, startTicks: '11' }])
  folder.writeProcesses([
    { pid: 2, startTicks: '22' },
    { pid: 3, startTicks: '33' },
  ])
  t.strictSame(folder.readProcesses(), [
    { pid: 2, startTicks: '22' },
    { pid: 3, startTicks: '33' },
  ])
})

t.test('keys and sealed files are audio, all else is not', async t => {
  const folder = made(t)
  t.equal(folder.holdsAudio, false)
  writeFileSync(join(folder.path, '0001.gone'), '')
  t.equal(folder.holdsAudio, false)
  writeFileSync(join(folder.path, '0001.key'), '')
  t.equal(folder.holdsAudio, true)
  folder.remove()
  t.notOk(existsSync(folder.path))
})
