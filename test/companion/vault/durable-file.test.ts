import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  makeFolder,
  namesIn,
  previousOf,
  readOrNull,
  removeDurably,
  removeFolderDurably,
  storageError,
  sweepTemporary,
  writeDurably,
} from '../../../companion/vault/durable-file.js'
import { EarshotError } from '../../../device/contracts/errors.js'
import { makeReadOnly, smallStore } from '../../support/small-store.js'

const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString())
const WRITER = new URL('../../support/durable-writer.js', import.meta.url)

t.test('what was written is there, mode 0600, and nothing else is', async t => {
  const folder = t.testdir()
  for (const size of [0, 1, 4095, 4096, 4097]) {
    await writeDurably(join(folder, 'a'), Buffer.alloc(size, 7))
    t.equal((await readOrNull(join(folder, 'a')))?.length, size)
  }
  t.equal(statSync(join(folder, 'a')).mode & 0o777, 0o600)
  t.strictSame(readdirSync(folder), ['a'])
})

t.test('a file that is not there is null, not an error', async t => {
  t.equal(await readOrNull(join(t.testdir(), 'nothing')), null)
  t.equal(await namesIn(join(t.testdir(), 'nothing')), null)
})

t.test('the generation before stays when asked for', async t => {
  const file = join(t.testdir(), 'a')
  await writeDurably(file, Buffer.from('one'), { keep: 'previous' })
  t.equal(await readOrNull(previousOf(file)), null)
  await writeDurably(file, Buffer.from('two'), { keep: 'previous' })
  await writeDurably(file, Buffer.from('three'), { keep: 'previous' })
  t.equal(text(await readOrNull(file)), 'three')
  t.equal(text(await readOrNull(previousOf(file))), 'two')
})

t.test('two copies of one writing leave nothing of the old one', async t => {
  const folder = t.testdir()
  const file = join(folder, 'a')
  await writeDurably(file, Buffer.from('old'), { keep: 'copy' })
  await writeDurably(file, Buffer.from('new'), { keep: 'copy' })
  t.equal(text(await readOrNull(previousOf(file))), 'new')
  for (const name of readdirSync(folder)) t.notMatch(readFileSync(join(folder, name), 'utf8'), /old/)
})

t.test('removing takes both generations, and twice is as good as once', async t => {
  const folder = t.testdir()
  const file = join(folder, 'a')
  await writeDurably(file, Buffer.from('one'), { keep: 'copy' })
  await removeDurably(file)
  await removeDurably(file)
  await removeDurably(join(folder, 'no', 'folder'))
  t.strictSame(readdirSync(folder), [])
})

t.test('a folder goes as one step, and twice is as good as once', async t => {
  const folder = t.testdir({ session: { a: '1', b: '2' } })
  await removeFolderDurably(join(folder, 'session'))
  await removeFolderDurably(join(folder, 'session'))
  t.strictSame(readdirSync(folder), [])
})

t.test('sweeping takes what a cut left and nothing else', async t => {
  const folder = t.testdir({
    '.a.0123456789abcdef.tmp': 'half',
    '.session.0123456789abcdef.tmp': { a: '1' },
    '.hidden': 'mine',
    'b.tmp': 'mine',
    a: 'whole',
  })
  t.equal(await sweepTemporary(folder), 2)
  t.strictSame(readdirSync(folder).sort(), ['.hidden', 'a', 'b.tmp'])
  t.equal(await sweepTemporary(join(folder, 'nothing')), 0)
})

t.test('folders are made with all above them, for their owner only', async t => {
  const folder = t.testdir()
  await makeFolder(join(folder, 'a', 'b'))
  await makeFolder(join(folder, 'a', 'b'))
  t.equal(statSync(join(folder, 'a', 'b')).mode & 0o777, 0o700)
})

t.test('invariant 10: a writer killed in the middle leaves the old file or the new file, whole', async t => {
  const folder = t.testdir()
  const file = join(folder, 'a')
  for (let round = 0; round < 25; round++) {
    const child = fork(WRITER, [file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await once(child, 'message')
    await new Promise(resolve => setTimeout(resolve, Math.random() * 12))
    child.kill('SIGKILL')
    await once(child, 'exit')
    for (const name of [file, previousOf(file)]) {
      const bytes = await readOrNull(name)
      if (bytes === null) t.equal(name, previousOf(file), 'only the older generation may be missing')
      else t.ok(bytes.length === 300_000 && bytes.every(byte => byte === bytes[0]), 'one writing, whole')
    }
    await sweepTemporary(folder)
    t.notOk(
      readdirSync(folder).some(name => name.endsWith('.tmp')),
      'nothing half-written stays',
    )
  }
})

t.test('a full store says so, keeps the old file, and leaves no half of the new one', async t => {
  const folder = smallStore(t, '64k')
  if (folder === null) return
  const file = join(folder, 'a')
  await writeDurably(file, Buffer.from('old'))
  await t.rejects(writeDurably(file, Buffer.alloc(200_000)), { code: 'STORAGE_FULL', retryable: true })
  t.equal(text(await readOrNull(file)), 'old')
  t.strictSame(readdirSync(folder), ['a'])
  await writeDurably(file, Buffer.from('new'))
  t.equal(text(await readOrNull(file)), 'new')
})

t.test('a read-only store says so, and what is there can still be read', async t => {
  const folder = smallStore(t, '64k')
  if (folder === null) return
  writeFileSync(join(folder, 'a'), 'old')
  makeReadOnly(folder)
  await t.rejects(writeDurably(join(folder, 'a'), Buffer.from('new')), { code: 'STORAGE_READ_ONLY' })
  await t.rejects(removeDurably(join(folder, 'a')), { code: 'STORAGE_READ_ONLY' })
  await t.rejects(makeFolder(join(folder, 'b', 'c')), { code: 'STORAGE_READ_ONLY' })
  await makeFolder(folder)
  t.equal(text(await readOrNull(join(folder, 'a'))), 'old')
})

t.test('system errors get a meaning where there is one, and keep their own where there is none', t => {
  const system = (code: string) => Object.assign(new Error('x'), { code })
  for (const [code, ours] of Object.entries({
    ENOSPC: 'STORAGE_FULL',
    EDQUOT: 'STORAGE_FULL',
    EROFS: 'STORAGE_READ_ONLY',
    EACCES: 'STORAGE_READ_ONLY',
    EPERM: 'STORAGE_READ_ONLY',
    EIO: 'STORAGE_DAMAGED',
    EISDIR: 'STORAGE_DAMAGED',
  })) {
    const error = storageError(system(code))
    t.ok(error instanceof EarshotError && error.code === ours && error.hint !== undefined, code)
  }
  const other = system('EMFILE')
  t.equal(storageError(other), other)
  t.equal(storageError('x'), 'x')
  t.end()
})
