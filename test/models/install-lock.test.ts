import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { withInstallLock } from '../../models/install-lock.js'
import { modelFixture } from '../support/model-fixture.js'

const { entry } = modelFixture(100)

t.test('one at a time: the second is told that another is at it, and may come when it is done', async t => {
  const folder = join(t.testdir(), 'models')
  const file = join(folder, entry.file)
  await withInstallLock(entry, file, async () => {
    t.strictSame(await readdir(folder), [`${entry.file}.lock`])
    await t.rejects(
      withInstallLock(entry, file, async () => t.fail('two at once')),
      { code: 'MODEL_BUSY', retryable: true },
    )
    t.strictSame(await readdir(folder), [`${entry.file}.lock`], 'the refused one leaves the lock and nothing else')
  })
  t.equal(await withInstallLock(entry, file, async () => 'done'), 'done')
  t.strictSame(await readdir(folder), [])
})

t.test('of many at once exactly one works', async t => {
  const file = join(t.testdir(), entry.file)
  let inside = 0
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      withInstallLock(entry, file, async () => {
        inside += 1
        await new Promise(resolve => setTimeout(resolve, 100))
      }),
    ),
  )
  t.equal(inside, results.filter(result => result.status === 'fulfilled').length)
  t.equal(inside, 1)
})

t.test('the lock is given back when the work fails', async t => {
  const folder = t.testdir()
  const file = join(folder, entry.file)
  await t.rejects(
    withInstallLock(entry, file, async () => {
      throw new Error('no')
    }),
    { message: 'no' },
  )
  t.strictSame(await readdir(folder), [])
})

t.test('the lock of a killed program, of an earlier boot or a torn one is taken over', async t => {
  const file = join(t.testdir(), entry.file)
  const sleeper = spawn('sleep', ['100'])
  await once(sleeper, 'spawn')
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const stat = (await readFile(`/proc/${sleeper.pid}/stat`, 'utf8')).split(' ')
  const lock = `${sleeper.pid} ${boot} ${stat[21]}`
  await writeFile(`${file}.lock`, lock)
  await t.rejects(
    withInstallLock(entry, file, async () => {}),
    { code: 'MODEL_BUSY' },
    'it lives',
  )
  sleeper.kill('SIGKILL')
  await once(sleeper, 'close')
  const stale = [lock, '', 'nonsense', '0', `${process.pid} ${boot} 1`, `${process.pid} another-boot ${stat[21]}`]
  for (const text of stale) {
    await writeFile(`${file}.lock`, text)
    t.equal(await withInstallLock(entry, file, async () => 'done'), 'done', text)
  }
})
