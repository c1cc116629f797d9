import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { verifyModel } from '../../models/verify.js'
import { modelFixture } from '../support/model-fixture.js'

const { entry, content } = modelFixture()
const flip = (at: number): Buffer => {
  const changed = Buffer.from(content)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}

t.test('the very file is accepted, and read whole', async t => {
  const file = join(t.testdir(), 'model')
  await writeFile(file, content)
  let readBytes = 0
  await verifyModel(entry, file, { onProgress: bytes => (readBytes = bytes) })
  t.equal(readBytes, entry.bytes)
  await symlink(file, `${file}.link`)
  await verifyModel(entry, `${file}.link`)
})

t.test('a file one byte short, one byte long, or empty has the wrong size', async t => {
  const file = join(t.testdir(), 'model')
  const sizes = [0, 1, 3, 4, entry.bytes - 1, entry.bytes + 1]
  for (const bytes of sizes) {
    await writeFile(file, Buffer.concat([content, Buffer.alloc(1)]).subarray(0, bytes))
    await t.rejects(
      verifyModel(entry, file),
      {
        code: 'MODEL_SIZE_MISMATCH',
        detail: { bytes, expectedBytes: entry.bytes },
        hint: /scripts\/models fetch small\.test/,
      },
      `${bytes} bytes`,
    )
  }
})

t.test('one changed bit anywhere is a checksum mismatch', async t => {
  const file = join(t.testdir(), 'model')
  for (const at of [4, 1000, entry.bytes - 1]) {
    await writeFile(file, flip(at))
    await t.rejects(verifyModel(entry, file), { code: 'MODEL_CHECKSUM_MISMATCH' }, `byte ${at}`)
  }
})

t.test('a file of another kind is called so, whatever its size', async t => {
  const file = join(t.testdir(), 'model')
  for (const bytes of [flip(0), Buffer.from('<html>sign in to the guest network</html>'), Buffer.from('GGUFxxxx')]) {
    await writeFile(file, bytes)
    await t.rejects(verifyModel(entry, file), { code: 'MODEL_WRONG_KIND', detail: { kind: 'speech' } })
  }
  const language = modelFixture(5000, 'language')
  await writeFile(file, content)
  await t.rejects(verifyModel(language.entry, file), { code: 'MODEL_WRONG_KIND', detail: { kind: 'language' } })
  await writeFile(file, language.content)
  await verifyModel(language.entry, file)
})

t.test('what is missing is not installed, and a folder is no model', async t => {
  const folder = t.testdir()
  await t.rejects(verifyModel(entry, join(folder, 'none')), { code: 'MODEL_NOT_INSTALLED', hint: /fetch small\.test/ })
  await writeFile(join(folder, 'file'), '')
  await t.rejects(verifyModel(entry, join(folder, 'file/below')), { code: 'MODEL_NOT_INSTALLED' })
  await mkdir(join(folder, 'folder'))
  await t.rejects(verifyModel(entry, join(folder, 'folder')), { code: 'MODEL_WRONG_KIND' })
  const bundled = { ...entry, origin: { bundled: true, folder: 'models/demo' } } as const
  await t.rejects(verifyModel(bundled, join(folder, 'none')), {
    code: 'MODEL_NOT_INSTALLED',
    hint: /install Earshot again/,
  })
})

t.test('a file that may not be read says so', async t => {
  const file = join(t.testdir(), 'loop')
  await symlink(file, file)
  await t.rejects(verifyModel(entry, file), { code: 'MODEL_NOT_INSTALLED', message: 'model file cannot be read' })
  // root may read everything: the same error by rights only for others
  if (process.getuid?.() !== 0) {
    const closed = join(t.testdirName, 'closed')
    await writeFile(closed, content)
    await chmod(closed, 0)
    await t.rejects(verifyModel(entry, closed), { code: 'MODEL_NOT_INSTALLED', message: 'model file cannot be read' })
  }
})

t.test('an abort ends the reading', async t => {
  const file = join(t.testdir(), 'model')
  await writeFile(file, content)
  await t.rejects(verifyModel(entry, file, { signal: AbortSignal.abort(new Error('enough')) }), { message: 'enough' })
})
