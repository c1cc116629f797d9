import { execFileSync } from 'node:child_process'
import t from 'tap'
import { systemClock } from '../../device/clock.js'

t.test('the monotonic clock is whole milliseconds and never goes back', async t => {
  let before = systemClock.monotonicMs()
  for (let look = 0; look < 1000; look += 1) {
    const now = systemClock.monotonicMs()
    if (now < before || !Number.isSafeInteger(now)) t.fail('went back or is not whole')
    before = now
  }
  t.ok(Math.abs(systemClock.nowMs() - Date.now()) < 60_000)
})

t.test('another process of this boot reads the same clock', async t => {
  const before = systemClock.monotonicMs()
  const other = Number(execFileSync(process.execPath, ['-p', 'Number(process.hrtime.bigint() / 1000000n)']))
  const after = systemClock.monotonicMs()
  t.ok(before <= other && other <= after, `${before} <= ${other} <= ${after}`)
})
