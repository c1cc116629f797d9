import t from 'tap'
import { fileClock, microphoneClock } from '../../../device/session/session-clock.js'
import { FakeClock } from '../../support/fake-system.js'

t.test('for a microphone it is the time since the press, whatever happens meanwhile', async t => {
  const clock = new FakeClock()
  const session = microphoneClock(clock, clock.elapsedMs)
  clock.pass(1000)
  session.told(7)
  session.paused(true)
  clock.pass(1000)
  clock.wallMs -= 86_400_000
  t.equal(session.positionMs(), 2000)
})

t.test('a press that lies ahead, as on another boot, is no negative time', async t => {
  const clock = new FakeClock()
  t.equal(microphoneClock(clock, clock.elapsedMs + 1).positionMs(), 0)
})

t.test('for a file it is the place in the file, which waits for its reader', async t => {
  const clock = new FakeClock()
  const session = fileClock(clock, 60)
  clock.pass(5000)
  t.equal(session.positionMs(), 0)
  session.told(1500)
  session.told(1400)
  clock.pass(5000)
  t.equal(session.positionMs(), 1500)
})

t.test('in a pause a file runs on as fast as it plays, and then waits again', async t => {
  const clock = new FakeClock()
  const session = fileClock(clock, 60, 1000)
  session.paused(true)
  clock.pass(2000)
  t.equal(session.positionMs(), 121_000)
  session.told(1100)
  session.paused(false)
  clock.pass(2000)
  t.equal(session.positionMs(), 121_100, 'what came late from before the pause moves its beginning')
})
