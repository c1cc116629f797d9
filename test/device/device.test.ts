import t from 'tap'
import type { LedPattern } from '../../device/contracts/led.js'
import { onlySession, storyOf, type TestDevice, testDevice, until } from '../support/test-device.js'

const shows = ({ device }: TestDevice, pattern: LedPattern) => device.state().led.pattern === pattern

/** Presses the button with a finger, in real time. */
async function finger(box: TestDevice, heldMs = 60): Promise<void> {
  const { socketButton } = box.device.hand
  socketButton.edge('down')
  box.clock.pass(heldMs)
  socketButton.edge('up')
  box.clock.pass(1000)
}

t.test('the light answers the down edge at once, whatever the gesture will be', async t => {
  const box = await testDevice(t)
  box.device.hand.socketButton.edge('down')
  t.equal(box.shown.at(-1), 'countdown', 'before the next turn of the event loop')
})

t.test('a press of the button starts a session, and the light shows the microphone only when it is open', async t => {
  const box = await testDevice(t)
  await finger(box)
  await until(() => box.captures.all.length === 1, 'the press')
  t.match(box.device.state().led, { pattern: 'slow-blink', reason: 'opening' })
  box.captures.newest.open()
  t.match(box.device.state().led, { pattern: 'solid', reason: 'recording' })
  box.captures.newest.hear(500)
  t.ok(shows(box, 'solid'))
})

t.test('invariant 4: the light follows the sound: stale frames are a fault, closed is never solid', async t => {
  const box = await testDevice(t)
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(500)
  box.clock.pass(501)
  t.match(box.device.state(), {
    led: { pattern: 'fast-blink', reason: 'frames-stale' },
    microphone: { open: true, framesFresh: false },
  })
  box.captures.newest.hear(500)
  t.ok(shows(box, 'solid'))
  await box.device.service.gesture('press', 'button')
  t.match(box.device.state().led, { pattern: 'solid', reason: 'closing' }, 'until it is closed')
  await until(() => onlySession(box.device).capture.isGone, 'closing')
  t.not(box.device.state().led.pattern, 'solid')
})

t.test('invariant 4: a microphone that somebody else opened is visible within moments', async t => {
  const box = await testDevice(t)
  t.ok(shows(box, 'off'))
  box.system.streamOpen = true
  await until(() => box.shown.at(-1) === 'solid', 'the light, by itself')
  t.match(box.device.state(), { led: { reason: 'open-without-session' }, microphone: { open: true }, phase: 'idle' })
  box.system.streamOpen = false
  await until(() => box.shown.at(-1) === 'off', 'the light, by itself')
})

t.test('invariant 4: a capture child that died shows at once as a fault, not as a calm light', async t => {
  const box = await testDevice(t, { retryMs: [3_600_000, 3_600_000] })
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(500).close('lost')
  await until(() => onlySession(box.device).capture.isGone, 'the child being gone')
  t.ok(shows(box, 'fast-blink'))
})

t.test('invariant 4: a spool that cannot be measured or written is a fault while recording', async t => {
  const box = await testDevice(t)
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(500)
  box.system.usage = async () => {
    throw new Error('no')
  }
  await box.device.service.tidy()
  t.match(box.device.state().led, { pattern: 'fast-blink', reason: 'spool-failing' })
})

t.test('the light of an ended session: waiting, transcribing, ready; and attention when nobody comes', async t => {
  const box = await testDevice(t)
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(500)
  await box.device.service.gesture('press', 'button')
  const session = onlySession(box.device)
  await until(() => session.record.facts.endedAtMs !== null, 'the end')
  t.match(box.device.state().led, { pattern: 'breathe', reason: 'audio-waiting' })
  box.clock.pass(10_001)
  t.match(box.device.state().led, { pattern: 'fast-blink', reason: 'audio-overdue' })
  box.device.setLease('transcribing', 5000)
  t.match(box.device.state(), { led: { pattern: 'breathe' }, activities: ['transcribing'] })
  box.device.setLease('ready', 60_000)
  t.match(box.device.state().led, { pattern: 'breathe' }, 'not ready while there is audio')
  box.clock.pass(5000)
  t.match(box.device.state(), {
    led: { pattern: 'fast-blink', reason: 'lease-expired' },
    activities: ['ready', 'attention'],
  })
  box.device.setLease('transcribing', 0)
  await box.device.book.destroy(session.file.sessionId, 1, 'text-stored')
  t.match(box.device.state().led, { pattern: 'double-blink', reason: 'ready' })
})

t.test('a double press pauses and resumes; the light answers each', async t => {
  const box = await testDevice(t)
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(500)
  const double = async () => {
    const { socketButton } = box.device.hand
    for (const edge of ['down', 'up', 'down', 'up'] as const) {
      socketButton.edge(edge)
      box.clock.pass(60)
    }
    box.clock.pass(1000)
  }
  await double()
  await until(() => box.device.state().phase === 'paused', 'the pause')
  await until(() => shows(box, 'slow-blink'), 'the closed microphone')
  await double()
  await until(() => box.device.state().phase === 'recording', 'going on')
})

t.test('a hold that discards does not open the pairing window when it goes on for ten seconds', async t => {
  const box = await testDevice(t)
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(500)
  box.device.hand.socketButton.edge('down')
  box.clock.pass(3001)
  await until(() => onlySession(box.device).phase === 'discarded', 'the discard')
  box.clock.pass(7000)
  await new Promise(resolve => setTimeout(resolve, 50))
  t.equal(box.device.state().pairingUntilMs, null)
  box.device.hand.socketButton.edge('up')
  box.clock.pass(1000)
  await until(() => shows(box, 'off'), 'the button being up')
  box.device.hand.socketButton.edge('down')
  box.clock.pass(10_001)
  await until(() => box.device.state().pairingUntilMs !== null, 'the window')
  box.device.hand.socketButton.edge('up')
  box.clock.pass(100)
  await until(() => shows(box, 'alternate'), 'the light')
})

t.test('a stuck button is a fault until it is up', async t => {
  const box = await testDevice(t)
  box.device.hand.socketButton.edge('down')
  box.clock.pass(31_000)
  await until(() => box.device.state().fault?.code === 'DEVICE_BUTTON_STUCK', 'the fault')
  box.device.hand.socketButton.edge('up')
  box.clock.pass(1000)
  await until(() => box.device.state().fault === null, 'the end of it')
})

t.test('a gesture that is refused is told by light and state, and the next one that works clears it', async t => {
  const box = await testDevice(t, { config: { mode: 'provisioned' } })
  box.system.missing = ['swap-on']
  await finger(box)
  await until(() => box.device.state().fault?.code === 'SPOOL_SWAP_ON', 'the refusal')
  t.ok(shows(box, 'fast-blink'))
  box.system.missing = []
  await finger(box)
  await until(() => box.device.state().fault === null && box.device.state().phase === 'recording', 'the press')
})

t.test('listeners are told of every change, and no more after they stopped', async t => {
  const box = await testDevice(t)
  let told = 0
  const stop = box.device.onChange(() => {
    told += 1
  })
  box.device.setLease('drafting', 1000)
  t.equal(told, 1)
  stop()
  box.device.setLease('drafting', 0)
  t.equal(told, 1)
})

t.test('the light goes dark when its owner stops', async t => {
  const box = await testDevice(t)
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(500)
  await box.device.stop()
  t.equal(box.shown.at(-1), 'off')
})

t.test('the state tells the machine, the spool and what is missing', async t => {
  const box = await testDevice(t, { missing: ['swap-on'] })
  await box.device.service.gesture('press', 'button')
  box.captures.newest.open().hear(2000)
  const state = await box.device.freshState()
  t.match(state, {
    version: 1,
    bootId: 'boot-1',
    atMs: box.clock.wallMs,
    downgrades: ['swap-on'],
    microphone: { adapter: 'arecord', open: true, levelDbfs: -30, sourceEnded: false },
    spool: { medium: 'tmpfs', keys: 1, bytes: 80 + 2 * (4 + 16 + 32_000) },
    sessions: [{ capturedMs: 2000, segments: [{ segment: 1, status: 'unsealed', durationMs: 2000 }] }],
  })
  t.strictSame(storyOf(onlySession(box.device)).slice(0, 2), ['session_started', 'capture_opened'])
})
