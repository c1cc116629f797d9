import { open, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { EarshotError } from '../../device/contracts/errors.js'
import { installFile, isInstalled, isWrongModel, writeAll } from '../../models/install-file.js'
import { modelFixture } from '../support/model-fixture.js'

const { entry, content } = modelFixture(5000)

t.test('a verified file takes the place of what was there', async t => {
  const folder = t.testdir({ model: 'old', part: content })
  await installFile(entry, join(folder, 'part'), join(folder, 'model'))
  t.strictSame(await readdir(folder), ['model'])
  t.ok((await readFile(join(folder, 'model'))).equals(content))
})

t.test('a file that is not the model takes nobody’s place', async t => {
  const folder = t.testdir({ model: 'old', part: content.subarray(1) })
  await t.rejects(installFile(entry, join(folder, 'part'), join(folder, 'model')), { code: 'MODEL_WRONG_KIND' })
  t.equal(await readFile(join(folder, 'model'), 'utf8'), 'old')
})

t.test('installed means there and sound', async t => {
  const folder = t.testdir({ good: content, bad: content.subarray(0, 4999) })
  t.equal(await isInstalled(entry, join(folder, 'good')), true)
  t.equal(await isInstalled(entry, join(folder, 'bad')), false)
  t.equal(await isInstalled(entry, join(folder, 'none')), false)
  const signal = AbortSignal.abort(new Error('enough'))
  await t.rejects(isInstalled(entry, join(folder, 'good'), { signal }), { message: 'enough' })
})

t.test('only a finding about the file says that it is the wrong one', async t => {
  for (const code of ['MODEL_SIZE_MISMATCH', 'MODEL_CHECKSUM_MISMATCH', 'MODEL_WRONG_KIND'] as const) {
    t.equal(isWrongModel(new EarshotError(code, 'no')), true)
  }
  t.equal(isWrongModel(new EarshotError('MODEL_NOT_INSTALLED', 'no')), false)
  t.equal(isWrongModel(new Error('no')), false)
})

t.test('a piece is written whole even where each call takes a part of it', async t => {
  const file = join(t.testdir(), 'out')
  const handle = await open(file, 'w')
  const write = handle.write.bind(handle)
  const stingy = Object.create(handle, {
    write: { value: (piece: Uint8Array, at: number, bytes: number) => write(piece, at, Math.min(bytes, 7)) },
  }) as typeof handle
  await writeAll(stingy, content)
  await writeAll(stingy, new Uint8Array(0))
  await handle.close()
  t.ok((await readFile(file)).equals(content))
  await writeFile(file, '')
})
