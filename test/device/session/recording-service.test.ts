import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { SessionId } from '../../../device/contracts/session-id.js'
import { HELD_SEGMENTS, PAIRING_MS } from '../../../device/session/recording-service.js'
import { audioFiles, onlySession, storyOf, type TestDevice, testDevice, until } from '../../support/test-device.js'

const DESTROYED = {
  keyOverwritten: true,
  keyUnlinked: true,
  ciphertextOverwritten: true,
  ciphertextUnlinked: true,
  pathsAbsent: true,
}

/** A press, an open microphone, and the first seconds of sound. */
async function recording(box: TestDevice, ms = 3000) {
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(ms)
  return onlySession(box.device)
}

t.test('from a press to the release of an empty folder', async t => {
  const box = await testDevice(t)
  const { device, captures, clock, run } = box
  const session = await recording(box)
  t.equal(device.state().phase, 'recording')
  t.match(captures.newest.begin, { firstSegment: 1, startMs: 0, channels: 1, sampleRate: 16_000 })
  captures.newest.seal()
  clock.pass(4000)
  captures.newest.hear(1000)
  await device.service.gesture('press', 'button')
  t.equal(device.state().phase, 'finishing', 'at once, while the child is still closing')
  await until(() => session.record.facts.endedAtMs !== null, 'the end')
  t.equal(device.state().phase, 'finishing', 'audio waits for its text')
  const { sessionId } = session.file
  t.throws(() => device.book.release(sessionId), { code: 'SESSION_NOT_DESTROYED' })
  t.strictSame(await device.book.destroy(sessionId, 1, 'text-stored'), DESTROYED)
  t.strictSame(await device.book.destroy(sessionId, 2, 'text-stored'), DESTROYED)
  t.match(device.state(), { phase: 'idle', sessionId: null, sessions: [{ phase: 'transcribed', captureGone: true }] })
  t.strictSame(storyOf(session), [
    'session_started',
    'capture_opened',
    'segment_opened',
    'segment_sealed',
    'segment_opened',
    'segment_sealed',
    'capture_closed:stopped',
    'session_ended:press',
    'segment_destroyed:text-stored',
    'segment_destroyed:text-stored',
  ])
  t.match(session.record.entries(7)[0]?.body, { capturedMs: 4000, durationMs: 4000 })
  device.book.release(sessionId)
  t.strictSame(readdirSync(join(run, 'spool')), [])
  device.book.release(sessionId)
  t.throws(() => device.book.journal(sessionId, 0), { code: 'SESSION_NOT_FOUND' })
})

t.test('a second press within 50 ms ends a session that has heard nothing, and nothing is left of it', async t => {
  const box = await testDevice(t)
  await Promise.all([box.device.service.gesture('press', 'page'), box.device.service.gesture('press', 'page')])
  const session = onlySession(box.device)
  await until(() => session.phase === 'transcribed', 'the end')
  t.strictSame(storyOf(session), ['session_started', 'session_ended:press'])
  t.strictSame(audioFiles(box.run), [])
})

t.test('a pause closes the microphone and is a gap; resuming opens it again in the same session', async t => {
  const box = await testDevice(t)
  const session = await recording(box, 2000)
  box.clock.pass(2000)
  await box.device.service.gesture('double_press', 'button')
  t.equal(box.device.state().phase, 'paused')
  await until(() => session.capture.isGone, 'the microphone closing')
  t.match(box.captures.newest.told, ['stop'])
  box.clock.pass(60_000)
  t.equal(box.captures.all.length, 1, 'nothing opens it by itself')
  await box.device.service.gesture('double_press', 'button')
  t.equal(box.device.state().phase, 'recording')
  t.match(box.captures.newest.begin, { firstSegment: 2, startMs: 62_000 })
  box.captures.newest.open().hear(1000)
  await box.device.service.gesture('press', 'button')
  await until(() => session.record.facts.endedAtMs !== null, 'the end')
  const gap = session.record.entries(0).find(entry => entry.type === 'gap')
  t.strictSame(gap?.body, { startMs: 2000, durationMs: 60_000, reason: 'paused' })
  t.match(box.device.state().sessions[0], { pausedMs: 60_000, capturedMs: 3000, durationMs: 63_000 })
})

t.test('a press while paused ends the session, and the pause is accounted for', async t => {
  const box = await testDevice(t)
  const session = await recording(box, 2000)
  box.clock.pass(2000)
  await box.device.service.gesture('double_press', 'button')
  await until(() => session.capture.isGone, 'the microphone closing')
  box.clock.pass(5000)
  await box.device.service.gesture('press', 'button')
  await until(() => session.record.facts.endedAtMs !== null, 'the end')
  t.match(storyOf(session).slice(-2), ['gap:paused', 'session_ended:press'])
  t.match(box.device.state().sessions[0], { pausedMs: 5000, durationMs: 7000 })
})

t.test('pausing and resuming before the child has closed opens a new one, and waits for no retry', async t => {
  const box = await testDevice(t, { retryMs: [3_600_000, 3_600_000, 3_600_000] })
  await recording(box)
  await box.device.service.gesture('double_press', 'button')
  await box.device.service.gesture('double_press', 'button')
  await until(() => box.captures.all.length === 2, 'a second child')
  t.equal(box.device.state().fault, null)
})

t.test('invariant 11: holding for three seconds destroys everything at once and kills the child', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  box.captures.newest.seal()
  box.captures.newest.hear(2000)
  await box.device.service.gesture('hold_3s', 'button')
  t.equal(session.phase, 'discarded')
  t.strictSame(box.captures.newest.told, ['kill'])
  await session.settled()
  t.strictSame(audioFiles(box.run), [])
  t.match(storyOf(session).slice(-4).sort(), [
    'segment_destroyed:discarded',
    'segment_destroyed:discarded',
    'segment_sealed',
    'session_ended:discarded',
  ])
  t.match(box.device.state(), { phase: 'idle', sessionId: null })
  box.device.book.release(session.file.sessionId)
})

t.test('a discard from the page is done when it answers, and asked twice it is the same', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  const { sessionId } = session.file
  await Promise.all([box.device.book.discard(sessionId), box.device.book.discard(sessionId)])
  await box.device.book.discard(sessionId)
  t.strictSame(audioFiles(box.run), [])
  t.equal(storyOf(session).filter(entry => entry === 'session_discarded').length, 1)
  t.match(
    session.record.entries(0).find(entry => entry.type === 'session_discarded'),
    { body: { by: 'page' } },
  )
  await t.rejects(box.device.book.discard('aaaaaaaaaaaaaaaaaaaaaaaaaa' as SessionId), { code: 'SESSION_NOT_FOUND' })
})

t.test('a discard right after the second press wins over the end', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  await box.device.service.gesture('press', 'button')
  await box.device.service.gesture('hold_3s', 'button')
  await session.settled()
  t.equal(session.phase, 'discarded')
  t.strictSame(audioFiles(box.run), [])
  t.equal(storyOf(session).filter(entry => entry.startsWith('session_ended')).length, 1)
})

t.test('invariant 10: a capture child that dies costs seconds: the session goes on with a gap', async t => {
  const box = await testDevice(t)
  const session = await recording(box, 3000)
  box.clock.pass(3500)
  box.captures.newest.crash()
  await until(() => box.captures.all.length === 2, 'a new child')
  t.match(box.captures.newest.begin, { firstSegment: 2, startMs: 3500, sessionId: session.file.sessionId })
  t.equal(box.device.state().fault?.code, 'CAPTURE_PROCESS_LOST')
  box.captures.newest.open().hear(1000)
  t.equal(box.device.state().fault, null, 'over as soon as sound arrives')
  t.match(
    session.record.entries(0).filter(entry => ['gap', 'segment_sealed', 'capture_closed'].includes(entry.type)),
    [
      { body: { segment: 1, durationMs: 3000, interrupted: true } },
      { body: { reason: 'crashed', signal: 'SIGKILL' } },
      { body: { startMs: 3000, durationMs: 500, reason: 'crashed' } },
    ],
  )
})

t.test('a microphone that went away is tried three times; then the session ends and says why', async t => {
  const box = await testDevice(t)
  box.captures.onLaunch = capture => {
    if (box.captures.all.length > 1) capture.close('lost')
  }
  const session = await recording(box, 1000)
  box.captures.newest.close('lost')
  await until(() => session.record.facts.endedAtMs !== null, 'giving up')
  t.equal(box.captures.all.length, 4)
  t.match(storyOf(session).slice(-1), ['session_ended:capture-failed'])
  t.match(box.device.state(), { phase: 'finishing', fault: { code: 'CAPTURE_DEVICE_LOST', hint: /plug/ } })
  t.equal(session.record.facts.held.length, 1, 'what was heard is kept for its text')
})

t.test('a press that was meant to stop a session which the box has ended begins no other', async t => {
  const box = await testDevice(t, { config: { capture: { maxMinutes: 1 } } })
  const session = await recording(box)
  box.clock.pass(60_000)
  box.device.service.watch(60_000)
  await until(() => session.record.facts.endedAtMs !== null, 'the end')
  t.match(box.device.state().led, { pattern: 'fast-blink' })
  await box.device.book.destroy(session.file.sessionId, 1, 'text-stored')
  box.device.book.release(session.file.sessionId)
  t.match(box.device.state(), { fault: { code: 'SESSION_TOO_LONG' } }, 'until somebody has seen it')
  t.equal(await box.device.service.gesture('press', 'button'), true)
  t.match(box.device.state(), { phase: 'idle', fault: null, sessions: [] })
  await box.device.service.gesture('press', 'button')
  t.match(box.device.state(), { phase: 'recording' })
})

t.test('what no second try can help is not tried again', async t => {
  const box = await testDevice(t)
  await box.device.service.gesture('press', 'button')
  const error = {
    code: 'CAPTURE_RECORDER_MISSING',
    message: 'recorder program is missing',
    hint: 'install alsa-utils',
  } as const
  box.captures.newest.say({ type: 'failed', error })
  box.captures.newest.close('lost')
  const session = onlySession(box.device)
  await until(() => session.phase === 'transcribed', 'the end')
  t.equal(box.captures.all.length, 1)
  t.match(box.device.state().fault, error)
  await box.device.service.gesture('press', 'button')
  t.equal(box.captures.all.length, 2, 'the next press tries')
})

t.test('sound that stops coming is a stall: the child is replaced, and the gap says lost', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  box.clock.pass(2001)
  box.device.service.watch(0)
  t.strictSame(box.captures.newest.told, ['kill'])
  t.equal(box.device.state().fault?.code, 'CAPTURE_STALLED')
  await until(() => box.captures.all.length === 2, 'a new child')
  t.ok(storyOf(session).includes('gap:lost'))
})

t.test('a device that was itself stopped does not take unread sound for a stall', async t => {
  const box = await testDevice(t)
  await recording(box)
  box.clock.pass(30_000)
  box.device.service.watch(29_900)
  t.strictSame(box.captures.newest.told, [])
  t.equal(box.device.state().fault, null)
})

t.test('a session ends at its longest length, recording or paused', async t => {
  for (const pause of [false, true]) {
    const box = await testDevice(t, { config: { capture: { maxMinutes: 1 } } })
    const session = await recording(box)
    if (pause) await box.device.service.gesture('double_press', 'button')
    box.clock.pass(59_999)
    box.device.service.watch(60_000)
    t.not(session.phase, 'finishing')
    box.clock.pass(1)
    box.device.service.watch(60_000)
    await until(() => session.record.facts.endedAtMs !== null, 'the end')
    t.match(storyOf(session).slice(-1), ['session_ended:max-length'])
    t.equal(box.device.state().fault?.code, 'SESSION_TOO_LONG')
  }
})

t.test('a backlog at its bound, or memory short, stops recording cleanly and says so', async t => {
  for (const stated of [{ bytes: 512 * 2 ** 20 }, { freeBytes: 64 * 2 ** 20 - 1 }]) {
    const box = await testDevice(t)
    const session = await recording(box)
    box.system.stated = stated
    await box.device.service.tidy()
    await until(() => session.record.facts.endedAtMs !== null, 'the end')
    t.match(storyOf(session).slice(-1), ['session_ended:spool-full'])
    t.equal(session.record.facts.held.length, 1)
    t.equal(box.device.state().fault?.code, 'SPOOL_FULL')
    await box.device.service.gesture('press', 'button')
    await t.rejects(box.device.service.gesture('press', 'button'), { code: 'SPOOL_FULL' }, 'nor does a press begin')
  }
})

t.test('a spool that refuses the child a write ends the session as full', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  box.captures.newest.say({ type: 'failed', error: { code: 'SPOOL_FULL', message: 'spool has no room' } })
  box.captures.newest.close('lost')
  await until(() => session.record.facts.endedAtMs !== null, 'the end')
  t.match(storyOf(session).slice(-1), ['session_ended:spool-full'])
})

t.test(
  'invariant 1: a provisioned box refuses to record without any of its protections, and says what to do',
  async t => {
    const refusals = {
      'spool-not-ram': 'SPOOL_NOT_RAM',
      'swap-on': 'SPOOL_SWAP_ON',
      'no-init-on-free': 'SPOOL_NO_INIT_ON_FREE',
    } as const
    for (const [missing, code] of Object.entries(refusals)) {
      const box = await testDevice(t, { config: { mode: 'provisioned' } })
      box.system.missing = [missing as keyof typeof refusals]
      await t.rejects(box.device.service.gesture('press', 'button'), { code, hint: /\w/ })
      t.match(box.device.state(), { phase: 'idle', fault: { code }, led: { pattern: 'fast-blink' } })
      t.strictSame(box.captures.all, [], 'no microphone was opened')
      t.strictSame(readdirSync(join(box.run, 'spool')), [], 'no folder was made')
      box.system.missing = ['simulated-button']
      await box.device.service.gesture('press', 'button')
      t.match(box.device.state(), { phase: 'recording', fault: null }, 'what does not refuse is no hindrance')
    }
  },
)

t.test('invariant 1: a demo names what is missing in the session and goes on', async t => {
  const box = await testDevice(t)
  box.system.missing = ['swap-on', 'no-init-on-free']
  const session = await recording(box)
  t.match(session.record.entries(0)[0]?.body, { downgrades: ['swap-on', 'no-init-on-free'], medium: 'tmpfs' })
})

t.test('a second session may begin while the first one waits for its text', async t => {
  const box = await testDevice(t)
  const first = await recording(box)
  await box.device.service.gesture('press', 'button')
  await box.device.service.gesture('press', 'button')
  const [, second] = box.device.book.sessions
  t.match(box.device.state(), { phase: 'recording', sessionId: second?.file.sessionId })
  t.equal(first.phase, 'finishing')
  t.not(second?.file.sessionId, first.file.sessionId)
  await box.device.book.destroy(first.file.sessionId, 1, 'text-stored')
  t.equal(first.phase, 'transcribed')
  t.equal(second?.phase, 'recording')
})

t.test('a gesture that means nothing changes nothing', async t => {
  const box = await testDevice(t)
  for (const gesture of ['double_press', 'hold_3s'] as const) {
    t.equal(await box.device.service.gesture(gesture, 'button'), false)
  }
  t.strictSame(box.device.book.sessions, [])
})

t.test('ten seconds on an idle box open the pairing window for two minutes, and never during a session', async t => {
  const box = await testDevice(t)
  const { service } = box.device
  t.equal(await service.gesture('hold_10s', 'button'), true)
  t.equal(box.device.state().pairingUntilMs, box.clock.wallMs + PAIRING_MS)
  box.clock.wallMs += 3_600_000
  t.ok(box.device.state().pairingUntilMs, 'a clock that jumps does not close it')
  box.clock.elapsedMs += PAIRING_MS
  t.equal(box.device.state().pairingUntilMs, null)
  await recording(box)
  t.equal(await service.gesture('hold_10s', 'button'), false)
  t.equal(box.device.state().pairingUntilMs, null)
})

t.test('a file waits while more than three segments have no text, and goes on when one has', async t => {
  const box = await testDevice(t, { config: { capture: { adapter: 'wav-file', file: '/demo.wav', speed: 60 } } })
  const session = await recording(box)
  const child = box.captures.newest
  for (let segment = 1; segment <= HELD_SEGMENTS; segment += 1) {
    child.hear(1000).seal()
    box.device.service.watch(0)
  }
  t.strictSame(child.told, [])
  child.hear(1000).seal()
  box.device.service.watch(0)
  t.strictSame(child.told, ['hold'])
  box.clock.pass(60_000)
  box.device.service.watch(0)
  t.strictSame(child.told, ['hold'], 'waiting is no stall')
  t.match(box.device.state().led, { pattern: 'solid', reason: 'file-held' })
  await box.device.book.destroy(session.file.sessionId, 1, 'text-stored')
  box.device.service.watch(0)
  t.strictSame(child.told, ['hold', 'go on'])
})

t.test('a file that has to wait right after a crash is no lasting fault', async t => {
  const box = await testDevice(t, { config: { capture: { adapter: 'wav-file', file: '/demo.wav', speed: 60 } } })
  await recording(box)
  for (let segment = 0; segment <= HELD_SEGMENTS; segment += 1) box.captures.newest.hear(1000).seal()
  box.captures.newest.crash()
  await until(() => box.captures.all.length === 2, 'a new child')
  box.captures.newest.open()
  t.equal(box.device.state().fault?.code, 'CAPTURE_PROCESS_LOST')
  box.device.service.watch(0)
  t.match(box.device.state(), { fault: null, led: { reason: 'file-held' } })
})

t.test('a microphone is never held', async t => {
  const box = await testDevice(t)
  await recording(box)
  for (let segment = 1; segment < 9; segment += 1) box.captures.newest.hear(1000).seal()
  box.device.service.watch(0)
  t.strictSame(box.captures.newest.told, [])
})

t.test(
  'session time of a file is the place in the file, and a pause skips what would have been said in it',
  async t => {
    const box = await testDevice(t, { config: { capture: { adapter: 'wav-file', file: '/demo.wav', speed: 10 } } })
    const session = await recording(box, 30_000)
    box.clock.pass(3000)
    t.equal(box.device.state().sessions[0]?.durationMs, 30_000, 'not the time on the wall')
    await box.device.service.gesture('double_press', 'button')
    await until(() => session.capture.isGone, 'the file closing')
    box.clock.pass(2000)
    await box.device.service.gesture('double_press', 'button')
    t.equal(box.captures.newest.begin.startMs, 50_000)
  },
)

t.test('invariant 11: audio that nobody transcribed goes at its deadline and not before', async t => {
  const box = await testDevice(t, { config: { spool: { keepUntranscribedHours: 2 } } })
  const session = await recording(box)
  await box.device.service.gesture('press', 'button')
  await until(() => session.record.facts.endedAtMs !== null, 'the end')
  box.clock.elapsedMs += 2 * 3_600_000 - 1
  box.clock.wallMs += 99 * 3_600_000
  await box.device.service.tidy()
  t.equal(audioFiles(box.run).length, 2, 'whatever the time of day says')
  t.match(box.device.state().spool, { oldestAudioAgeMs: 2 * 3_600_000 - 1 })
  box.clock.elapsedMs += 1
  await box.device.service.tidy()
  t.strictSame(audioFiles(box.run), [])
  t.equal(session.phase, 'transcribed')
  t.match(storyOf(session).slice(-1), ['segment_destroyed:expired'])
  t.equal(box.device.state().fault?.code, 'TRANSCRIBE_FAILED')
})

t.test('a clock that jumps changes no duration', async t => {
  const box = await testDevice(t)
  await recording(box)
  box.clock.elapsedMs += 10_000
  for (const jump of [-86_400_000, 3 * 86_400_000]) {
    box.clock.wallMs += jump
    t.match(box.device.state().sessions[0], { durationMs: 10_000, segments: [{ ageMs: 10_000 }] })
  }
})

t.test('a segment is destroyed once, and whoever asks gets the recorded answer', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  const { sessionId } = session.file
  await t.rejects(box.device.book.destroy(sessionId, 1, 'text-stored'), { code: 'SESSION_BUSY' }, 'still being written')
  await t.rejects(box.device.book.destroy(sessionId, 2, 'text-stored'), { code: 'DEVICE_REQUEST_INVALID' })
  box.captures.newest.seal()
  const asked = [1, 2, 3].map(() => box.device.book.destroy(sessionId, 1, 'text-stored'))
  for (const answer of await Promise.all(asked)) t.strictSame(answer, DESTROYED)
  t.strictSame(await box.device.book.destroy(sessionId, 1, 'expired'), DESTROYED)
  t.equal(storyOf(session).filter(entry => entry.startsWith('segment_destroyed')).length, 1)
  t.equal(session.phase, 'recording', 'and the session goes on')
})

t.test('a segment without any sound is destroyed at once: there is no text to wait for', async t => {
  const box = await testDevice(t)
  const session = await recording(box, 0)
  await box.device.service.gesture('press', 'button')
  await until(() => session.phase === 'transcribed', 'the end')
  t.strictSame(audioFiles(box.run), [])
})

t.test('ten seconds of nothing are a fault while they last, and a warning in the journal', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  box.captures.newest.hear(100, { silentMs: 9999 })
  t.equal(box.device.state().fault, null)
  box.captures.newest.hear(100, { silentMs: 10_000 })
  t.match(box.device.state(), { fault: { code: 'CAPTURE_NO_AUDIO' }, led: { pattern: 'fast-blink' } })
  box.captures.newest.hear(100, { silentMs: 10_200 }).hear(100)
  t.equal(box.device.state().fault, null)
  t.equal(storyOf(session).filter(entry => entry === 'warning').length, 1)
})

t.test('sound that clips for seconds is a warning in the journal, a single laugh is not', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  for (let report = 0; report < 23; report += 1) box.captures.newest.hear(10, { clippedPerMille: 5 })
  box.captures.newest.hear(10)
  t.notOk(storyOf(session).includes('warning'))
  for (let report = 0; report < 30; report += 1) box.captures.newest.hear(10, { clippedPerMille: 5 })
  t.equal(storyOf(session).filter(entry => entry === 'warning').length, 1)
  t.equal(box.device.state().fault, null)
})

t.test('stopping the device closes the microphone and leaves the session to the next process', async t => {
  const box = await testDevice(t)
  const session = await recording(box)
  await box.device.stop()
  t.strictSame(box.captures.newest.told, ['stop'])
  t.match(storyOf(session).slice(-2), ['segment_sealed', 'capture_closed:stopped'])
  t.ok(existsSync(join(box.run, 'spool', session.file.sessionId, 'journal.ndjson')))
})
