import t from 'tap'
import { Leases } from '../../../device/light/leases.js'
import { FakeClock } from '../../support/fake-system.js'

t.test('a lease lives to its last millisecond, then has run out until it is renewed or ended', async t => {
  const clock = new FakeClock()
  const leases = new Leases(clock)
  t.equal(leases.state('ready'), 'none')
  leases.set('ready', 1000)
  clock.pass(999)
  t.equal(leases.state('ready'), 'live')
  t.strictSame(leases.activities, ['ready'])
  clock.pass(1)
  t.equal(leases.state('ready'), 'expired')
  t.strictSame(leases.activities, ['attention'], 'silence is never taken for success')
  leases.set('ready', 1)
  t.equal(leases.state('ready'), 'live')
  leases.set('ready', 0)
  t.equal(leases.state('ready'), 'none')
  t.strictSame(leases.activities, [])
})

t.test('the time of day has no say in a lease', async t => {
  const clock = new FakeClock()
  const leases = new Leases(clock)
  leases.set('drafting', 1000)
  clock.wallMs += 99_999_999
  t.equal(leases.state('drafting'), 'live')
})

t.test('leases do not touch each other, and attention is said once', async t => {
  const clock = new FakeClock()
  const leases = new Leases(clock)
  leases.set('transcribing', 10)
  leases.set('attention', 5000)
  leases.set('drafting', 5000)
  clock.pass(10)
  t.strictSame(leases.activities, ['drafting', 'attention'])
})
