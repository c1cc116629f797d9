import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { BeginCapture, FromCapture } from '../../../device/capture/messages.js'
import type { SessionId } from '../../../device/contracts/session-id.js'
import { type CaptureExit, launchCapture } from '../../../device/session/capture-process.js'
import { isAlive, type ProcessIdentity } from '../../../device/session/process-identity.js'
import { fakeArecord } from '../../support/fake-arecord.js'
import { until } from '../../support/test-device.js'
import { noise, wavOf } from '../../support/wav.js'

const SESSION = 'aaaaaaaaaaaaaaaaaaaaaaaaaa' as SessionId

function launched(t: Test, source: BeginCapture['source']) {
  const messages: FromCapture[] = []
  const exits: CaptureExit[] = []
  let processes: readonly ProcessIdentity[] = []
  const directory = join(t.testdirName, 'session')
  mkdirSync(directory, { recursive: true })
  const begin: BeginCapture = {
    type: 'begin',
    sessionId: SESSION,
    directory,
    firstSegment: 1,
    startMs: 0,
    source,
    sampleRate: 16_000,
    channels: 1,
    targetSeconds: 5,
    maxSeconds: 6,
  }
  const capture = launchCapture(begin, {
    onMessage: message => messages.push(message),
    onGone: exit => exits.push(exit),
    onProcesses: now => {
      processes = now
    },
  })
  t.teardown(() => capture.kill())
  const has = (type: FromCapture['type']) => messages.some(message => message.type === type)
  return { capture, messages, exits, has, processes: () => processes }
}

function noiseFile(t: Test, seconds: number): string {
  const file = join(t.testdir(), 'room.wav')
  writeFileSync(file, wavOf(noise(seconds * 16_000)))
  return file
}

t.test('a child that is told to stop closes, says so, exits, and nothing comes afterwards', async t => {
  const { capture, messages, exits, has, processes } = launched(t, {
    adapter: 'wav-file',
    file: noiseFile(t, 60),
    speed: 10,
  })
  await until(() => has('frames'), 'sound')
  t.match(processes(), [{ pid: capture.pid }])
  capture.stop()
  await until(() => exits.length === 1, 'its end')
  t.match(exits[0], { farewell: { reason: 'stopped' }, exitCode: 0 })
  t.equal(messages.at(-1)?.type, 'closed')
  t.equal(processes().some(isAlive), false)
})

t.test('a child that is killed is gone with its signal and without a farewell', async t => {
  const { capture, exits, has } = launched(t, { adapter: 'wav-file', file: noiseFile(t, 60), speed: 1 })
  await until(() => has('frames'), 'sound')
  capture.kill()
  await until(() => exits.length === 1, 'its end')
  t.strictSame(exits[0], { farewell: null, exitCode: null, signal: 'SIGKILL' })
})

t.test('a recorder does not outlive its capture child', async t => {
  const before = { ...process.env }
  fakeArecord(join(t.testdir(), 'bin'), [{ soundMs: 600_000 }])
  t.teardown(() => {
    process.env['PATH'] = before['PATH']
    process.env['FAKE_ARECORD'] = ''
  })
  const { capture, exits, has, processes } = launched(t, { adapter: 'arecord', alsaDevice: 'default' })
  await until(() => has('frames'), 'sound')
  const both = processes()
  t.equal(both.length, 2, 'child and recorder are known')
  capture.kill()
  await until(() => exits.length === 1, 'its end')
  t.equal(both.some(isAlive), false)
})
