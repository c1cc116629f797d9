import t from 'tap'
import type { BeginCapture } from '../../../device/capture/messages.js'
import type { ErrorMessage } from '../../../device/contracts/errors.js'
import { CaptureKeeper, type KeeperOwner } from '../../../device/session/capture-keeper.js'
import type { CaptureHandlers, CaptureProcess } from '../../../device/session/capture-process.js'
import { FakeClock } from '../../support/fake-system.js'
import { randomOf } from '../../support/kill-storm.js'
import { until } from '../../support/test-device.js'

const TIMES = { retryMs: [1, 1, 1], stallMs: 2000, firstSoundMs: 8000 }
const FRAMES = {
  type: 'frames',
  positionMs: 1,
  capturedMs: 1,
  levelDbfs: -30,
  clippedPerMille: 0,
  silentMs: 0,
} as const

/** A child without a spool: only whether it lives counts here. */
class Child implements CaptureProcess {
  readonly pid: number
  readonly handlers: CaptureHandlers
  alive = true
  sound = false

  constructor(pid: number, handlers: CaptureHandlers) {
    this.pid = pid
    this.handlers = handlers
  }

  hold(): void {}
  stop(): void {
    setImmediate(() => this.end('stopped'))
  }
  kill(): void {
    setImmediate(() => this.end(null))
  }
  hear(): void {
    if (!this.alive) return
    this.handlers.onMessage({ type: 'opened', recorderPid: null })
    this.handlers.onMessage(FRAMES)
  }
  end(reason: 'stopped' | 'lost' | null): void {
    if (!this.alive) return
    this.alive = false
    const farewell = reason === null ? null : ({ type: 'closed', reason, exitCode: 0, signal: null } as const)
    this.handlers.onGone({ farewell, exitCode: 0, signal: null })
  }
}

function keeping() {
  const children: Child[] = []
  const gaps: string[] = []
  const gaveUp: ErrorMessage[] = []
  let settling = 0
  const owner: KeeperOwner = {
    begin: gap => {
      gaps.push(gap)
      return {} as BeginCapture
    },
    processes: () => {},
    told: () => {},
    gone: async () => {
      settling += 1
      t.equal(settling, 1, 'one at a time')
      await new Promise(resolve => setImmediate(resolve))
      settling -= 1
    },
    gaveUp: error => gaveUp.push(error),
  }
  const clock = new FakeClock()
  const launch = (_: BeginCapture, handlers: CaptureHandlers) => {
    t.notOk(
      children.some(child => child.alive) || settling > 0,
      'never two children, nor one before the last is settled',
    )
    const child = new Child(children.length + 1, handlers)
    children.push(child)
    return child
  }
  const keeper = new CaptureKeeper(launch, owner, clock, TIMES)
  return { keeper, children, gaps, gaveUp, clock, newest: () => children.at(-1)! }
}

t.test('no order of presses and deaths confuses it: what is wanted comes to be, with one child at most', async t => {
  const random = randomOf(4711)
  for (let round = 0; round < 200; round += 1) {
    const { keeper, children, gaveUp } = keeping()
    let wanted = false
    const closings: Promise<void>[] = []
    for (let move = 0; move < 12; move += 1) {
      const dice = random()
      const child = children.at(-1)
      if (dice < 0.3) {
        keeper.open('paused')
        wanted = true
      } else if (dice < 0.5) {
        closings.push(random() < 0.5 ? keeper.close() : keeper.kill())
        wanted = false
      } else if (dice < 0.7) child?.hear()
      else if (dice < 0.85) child?.end(null)
      else child?.end('lost')
      if (random() < 0.5) await new Promise(resolve => setImmediate(resolve))
    }
    await Promise.all(closings)
    if (wanted && gaveUp.length === 0) await until(() => children.at(-1)?.alive === true, `round ${round}: a child`)
    if (!wanted) await until(() => keeper.isGone, `round ${round}: no child`)
    await keeper.kill()
    t.equal(keeper.isGone, true)
    t.equal(children.filter(child => child.alive).length, 0)
  }
})

t.test('a child that crashed is replaced at once, a recorder that failed after a while', async t => {
  const { keeper, children, gaps, newest } = keeping()
  keeper.open('lost')
  newest().hear()
  newest().end(null)
  await until(() => children.length === 2, 'the second')
  newest().hear()
  newest().end('lost')
  await until(() => children.length === 3, 'the third')
  t.strictSame(gaps, ['lost', 'crashed', 'lost'])
  await keeper.kill()
})

t.test('three tries without sound are enough; sound in between counts them anew', async t => {
  const { keeper, children, gaveUp, newest } = keeping()
  keeper.open('lost')
  for (let child = 1; child <= 10; child += 1) {
    await until(() => children.length === child, 'a child')
    newest().hear()
    newest().end('lost')
  }
  t.strictSame(gaveUp, [], 'a flaky one that brings sound is kept')
  for (let child = 11; child <= 13; child += 1) {
    await until(() => children.length === child, 'a child')
    newest().end('lost')
  }
  await until(() => gaveUp.length === 1, 'giving up')
  t.equal(children.length, 13)
  t.match(gaveUp[0], { code: 'CAPTURE_DEVICE_LOST' })
  t.equal(keeper.error?.code, 'CAPTURE_DEVICE_LOST')
})

t.test('no sound at all for too long after the start is a stall', async t => {
  const { keeper, children, clock, newest } = keeping()
  keeper.open('lost')
  clock.pass(TIMES.firstSoundMs)
  keeper.watch(0)
  t.equal(keeper.isOpening, true)
  clock.pass(1)
  t.equal(keeper.isOpening, false)
  keeper.watch(0)
  await until(() => children.length === 2, 'another')
  t.equal(keeper.error?.code, 'CAPTURE_STALLED')
  newest().hear()
  t.equal(keeper.error, null)
  await keeper.kill()
})

t.test('a file that has ended is not opened again, and closing it is no trouble', async t => {
  const { keeper, children, newest } = keeping()
  keeper.open('lost')
  newest().hear()
  newest().handlers.onMessage({ type: 'source_ended' })
  newest().end('lost')
  await until(() => keeper.isGone, 'its end')
  await new Promise(resolve => setTimeout(resolve, 10))
  t.equal(children.length, 1)
  t.equal(keeper.sourceEnded, true)
  t.equal(keeper.error, null)
  await keeper.close()
})
