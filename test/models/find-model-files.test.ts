import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import t from 'tap'
import { findModel, loadCatalogue } from '../../models/catalogue.js'
import { findModelFiles } from '../../models/find-model-files.js'
import type { Catalogue } from '../../models/model-entry.js'
import { modelFixture } from '../support/model-fixture.js'
import { root } from '../support/root.js'

const one = modelFixture(5000, 'speech', 'one')
const two = modelFixture(5000, 'speech', 'two')
const three = modelFixture(7000, 'language', 'three')
const catalogue: Catalogue = { ...one.catalogue, models: [one.entry, two.entry, three.entry] }

async function found(place: string): Promise<readonly string[]> {
  const models = await findModelFiles(catalogue, place)
  return models.map(({ entry, file }) => `${entry.id} ${relative(place, file) || basename(file)}`).sort()
}

t.test('a file is known by its name', async t => {
  const folder = t.testdir({ 'ggml-one.bin': one.content })
  t.strictSame(await found(join(folder, 'ggml-one.bin')), ['one ggml-one.bin'])
})

t.test('a file under any other name is known by its content, also among models of one size', async t => {
  const folder = t.testdir({ 'download (3)': two.content, 'model.bin': three.content })
  t.strictSame(await found(folder), ['three model.bin', 'two download (3)'])
})

t.test('two models whose names were swapped are still told apart by what is in them, if the sizes differ', async t => {
  const folder = t.testdir({ 'ggml-one.bin': three.content })
  t.strictSame(await found(folder), ['three ggml-one.bin'])
})

t.test('a file with a model’s name and another size is reported under that name, to be refused', async t => {
  const folder = t.testdir({ 'ggml-one.bin': one.content.subarray(0, 4999) })
  t.strictSame(await found(folder), ['one ggml-one.bin'])
})

t.test('a stick is searched through its folders, past everything that is no model', async t => {
  const folder = t.testdir({
    'holiday.jpg': 'x',
    'same-size.bin': Buffer.alloc(5000),
    earshot: { 'ggml-one.bin': one.content, more: { deeper: { 'three.gguf': three.content } } },
  })
  t.strictSame(await found(folder), ['one earshot/ggml-one.bin', 'three earshot/more/deeper/three.gguf'])
})

t.test('folders too deep, links and an empty stick hold nothing', async t => {
  const folder = t.testdir({ a: { b: { c: { d: { 'ggml-one.bin': one.content } } } } })
  t.strictSame(await found(folder), [])
  await symlink(join(folder, 'a/b/c/d/ggml-one.bin'), join(folder, 'ggml-one.bin'))
  await symlink(folder, join(folder, 'loop'))
  t.strictSame(await found(folder), [])
  await mkdir(join(folder, 'empty'))
  t.strictSame(await found(join(folder, 'empty')), [])
})

t.test('of one model twice the file with its name is taken', async t => {
  const folder = t.testdir({ 'a.bin': one.content, 'ggml-one.bin': one.content, 'z.bin': one.content })
  t.strictSame(await found(folder), ['one ggml-one.bin'])
})

t.test('a place that is not there says so', async t => {
  const folder = t.testdir()
  await writeFile(join(folder, 'file'), '')
  for (const place of [join(folder, 'none'), join(folder, 'file/below')]) {
    await t.rejects(found(place), { code: 'MODEL_IMPORT_FAILED', hint: /mounted/ })
  }
})

t.test('the bundled model is not looked for', async t => {
  const real = loadCatalogue()
  t.ok(findModel(real, 'demo-tiny.en-q5_1').origin.bundled)
  t.strictSame(await findModelFiles(real, join(root, 'models/demo')), [])
})
