import t from 'tap'
import { readSystem } from '../../../companion/pipeline/system-readings.js'

const LOCKED: Readonly<Record<string, string>> = {
  '/proc/swaps': 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n',
  '/proc/cmdline': 'quiet init_on_free=1 panic=1\n',
  '/proc/sys/kernel/core_pattern': 'core\n',
  '/proc/self/limits': 'Max core file size        0                    0                    bytes\n',
  '/run/systemd/timesync/synchronized': '',
}

const reading = (files: Readonly<Record<string, string>>) => (file: string) => {
  const text = files[file]
  return text === undefined ? Promise.reject(new Error('ENOENT')) : Promise.resolve(text)
}

t.test('on a locked-down kernel only the missing egress lock is named', async t => {
  const system = await readSystem('earshot 1', reading(LOCKED))
  t.match(system.receipt, { swapTotalKiB: 0, initOnFree: true, coreDumps: false, software: 'earshot 1' })
  t.strictSame(system.downgrades, ['no-egress-lock'])
  t.ok(system.clockSynced)
})

t.test('each protection that is missing is named', async t => {
  const swaps = `${LOCKED['/proc/swaps']}/dev/zram0  partition\t2097148\t0\t100\n`
  const limits = 'Max core file size        unlimited            unlimited            bytes\n'
  const system = await readSystem(
    'x',
    reading({ ...LOCKED, '/proc/swaps': swaps, '/proc/self/limits': limits, '/proc/cmdline': 'init_on_free=10' }),
  )
  t.match(system.receipt, { swapTotalKiB: 2_097_148, initOnFree: false, coreDumps: true })
  t.strictSame(system.downgrades, ['swap-on', 'no-init-on-free', 'core-dumps-on', 'no-egress-lock'])
})

t.test('a clock that no source confirmed is unsynced', async t => {
  const { '/run/systemd/timesync/synchronized': _, ...files } = LOCKED
  const system = await readSystem('x', reading(files))
  t.notOk(system.clockSynced)
  t.ok(system.downgrades.includes('clock-unsynced'))
})

t.test('the kernel of this very machine can be read', async t => {
  t.ok((await readSystem('x')).receipt.kernel.length > 0)
})
