import t from 'tap'
import {
  type ButtonInput,
  DOUBLE_PRESS_MS,
  GESTURE_START,
  HOLD_LONG_MS,
  HOLD_SHORT_MS,
  isTouched,
  PRESS_MAX_MS,
  recognise,
  STUCK_MS,
} from '../../../device/button/gesture-recogniser.js'
import type { Gesture } from '../../../device/contracts/device-api.js'

const DEBOUNCE_MS = 30

interface Told {
  readonly gesture: Gesture
  readonly atMs: number
}

/** Feeds edges (alternating, down first) and every wake in between; `late` is how late the timers come. */
function play(edges: readonly number[], { doubleMeans = true, untilMs = 60_000, late = 0 } = {}) {
  const told: Told[] = []
  let state = GESTURE_START
  const options = { debounceMs: DEBOUNCE_MS, doubleMeans }
  let wake: number | null = null
  const feed = (input: ButtonInput) => {
    const step = recognise(state, input, options)
    state = step.state
    wake = step.wakeAtMs
    for (const gesture of step.gestures) told.push({ gesture, atMs: input.atMs })
  }
  for (const [index, atMs] of edges.entries()) {
    while (wake !== null && wake + late < atMs) feed({ type: 'time', atMs: wake + late })
    feed({ type: index % 2 === 0 ? 'down' : 'up', atMs })
  }
  while (wake !== null && wake <= untilMs) feed({ type: 'time', atMs: wake + late })
  return { told, gestures: told.map(one => one.gesture), state }
}

t.test('a press is told when no second one can follow', async t => {
  const { told } = play([1000, 1120])
  t.strictSame(told, [{ gesture: 'press', atMs: 1120 + DOUBLE_PRESS_MS }])
})

t.test('where a double press means nothing, a press is told as soon as the button is up for good', async t => {
  const { told } = play([1000, 1120], { doubleMeans: false })
  t.strictSame(told, [{ gesture: 'press', atMs: 1120 + DEBOUNCE_MS }])
})

t.test('two presses inside the window are one double press and nothing else', async t => {
  t.strictSame(play([0, 100, 250, 350]).gestures, ['double_press'])
  t.strictSame(play([0, 100, 100 + DOUBLE_PRESS_MS - 1, 600]).gestures, ['double_press'], 'last moment of the window')
  t.strictSame(play([0, 100, 100 + DOUBLE_PRESS_MS + 1, 600]).gestures, ['press', 'press'], 'first moment after it')
})

t.test('a second press within 50 ms of the first is its echo where starting is immediate', async t => {
  t.strictSame(play([0, 60, 100, 160], { doubleMeans: false }).gestures, ['press'])
})

t.test('a second press within 50 ms of the first is a double press where that means something', async t => {
  t.strictSame(play([0, 60, 100, 160]).gestures, ['double_press'])
})

t.test('three quick presses are a double press and a press', async t => {
  t.strictSame(play([0, 80, 200, 280, 400, 480]).gestures, ['double_press', 'press'])
})

t.test('bounces of 5 ms around twenty presses are twenty presses', async t => {
  const edges: number[] = []
  for (let press = 0; press < 20; press += 1) {
    const down = 1000 + press * 1000
    for (const bounce of [0, 1, 2, 4, 5]) edges.push(down + bounce)
    for (const bounce of [0, 1, 2, 4, 5]) edges.push(down + 150 + bounce)
  }
  t.strictSame(play(edges).gestures, Array(20).fill('press'))
})

t.test('a line that bounces still counts from its first edge', async t => {
  const { told } = play([0, 2, 4, 2000, 2002, 2004])
  t.strictSame(told, [], 'two seconds: let go inside the countdown')
  const held = play([0, 2, 4])
  t.equal(held.told[0]?.atMs, HOLD_SHORT_MS)
})

t.test('a spike shorter than the debounce time is no press, one as long as it is', async t => {
  t.strictSame(play([0, 1]).gestures, [])
  t.strictSame(play([0, DEBOUNCE_MS - 1]).gestures, [])
  t.strictSame(play([0, DEBOUNCE_MS]).gestures, ['press'])
})

t.test('a release shorter than the debounce time does not end a press', async t => {
  t.strictSame(play([0, 100, 110, 200]).gestures, ['press'])
})

t.test('a press of exactly a second is a press; a longer one that is let go in time is nothing', async t => {
  t.strictSame(play([0, PRESS_MAX_MS]).gestures, ['press'])
  t.strictSame(play([0, PRESS_MAX_MS + 1]).gestures, [])
  t.strictSame(play([0, HOLD_SHORT_MS - 1]).gestures, [])
})

t.test('a hold fires at three seconds while held, once, and letting go adds nothing', async t => {
  t.strictSame(play([0, HOLD_SHORT_MS + 1]).told, [{ gesture: 'hold_3s', atMs: HOLD_SHORT_MS }])
  t.strictSame(play([0, HOLD_LONG_MS - 1]).gestures, ['hold_3s'])
})

t.test('a hold of ten seconds fires after that of three', async t => {
  t.strictSame(play([0, HOLD_LONG_MS + 500]).told, [
    { gesture: 'hold_3s', atMs: HOLD_SHORT_MS },
    { gesture: 'hold_10s', atMs: HOLD_LONG_MS },
  ])
})

t.test('a release in the last millisecond before a hold is honoured though it is still being debounced', async t => {
  t.strictSame(play([0, HOLD_SHORT_MS - 1, 5000, 5100]).gestures, ['press'])
})

t.test('a press before a hold that is let go still stands', async t => {
  t.strictSame(play([0, 100, 300, 2000]).gestures, ['press'])
})

t.test('timers that come late change nothing but when it is told', async t => {
  t.strictSame(play([0, 100, 250, 350], { late: 20 }).gestures, ['double_press'])
  t.strictSame(play([0, 100], { late: 500 }).gestures, ['press'])
  const state = recognise(GESTURE_START, { type: 'down', atMs: 0 }, { debounceMs: DEBOUNCE_MS, doubleMeans: true })
  const late = recognise(
    state.state,
    { type: 'time', atMs: STUCK_MS + 5 },
    { debounceMs: DEBOUNCE_MS, doubleMeans: true },
  )
  t.strictSame(late.gestures, ['hold_3s', 'hold_10s'])
  t.equal(late.state.stuck, true)
})

t.test('a button that something leans on is stuck after half a minute and works again once it is up', async t => {
  const stuck = play([0])
  t.strictSame(stuck.gestures, ['hold_3s', 'hold_10s'])
  t.equal(stuck.state.stuck, true)
  t.equal(isTouched(stuck.state), false, 'the countdown is not shown for ever')
  t.strictSame(play([0, STUCK_MS + 1000, STUCK_MS + 2000, STUCK_MS + 2100]).gestures, ['hold_3s', 'hold_10s', 'press'])
})

t.test('the light is told of the very first edge', async t => {
  const options = { debounceMs: DEBOUNCE_MS, doubleMeans: true }
  const down = recognise(GESTURE_START, { type: 'down', atMs: 5 }, options)
  t.equal(isTouched(down.state), true)
  const up = recognise(down.state, { type: 'up', atMs: 6 }, options)
  t.equal(isTouched(up.state), false)
})

t.test('an edge told twice, or an up without a down, is nothing', async t => {
  const options = { debounceMs: DEBOUNCE_MS, doubleMeans: true }
  const up = recognise(GESTURE_START, { type: 'up', atMs: 5 }, options)
  t.strictSame(up, { state: GESTURE_START, gestures: [], wakeAtMs: null })
  const down = recognise(GESTURE_START, { type: 'down', atMs: 5 }, options)
  t.strictSame(recognise(down.state, { type: 'down', atMs: 9 }, options).state, down.state)
})

t.test('nothing that a line can do in random noise makes time stand still or a gesture appear twice', async t => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let round = 0; round < 300; round += 1) {
    const edges: number[] = []
    let atMs = 0
    for (let edge = 0; edge < 40; edge += 1) {
      atMs += 1 + random(random(3) === 0 ? 4000 : 60)
      edges.push(atMs)
    }
    const { told, state } = play(edges, { untilMs: atMs + 2 * STUCK_MS })
    t.equal(state.down, false, `round ${round}: an even number of edges ends up`)
    t.ok(told.length <= edges.length / 2 + 2)
  }
})
