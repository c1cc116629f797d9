import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { notifyReady } from '../../companion/systemd.js'

t.test('without a NOTIFY_SOCKET there is no one to tell', async t => {
  notifyReady({})()
  t.pass()
})

t.test('systemd hears READY, then WATCHDOG twice an interval, then STOPPING', async t => {
  const folder = t.testdir({})
  const heard = join(folder, 'heard')
  await writeFile(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$1" >>"${heard}"\n`)
  await chmod(join(folder, 'systemd-notify'), 0o755)
  const path = process.env['PATH']
  process.env['PATH'] = `${folder}:${path}`
  t.teardown(() => {
    process.env['PATH'] = path
  })
  const stop = notifyReady({ NOTIFY_SOCKET: '/x', WATCHDOG_USEC: '400000' })
  const lines = async (): Promise<string[]> => (await readFile(heard, 'utf8').catch(() => '')).split('\n')
  while (!(await lines()).includes('WATCHDOG=1')) await new Promise(resolve => setTimeout(resolve, 20))
  stop()
  while (!(await lines()).includes('STOPPING=1')) await new Promise(resolve => setTimeout(resolve, 20))
  t.equal((await lines())[0], 'READY=1')
})
