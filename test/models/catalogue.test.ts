import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { CONFIG_DEFAULTS } from '../../device/contracts/config.js'
import { downloadUrl, entryPath, findModel, loadCatalogue, modelPath, modelsFolder } from '../../models/catalogue.js'
import { verifyModel } from '../../models/verify.js'
import { modelFixture } from '../support/model-fixture.js'
import { root } from '../support/root.js'

const catalogue = loadCatalogue()

t.test('the catalogue that ships is valid and holds what the box needs', async t => {
  t.equal(findModel(catalogue, CONFIG_DEFAULTS.transcriber.model, 'speech').id, 'small.en-q5_1', 'the default model')
  t.equal(catalogue.models.filter(entry => entry.kind === 'speech').length, 11)
  t.equal(catalogue.models.filter(entry => entry.kind === 'language').length, 2)
  t.ok(catalogue.models.every(entry => entry.licence !== ''))
})

t.test('the bundled demo model is in the project and is what the catalogue says', async t => {
  const entry = findModel(catalogue, 'demo-tiny.en-q5_1', 'speech')
  const file = modelPath('/nowhere', entry.id)
  t.equal(file, join(root, 'models/demo/ggml-demo-tiny.en-q5_1.bin'))
  await verifyModel(entry, file)
  t.equal((await stat(file)).size, 8_169_227)
})

t.test('any other model lies in the models folder of the state, under its own file name', async t => {
  t.equal(modelPath('/var/lib/earshot', 'small.en-q5_1'), '/var/lib/earshot/models/ggml-small.en-q5_1.bin')
  t.equal(modelsFolder('/var/lib/earshot'), '/var/lib/earshot/models')
  t.equal(entryPath('/s', modelFixture().entry), '/s/models/ggml-small.test.bin')
})

t.test('an unknown model is refused with advice', async t => {
  for (const id of ['nothing', '', 'SMALL.EN-Q5_1', '__proto__']) {
    t.throws(() => findModel(catalogue, id), { code: 'MODEL_UNKNOWN', hint: /scripts\/models list/ }, id)
  }
  t.throws(() => modelPath('/s', 'nothing'), { code: 'MODEL_UNKNOWN' })
})

t.test('a language model is never handed out where a speech model is wanted, nor the other way round', async t => {
  t.throws(() => findModel(catalogue, 'qwen3-1.7b', 'speech'), { code: 'MODEL_WRONG_KIND' })
  t.throws(() => findModel(catalogue, 'base.en', 'language'), { code: 'MODEL_WRONG_KIND' })
})

t.test('the address names repository, revision and file, and main where no revision is pinned', async t => {
  const address = (id: string): string | undefined => downloadUrl(catalogue.downloadUrl, findModel(catalogue, id))?.href
  t.match(
    address('base.en'),
    /\/ggerganov\/whisper\.cpp\/resolve\/5359861c739e955e79d9a303bcbc70fb988958b1\/ggml-base\.en\.bin$/,
  )
  t.match(address('qwen3-1.7b'), /\/unsloth\/Qwen3-1\.7B-GGUF\/resolve\/main\/Qwen3-1\.7B-Q4_K_M\.gguf$/)
  t.equal(downloadUrl(catalogue.downloadUrl, findModel(catalogue, 'demo-tiny.en-q5_1')), null, 'nothing to fetch')
  t.equal(
    downloadUrl('https://mirror.example/{file}', findModel(catalogue, 'base.en'))?.href,
    'https://mirror.example/ggml-base.en.bin',
  )
})

t.test('a catalogue that cannot be read is not an empty one', async t => {
  t.throws(() => loadCatalogue(join(t.testdir(), 'none.json')), { code: 'CONFIG_UNREADABLE' })
  t.throws(() => loadCatalogue(t.testdir()), { code: 'CONFIG_UNREADABLE' })
})
