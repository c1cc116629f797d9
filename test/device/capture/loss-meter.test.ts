import t from 'tap'
import { LossMeter } from '../../../device/capture/loss-meter.js'

const BYTES_PER_SECOND = 32_000

/** Feeds pieces of 100 ms at the times given, and sums up what is found lost. */
function found(meter: LossMeter, times: Iterable<number>, bytes = 3200): number {
  let lost = 0
  for (const nowMs of times) lost += meter.add(bytes, nowMs)
  return lost
}

function* every100ms(fromMs: number, count: number, stretch = 1): Generator<number> {
  for (let at = 1; at <= count; at++) yield fromMs + at * 100 * stretch
}

t.test('sound that keeps up with the clock is all there', t => {
  t.equal(found(new LossMeter(BYTES_PER_SECOND), every100ms(0, 1200)), 0)
  t.end()
})

t.test('a second that never came is found, once', t => {
  const meter = new LossMeter(BYTES_PER_SECOND)
  t.equal(found(meter, every100ms(0, 200)), 0)
  t.equal(found(meter, every100ms(21_000, 400)), 1000)
  t.end()
})

t.test('sound that is late and comes is no loss', t => {
  const meter = new LossMeter(BYTES_PER_SECOND)
  found(meter, every100ms(0, 200))
  t.equal(
    found(
      meter,
      Array.from({ length: 30 }, () => 23_000),
    ),
    0,
  )
  t.equal(found(meter, every100ms(23_000, 300)), 0)
  t.end()
})

t.test('a clock that runs a little slow is no loss, for hours', t => {
  t.equal(found(new LossMeter(BYTES_PER_SECOND), every100ms(0, 100_000, 1.0003)), 0)
  t.end()
})

t.test('a burst at the beginning does not hide what is lost later', t => {
  const meter = new LossMeter(BYTES_PER_SECOND)
  meter.add(BYTES_PER_SECOND, 0)
  found(meter, every100ms(0, 150))
  t.equal(found(meter, every100ms(15_500, 300)), 500)
  t.end()
})

t.test('what the recorder reported itself is not counted again', t => {
  const meter = new LossMeter(BYTES_PER_SECOND)
  found(meter, every100ms(0, 200))
  meter.reported(1000)
  t.equal(found(meter, every100ms(21_000, 400)), 0)
  t.end()
})
