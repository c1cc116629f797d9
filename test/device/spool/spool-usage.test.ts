import { join } from 'node:path'
import t from 'tap'
import { spoolUsage } from '../../../device/spool/spool-usage.js'

t.test('sealed bytes and keys of all sessions are counted, and nothing else', async t => {
  const spool = t.testdir({
    one: { '0001.seg': 'x'.repeat(100), '0001.key': 'k', '0002.seg': 'x'.repeat(11), 'session.json': '{}' },
    two: { '0001.key': 'k', '0002.gone': '1234', 'journal.ndjson': '' },
  })
  const all = await spoolUsage(spool)
  t.match(all, { bytes: 111, keys: 2 })
  t.ok(all.freeBytes > 0 && Number.isSafeInteger(all.freeBytes))
  t.match(await spoolUsage(join(spool, 'two')), { bytes: 0, keys: 1 })
})

t.test('a spool that does not exist yet holds nothing, and has the room of where it will be', async t => {
  const spool = t.testdir({})
  const usage = await spoolUsage(join(spool, 'not', 'yet'))
  t.match(usage, { bytes: 0, keys: 0 })
  t.ok(usage.freeBytes > 0)
})

t.test('a spool that is no folder is an error', async t => {
  await t.rejects(spoolUsage(join(t.testdir({ file: 'x' }), 'file')), { code: 'ENOTDIR' })
})
