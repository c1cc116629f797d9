import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Notifier } from '../../device/notify.js'
import { until } from '../support/test-device.js'

function manager(t: Test) {
  const folder = t.testdir()
  const told = join(folder, 'told')
  writeFileSync(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$@" >> ${told}\n`)
  chmodSync(join(folder, 'systemd-notify'), 0o755)
  const lines = () => (existsSync(told) ? readFileSync(told, 'utf8') : '')
  return { PATH: `${folder}:/usr/bin:/bin`, lines }
}

t.test('without a service manager nothing is started', async t => {
  const { PATH, lines } = manager(t)
  const notifier = new Notifier({ PATH, WATCHDOG_USEC: '1000' })
  notifier.ready()
  await new Promise(resolve => setTimeout(resolve, 100))
  notifier.stopping()
  t.equal(lines(), '')
})

t.test('ready, alive, stopping are told; alive only where a watchdog is set', async t => {
  const { PATH, lines } = manager(t)
  const notifier = new Notifier({ PATH, NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '40000' })
  notifier.ready()
  await until(() => lines().includes('WATCHDOG=1') && lines().includes('READY=1'), 'ready and alive')
  notifier.stopping()
  await until(() => lines().includes('STOPPING=1'), 'stopping')
})

t.test('a program that is not there is no trouble', async t => {
  const notifier = new Notifier({ PATH: t.testdir(), NOTIFY_SOCKET: '/nowhere' })
  t.doesNotThrow(() => notifier.ready())
  await new Promise(resolve => setTimeout(resolve, 50))
})
