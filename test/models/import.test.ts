import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type ImportOptions, importModel } from '../../models/import.js'
import { modelFixture } from '../support/model-fixture.js'

const { entry, content } = modelFixture(3 * 1024 * 1024 + 5)

interface Place {
  readonly source: string
  readonly folder: string
  readonly file: string
  readonly run: (options?: ImportOptions) => Promise<string>
}

async function place(t: Test, bytes: Buffer): Promise<Place> {
  const state = t.testdir({ stick: {}, models: {} })
  const source = join(state, 'stick/any name.bin')
  await writeFile(source, bytes)
  const folder = join(state, 'models')
  const run: Place['run'] = options => importModel({ entry, file: source }, state, options)
  return { source, folder, file: join(folder, entry.file), run }
}

t.test('a sound file is copied under its own name, with nothing left beside it', async t => {
  const { source, folder, file, run } = await place(t, content)
  const phases = new Map<string, number>()
  t.equal(await run({ onProgress: at => phases.set(at.phase, at.bytes) }), 'imported')
  t.ok((await readFile(file)).equals(content))
  t.strictSame(await readdir(folder), [entry.file])
  t.strictSame(
    [...phases],
    [
      ['copying', entry.bytes],
      ['verifying', entry.bytes],
    ],
  )
  t.ok((await readFile(source)).equals(content), 'the source stays')
  t.equal(await run(), 'present')
})

t.test('a file that is not the model is refused, and what was there stays', async t => {
  const flipped = Buffer.from(content)
  flipped[1_500_000] = (flipped[1_500_000] ?? 0) ^ 1
  const cases = [
    ['MODEL_SIZE_MISMATCH', Buffer.alloc(0)],
    ['MODEL_SIZE_MISMATCH', content.subarray(0, -1)],
    ['MODEL_SIZE_MISMATCH', Buffer.concat([content, Buffer.alloc(1)])],
    ['MODEL_SIZE_MISMATCH', Buffer.concat([content, content])],
    ['MODEL_CHECKSUM_MISMATCH', flipped],
    ['MODEL_WRONG_KIND', Buffer.alloc(entry.bytes)],
  ] as const
  for (const [code, bytes] of cases) {
    const { folder, file, run } = await place(t, bytes)
    await writeFile(file, 'old')
    await t.rejects(run(), { code }, `${code}, ${bytes.length} bytes`)
    t.strictSame(await readdir(folder), [entry.file])
    t.equal(await readFile(file, 'utf8'), 'old')
  }
})

t.test('a damaged installed model is replaced', async t => {
  const { file, run } = await place(t, content)
  await writeFile(file, content.subarray(0, 1000))
  t.equal(await run(), 'imported')
  t.ok((await readFile(file)).equals(content))
})

t.test('what an import that was killed left is used by nobody and overwritten', async t => {
  const { folder, file, run } = await place(t, content)
  await writeFile(`${file}.import`, Buffer.alloc(entry.bytes + 100, 1))
  t.equal(await run(), 'imported')
  t.ok((await readFile(file)).equals(content))
  t.strictSame(await readdir(folder), [entry.file])
})

t.test('the partial file of a fetch goes once the model is imported, and not before', async t => {
  const wrong = await place(t, content.subarray(1))
  await writeFile(`${wrong.file}.part`, 'half')
  await t.rejects(wrong.run(), { code: 'MODEL_WRONG_KIND' })
  t.strictSame(await readdir(wrong.folder), [`${entry.file}.part`])
  const { folder, file, run } = await place(t, content)
  await writeFile(`${file}.part`, 'half')
  t.equal(await run(), 'imported')
  t.strictSame(await readdir(folder), [entry.file])
})

t.test('a full disk, a source that is gone and a folder in its place are told, and nothing is left', async t => {
  const full = await place(t, content)
  await symlink('/dev/full', `${full.file}.import`)
  await t.rejects(full.run(), { code: 'MODEL_IMPORT_FAILED', detail: { system: 'ENOSPC' }, hint: /make room/ })
  t.strictSame(await readdir(full.folder), [])
  const { folder, run, source } = await place(t, content)
  const state = join(folder, '..')
  await t.rejects(importModel({ entry, file: `${source}.gone` }, state), {
    code: 'MODEL_IMPORT_FAILED',
    hint: /check the stick/,
  })
  await mkdir(`${source}.folder`)
  await t.rejects(importModel({ entry, file: `${source}.folder` }, state), { code: 'MODEL_IMPORT_FAILED' })
  t.strictSame(await readdir(folder), [])
  t.equal(await run(), 'imported')
})

t.test('Ctrl-C leaves nothing behind', async t => {
  const { folder, run } = await place(t, content)
  const aborter = new AbortController()
  const onProgress = (): void => aborter.abort(new Error('enough'))
  await t.rejects(run({ signal: aborter.signal, onProgress }), { message: 'enough' })
  t.strictSame(await readdir(folder), [])
})
