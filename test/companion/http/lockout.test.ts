import t from 'tap'
import { Lockout } from '../../../companion/http/lockout.js'
import { FakeClock } from '../../support/lan-app.js'

t.test('four failures are free, the fifth costs 30 s, each further one twice as much, at most 15 minutes', async t => {
  const clock = new FakeClock()
  const lockout = new Lockout(clock)
  const waits: number[] = []
  for (let i = 0; i < 12; i++) {
    lockout.failed(['name a'])
    waits.push(lockout.waitMs(['name a']) / 1000)
  }
  t.strictSame(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900])
  t.equal(lockout.waitMs(['name b']), 0)
  t.equal(lockout.waitMs(['name b', 'name a']), 900_000, 'the longest of the keys counts')
  clock.nowMs += 900_000
  t.equal(lockout.waitMs(['name a']), 0)
  lockout.succeeded(['name a'])
  lockout.failed(['name a'])
  t.equal(lockout.waitMs(['name a']), 0, 'a success forgets')
})

t.test('a day without failures forgets', async t => {
  const clock = new FakeClock()
  const lockout = new Lockout(clock)
  for (let i = 0; i < 9; i++) lockout.failed(['x'])
  clock.nowMs += 24 * 3_600_000
  lockout.failed(['x'])
  t.equal(lockout.waitMs(['x']), 0)
})

t.test('made-up names do not fill the memory, and do not push out what is under attack now', async t => {
  const clock = new FakeClock()
  const lockout = new Lockout(clock)
  for (let i = 0; i < 10_000; i++) lockout.failed([`made up ${i}`])
  for (let i = 0; i < 5; i++) lockout.failed(['victim'])
  for (let i = 0; i < 9_999; i++) lockout.failed([`made up again ${i}`])
  t.equal(lockout.waitMs(['victim']), 30_000)
})
