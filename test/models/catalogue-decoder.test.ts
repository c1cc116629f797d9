import t from 'tap'
import type { EarshotError } from '../../device/contracts/errors.js'
import { decodeCatalogue } from '../../models/catalogue-decoder.js'

const entry = {
  id: 'base.en',
  kind: 'speech',
  repository: 'maker/models',
  file: 'ggml-base.en.bin',
  bytes: 147_964_211,
  sha256: 'a'.repeat(64),
  licence: 'MIT',
  languages: ['en'],
  ramMiB: 388,
}
const whole = { version: 1, downloadUrl: 'https://x.example/{repository}/{revision}/{file}', models: [entry] }

const decode = (change: object, model: object = {}): unknown =>
  decodeCatalogue(JSON.stringify({ ...whole, models: [{ ...entry, ...model }], ...change }))

function problems(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return (error as EarshotError).code === 'CONFIG_INVALID' ? ((error as EarshotError).hint ?? '') : String(error)
  }
  return 'none'
}

t.test('a valid catalogue is read, with what was left out made plain', async t => {
  t.match(decode({}), {
    downloadUrl: whole.downloadUrl,
    models: [{ id: 'base.en', advice: null, origin: { bundled: false, repository: 'maker/models', revision: 'main' } }],
  })
  const bundled = { bundled: true, path: 'models/demo', repository: undefined }
  t.match(decode({}, bundled), { models: [{ origin: { bundled: true, folder: 'models/demo' } }] })
})

t.test('every problem is told at once, by its path', async t => {
  const hint = problems(() =>
    decode(
      { version: 2, downloadUrl: 'http://x/{file}', extra: 1 },
      { bytes: 0, sha256: 'AB', kind: 'video', wings: 2 },
    ),
  )
  for (const part of [
    'version must be 1',
    'downloadUrl must be an https address template',
    'extra is not known',
    'models[0].bytes must be a whole number above 0',
    'models[0].sha256 must be 64 lower-case hex digits',
    'models[0].kind must be one of speech, language',
    'models[0].wings is not known',
  ]) {
    t.match(hint, part)
  }
})

t.test('each field is refused when it is missing or wrong', async t => {
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    id: ['', 'A b', '../x', '-x', 7, null],
    kind: ['', 'ggml', 1],
    file: ['', 'a/b.bin', '..', '.hidden', '/etc/passwd', 'a b', 'a\0b'],
    bytes: [0, -1, 1.5, '10', 2 ** 60],
    sha256: ['a'.repeat(63), 'a'.repeat(65), 'A'.repeat(64), 1],
    licence: ['', 1],
    languages: [[], 'en', ['english'], [1]],
    ramMiB: [0, '1'],
    repository: ['maker', 'a/b/c', '../b c', 1],
    revision: ['main', 'abc', 1],
    advice: ['', 1],
  }
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      t.match(
        problems(() => decode({}, { [name]: value })),
        `models[0].${name} must be`,
        `${name} ${JSON.stringify(value)}`,
      )
    }
  }
  for (const name of Object.keys(entry)) {
    t.match(
      problems(() => decode({}, { [name]: undefined })),
      `models[0].${name} must be`,
      `${name} missing`,
    )
  }
  for (const path of [undefined, '/models/demo', '../demo', 'models/../demo', '']) {
    t.match(
      problems(() => decode({}, { bundled: true, path, repository: undefined })),
      'models[0].path must be',
    )
  }
})

t.test('two models never share an id, a file or a content', async t => {
  const hint = problems(() => decode({ models: [entry, entry] }))
  t.match(hint, 'two models have the same id: base.en')
  t.match(hint, 'two models have the same file')
  t.match(hint, 'two models have the same sha256')
})

t.test('what is not a catalogue at all is refused without quoting it', async t => {
  for (const text of ['', 'Jane Doe', '[]', 'null', '7', '{"models": {}}', '{"models":[7]}']) {
    const hint = problems(() => decodeCatalogue(text))
    t.match(hint, 'correct models/catalogue.json')
    t.notMatch(hint, 'Jane')
  }
})
