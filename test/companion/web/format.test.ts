import t from 'tap'
import { duration, percent, plural, position } from '../../../companion/web/format.js'

t.test('durations are read in two units at most', async t => {
  t.strictSame([0, 400, 59_400, 59_500, 60_000, 3_599_400, 3_600_000, 7_380_000, -5].map(duration), [
    '0 s',
    '0 s',
    '59 s',
    '1 min 00 s',
    '1 min 00 s',
    '59 min 59 s',
    '1 h 00 min',
    '2 h 03 min',
    '0 s',
  ])
})

t.test('a position is minutes and seconds, an hour is sixty minutes', async t => {
  t.strictSame([0, 59.9, 60, 3661].map(position), ['0:00', '0:59', '1:00', '61:01'])
})

t.test('a share is never rounded up to complete', async t => {
  t.strictSame([1, 0.9999, 0.99, 0.29, 0].map(percent), ['100.0 %', '99.9 %', '99.0 %', '29.0 %', '0.0 %'])
})

t.test('one is one', async t => {
  t.strictSame(
    [0, 1, 2].map(count => plural(count, 'turn')),
    ['0 turns', '1 turn', '2 turns'],
  )
  t.equal(plural(2, 'is', 'are'), '2 are')
})
