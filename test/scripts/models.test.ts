import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { loadCatalogue } from '../../models/catalogue.js'
import { modelServer } from '../support/model-server.js'

const program = join(import.meta.dirname, '../../scripts/models.js')

interface Ran {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

async function run(argv: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', piece => (out += piece))
  child.stderr.on('data', piece => (err += piece))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, out, err }
}

t.test('list shows every model, and what is installed, fetched in part or damaged', async t => {
  const state = t.testdir({ models: {} })
  const place = (file: string): string => join(state, 'models', file)
  await writeFile(place('ggml-tiny.en-q5_1.bin'), '')
  await truncate(place('ggml-tiny.en-q5_1.bin'), 32_166_155)
  await writeFile(place('ggml-base.en.bin'), 'x')
  await writeFile(place('ggml-small.en-q5_1.bin.part'), '')
  await truncate(place('ggml-small.en-q5_1.bin.part'), 100_000_000)
  const { status, out, err } = await run(['list', '--state', state])
  t.equal(status, 0)
  t.equal(err, '')
  for (const { id } of loadCatalogue().models) t.ok(out.includes(`  ${id} `), id)
  t.match(out, /demo-tiny\.en-q5_1 +bundled +8 MiB/)
  t.match(out, /tiny\.en-q5_1 +installed +31 MiB/)
  t.match(out, /base\.en +damaged /)
  t.match(out, /small\.en-q5_1 +52 % fetched +182 MiB +RAM 480 MiB +en +MIT +Raspberry Pi 5: the default/)
  t.match(out, /qwen3-1\.7b +- /)
})

t.test('verify prints one line a model that is there, and its exit status is true', async t => {
  const state = t.testdir({ models: {} })
  const sound = await run(['verify'], { EARSHOT_STATE: state })
  t.strictSame([sound.status, sound.out], [0, 'ok      demo-tiny.en-q5_1: verified\n'])
  await writeFile(join(state, 'models/ggml-base.en.bin'), 'x')
  const damaged = await run(['verify'], { EARSHOT_STATE: state })
  t.equal(damaged.status, 1)
  t.equal(damaged.out.trim().split('\n').length, 2)
  t.match(damaged.out, /^FAILED {2}base\.en: .*fetch base\.en.* \[MODEL_SIZE_MISMATCH\]$/m)
  const named = await run(['verify', 'tiny.en', '--state', state])
  t.equal(named.status, 1)
  t.match(named.out, /^FAILED {2}tiny\.en: .*scripts\/models fetch tiny\.en.* \[MODEL_NOT_INSTALLED\]$/m)
})

t.test('fetch goes through all that were named, and says what failed', async t => {
  const server = await modelServer({ content: Buffer.from('x'), status: () => 404 })
  t.teardown(server.close)
  const mirror = server.url.replace('{repository}/resolve/{revision}/{file}', 'mirror/')
  const state = t.testdir()
  const { status, out } = await run([
    'fetch',
    'tiny.en',
    'demo-tiny.en-q5_1',
    'base.en',
    '--state',
    state,
    '--mirror',
    mirror,
  ])
  t.equal(status, 1)
  t.match(out, /^FAILED {2}tiny\.en: .*reason refused, status 404.* \[MODEL_DOWNLOAD_FAILED\]$/m)
  t.match(out, /^ok {6}demo-tiny\.en-q5_1: comes with Earshot, nothing to fetch$/m)
  t.match(out, /^FAILED {2}base\.en: /m)
  t.equal(server.requests.length, 2)
  t.strictSame(await readdir(join(state, 'models')), [], 'nothing is left of what failed')
})

t.test('import refuses a file with the right name and the wrong bytes, and a place without models', async t => {
  const state = t.testdir({ stick: { 'ggml-tiny.en.bin': 'lmgg and more' }, empty: {} })
  const wrong = await run(['import', join(state, 'stick'), '--state', state])
  t.equal(wrong.status, 1)
  t.match(wrong.out, /^FAILED {2}tiny\.en: .*\[MODEL_SIZE_MISMATCH\]$/m)
  t.match(wrong.err, /copying tiny\.en/)
  const nothing = await run(['import', join(state, 'empty'), '--state', state])
  t.equal(nothing.status, 1)
  t.match(nothing.err, /no model of the catalogue is there.*\[MODEL_UNKNOWN\]/)
  t.match((await run(['import', join(state, 'none'), '--state', state])).err, /\[MODEL_IMPORT_FAILED\]/)
})

t.test('a wrong command line says what to write, and is told apart from a failure', async t => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /list, fetch, import or verify/],
    [['dance'], /dance is not a command: list, fetch, import or verify/],
    [['fetch'], /scripts\/models list shows the ids/],
    [['import'], /which file or folder/],
    [['list', 'base.en'], /list takes no names/],
    [['list', '--wings'], /--wings/],
    [['fetch', 'base.en', '--mirror', 'nowhere'], /--mirror takes an https address/],
    [['verify', '--state'], /--state/],
  ]
  for (const [argv, words] of wrong) {
    const { status, out, err } = await run(argv)
    t.equal(status, 2, argv.join(' '))
    t.equal(out, '')
    t.match(err, words)
    t.match(err, /scripts\/models --help says more/)
  }
  const unknown = await run(['fetch', 'dream.en'])
  t.equal(unknown.status, 1)
  t.match(unknown.err, /not in the catalogue.*\[MODEL_UNKNOWN\]/)
})

t.test('help is help, wherever it stands', async t => {
  for (const argv of [['--help'], ['-h'], ['fetch', '--help']]) {
    const { status, out } = await run(argv)
    t.equal(status, 0)
    t.match(out, /scripts\/models import PATH/)
  }
})

t.test('Ctrl-C ends a fetch with 130 and leaves no lock; a killed fetch leaves one that holds nobody up', async t => {
  const content = Buffer.alloc(77_704_715)
  const server = await modelServer({ content, etag: '"a"', stallAfterBytes: 200_000 })
  t.teardown(server.close)
  const state = t.testdir({ models: {} })
  const argv = [
    'fetch',
    'tiny.en',
    '--state',
    state,
    '--mirror',
    server.url.replace('{repository}/resolve/{revision}/', ''),
  ]
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [program, ...argv])
    await once(child.stderr, 'data')
    return child
  }
  const left = ['ggml-tiny.en.bin.part', 'ggml-tiny.en.bin.part.etag']
  for (const [signal, ended, files] of [
    ['SIGINT', [130, null], left],
    ['SIGKILL', [null, 'SIGKILL'], ['ggml-tiny.en.bin.lock', ...left]],
    ['SIGTERM', [130, null], left],
  ] as const) {
    const child = await start()
    child.kill(signal)
    t.strictSame(await once(child, 'close'), ended)
    t.strictSame((await readdir(join(state, 'models'))).sort(), files)
  }
  t.ok(
    server.requests.slice(1).every(headers => headers.range !== undefined),
    'each went on where the last one stopped',
  )
})
