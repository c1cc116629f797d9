import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isRam, mediumIn, mediumOf } from '../../../device/spool/medium.js'

const MOUNTS = [
  '22 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw',
  '24 22 0:5 / /run rw,nosuid shared:2 - tmpfs tmpfs rw,size=800M',
  '25 24 0:6 / /run/earshot rw - ramfs none rw',
  '26 22 0:7 / /mnt/with\\040space rw - xfs /dev/sdb rw',
  '27 22 0:8 / /twice rw - ext4 /dev/sdc rw',
  '28 27 0:9 / /twice rw master:3 propagate_from:2 - tmpfs tmpfs rw',
  '',
].join('\n')

t.test('the longest mount point above a path decides, the later of two at one place', t => {
  const wanted: Readonly<Record<string, string>> = {
    '/': 'ext4',
    '/home/a': 'ext4',
    '/run': 'tmpfs',
    '/run/earshot': 'ramfs',
    '/run/earshot/spool': 'ramfs',
    '/run/earshot2': 'tmpfs',
    '/runner': 'ext4',
    '/mnt/with space/x': 'xfs',
    '/twice/x': 'tmpfs',
  }
  for (const [path, type] of Object.entries(wanted)) t.equal(mediumIn(MOUNTS, path), type, path)
  t.equal(mediumIn('', '/run'), 'unknown')
  t.equal(mediumIn('damaged line', '/run'), 'unknown')
  t.end()
})

t.test('invariant 1: on this machine /dev/shm is RAM, and a link there counts as what it leads to', async t => {
  t.equal(await mediumOf('/dev/shm'), 'tmpfs')
  t.equal(await mediumOf('/dev/shm/not/made/yet'), 'tmpfs')
  const folder = t.testdir({})
  symlinkSync('/dev/shm', join(folder, 'link'))
  t.equal(await mediumOf(join(folder, 'link')), 'tmpfs')
  t.equal(await mediumOf(join(folder, 'link', 'below')), 'tmpfs')
  mkdirSync(join(folder, 'real'))
  t.equal(await mediumOf('/proc'), 'proc')
  t.equal(await mediumOf(folder, join(folder, 'no-mountinfo')), 'unknown')
})

t.test('only what is made of RAM is RAM', t => {
  t.ok(isRam('tmpfs'))
  t.ok(isRam('ramfs'))
  for (const type of ['ext4', 'overlay', 'unknown', 'zram', '']) t.notOk(isRam(type), type)
  t.end()
})
