import { spawn } from 'node:child_process'
import t from 'tap'
import { identify, isAlive, killNow, waitUntilGone } from '../../../device/session/process-identity.js'
import { until } from '../../support/test-device.js'

const sleeper = () => spawn('sleep', ['600'], { stdio: 'ignore' })

t.test('this process is alive and known by its number and its start', async t => {
  const self = identify(process.pid)
  t.match(self, { pid: process.pid, startTicks: /^\d+$/ })
  t.equal(isAlive(self!), true)
})

t.test('no process is null', async t => {
  for (const pid of [0, -1, 2 ** 30, Number.NaN]) t.equal(identify(pid), null)
})

t.test('another process of the same number is a stranger: not alive, and not killed', async t => {
  const child = sleeper()
  t.teardown(() => child.kill('SIGKILL'))
  const stranger = { pid: child.pid!, startTicks: '1' }
  t.equal(isAlive(stranger), false)
  killNow(stranger)
  t.equal(await waitUntilGone(stranger, 0), true)
  t.ok(identify(child.pid!), 'it lives')
})

t.test('a killed process is gone, even while nobody has fetched its corpse', async t => {
  const child = sleeper()
  const identity = identify(child.pid!)!
  t.equal(await waitUntilGone(identity, 30), false)
  killNow(identity)
  t.equal(await waitUntilGone(identity, 60_000), true)
  killNow(identity)
  await until(() => child.signalCode === 'SIGKILL', 'its end')
})

t.test('a name with brackets and spaces does not confuse', async t => {
  const child = spawn(process.execPath, ['-e', "process.title = 'a) S 1 (b'; setInterval(() => {}, 1000)"], {
    stdio: 'ignore',
  })
  t.teardown(() => child.kill('SIGKILL'))
  await until(() => identify(child.pid!) !== null, 'the start')
  const before = identify(child.pid!)
  await new Promise(resolve => setTimeout(resolve, 150))
  t.strictSame(identify(child.pid!), before)
})
