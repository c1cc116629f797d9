import t from 'tap'
import { ButtonReader } from '../../../device/button/button.js'
import { systemClock } from '../../../device/clock.js'
import type { Gesture } from '../../../device/contracts/device-api.js'
import { until } from '../../support/test-device.js'

function reading(doubleMeans: boolean) {
  const gestures: Gesture[] = []
  const touches: boolean[] = []
  const reader: ButtonReader = new ButtonReader({
    debounceMs: 5,
    clock: systemClock,
    doubleMeans: () => doubleMeans,
    onGesture: gesture => gestures.push(gesture),
    onTouch: () => touches.push(reader.isTouched),
  })
  const edge = (edge: 'down' | 'up', atMs: number) => reader.edge({ edge, atMs })
  return { reader, gestures, touches, edge }
}

t.test('gestures come by themselves when their time has passed', async t => {
  const { gestures, edge, reader } = reading(true)
  const now = systemClock.monotonicMs()
  edge('down', now)
  edge('up', now + 20)
  t.strictSame(gestures, [])
  await until(() => gestures.length > 0, 'the press')
  t.strictSame(gestures, ['press'])
  reader.stop()
})

t.test('edges that arrive late, all at once, are taken at their own times', async t => {
  const { gestures, edge, reader } = reading(true)
  const before = systemClock.monotonicMs() - 5000
  edge('down', before)
  edge('up', before + 100)
  edge('down', before + 200)
  edge('up', before + 300)
  await until(() => gestures.length > 0, 'the double press')
  t.strictSame(gestures, ['double_press'])
  reader.stop()
})

t.test('a touch is told on the first edge, and its end', async t => {
  const { touches, edge, reader } = reading(true)
  const now = systemClock.monotonicMs()
  edge('down', now)
  t.strictSame(touches, [true])
  edge('up', now + 50)
  await until(() => touches.length === 2, 'the release')
  t.strictSame(touches, [true, false])
  reader.stop()
})

t.test('a stopped reader tells nothing more', async t => {
  const { gestures, edge, reader } = reading(false)
  const now = systemClock.monotonicMs()
  edge('down', now)
  edge('up', now + 20)
  reader.stop()
  await new Promise(resolve => setTimeout(resolve, 50))
  t.strictSame(gestures, [])
})
