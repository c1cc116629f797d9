import { join } from 'node:path'
import t from 'tap'
import { dumpsCore, hasSwap, missingProtections, zeroesFreedMemory } from '../../../device/spool/protections.js'

const HEADING = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'
const LIMITS = (soft: string) =>
  `Limit  Soft Limit  Hard Limit  Units\nMax core file size        ${soft}       unlimited     bytes\n`

const GOOD = {
  swaps: HEADING,
  cmdline: 'console=tty1 init_on_free=1 root=/dev/mmcblk0p2\n',
  self: { limits: LIMITS('0'), mountinfo: '1 0 0:1 / / rw - tmpfs tmpfs rw\n' },
  sys: { kernel: { core_pattern: 'core\n' } },
}

t.test('invariant 1: with every protection in place none is missing', async t => {
  const proc = t.testdir(GOOD)
  t.strictSame(await missingProtections('/spool', proc), [])
})

t.test('invariant 1: each protection that is missing is named, alone', async t => {
  const cases: readonly (readonly [string, object])[] = [
    ['spool-not-ram', { self: { ...GOOD.self, mountinfo: '1 0 0:1 / / rw - ext4 /dev/root rw\n' } }],
    ['swap-on', { swaps: `${HEADING}/dev/zram0 partition 1000 0 100\n` }],
    ['no-init-on-free', { cmdline: 'quiet\n' }],
    ['core-dumps-on', { self: { ...GOOD.self, limits: LIMITS('unlimited') } }],
  ]
  for (const [downgrade, change] of cases) {
    const proc = t.testdir({ ...GOOD, ...change })
    t.strictSame(await missingProtections('/spool', proc), [downgrade])
  }
})

t.test('what cannot be seen is not claimed', async t => {
  const proc = join(t.testdir({}), 'absent')
  t.strictSame(await missingProtections('/spool', proc), [
    'spool-not-ram',
    'swap-on',
    'no-init-on-free',
    'core-dumps-on',
  ])
})

t.test('this very machine gives an answer', async t => {
  const missing = await missingProtections('/dev/shm')
  t.notOk(missing.includes('spool-not-ram'))
})

t.test('the kernel line is read as the kernel reads it', t => {
  for (const word of ['init_on_free=1', 'init_on_free=y', 'init_on_free=on', 'init_on_free=0 init_on_free=1']) {
    t.ok(zeroesFreedMemory(`a ${word} b`), word)
  }
  for (const word of ['', 'init_on_free', 'init_on_free=0', 'init_on_free=1 init_on_free=0', 'xinit_on_free=1']) {
    t.notOk(zeroesFreedMemory(`a ${word} b`), word)
  }
  t.end()
})

t.test('swap is any line below the heading', t => {
  t.notOk(hasSwap(HEADING))
  t.ok(hasSwap(`${HEADING}/swapfile file 1 0 -2\n`))
  t.end()
})

t.test('a core limit of zero stops files, not programs that take dumps', t => {
  t.notOk(dumpsCore(LIMITS('0'), 'core'))
  t.ok(dumpsCore(LIMITS('1'), 'core'))
  t.ok(dumpsCore('', 'core'), 'no limit to be seen')
  t.ok(dumpsCore(LIMITS('0'), '|/usr/lib/systemd/systemd-coredump %P'))
  t.notOk(dumpsCore(LIMITS('unlimited'), '|/bin/false'))
  t.notOk(dumpsCore(LIMITS('unlimited'), '|/usr/bin/true %P'))
  t.ok(dumpsCore(LIMITS('0'), '|/bin/falsetto'))
  t.end()
})
