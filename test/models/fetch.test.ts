import { readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { findModel, loadCatalogue } from '../../models/catalogue.js'
import { type FetchOptions, fetchModel } from '../../models/fetch.js'
import type { ModelEntry } from '../../models/model-entry.js'
import { modelFixture } from '../support/model-fixture.js'
import { type ModelServer, modelServer, type ServerHabits } from '../support/model-server.js'

const { entry, content } = modelFixture()
const HALF = 150_000

interface Place {
  readonly server: ModelServer
  readonly state: string
  readonly folder: string
  readonly file: string
  readonly run: (options?: Partial<FetchOptions>, other?: ModelEntry) => Promise<string>
}

async function place(t: Test, habits: Partial<ServerHabits>): Promise<Place> {
  const server = await modelServer({ content, ...habits })
  t.teardown(server.close)
  const state = t.testdir({ models: {} })
  const folder = join(state, 'models')
  const run: Place['run'] = (options = {}, other = entry) =>
    fetchModel(other, state, { downloadUrl: server.url, ...options })
  return { server, state, folder, file: join(folder, entry.file), run }
}

t.test('a model is fetched, verified and installed, with nothing left beside it', async t => {
  const { folder, file, run, server } = await place(t, { etag: '"a"', redirects: 2 })
  const phases = new Map<string, number>()
  const onProgress: FetchOptions['onProgress'] = at => phases.set(at.phase, at.bytes)
  t.equal(await run({ onProgress }), 'fetched')
  t.ok((await readFile(file)).equals(content))
  t.strictSame(await readdir(folder), [entry.file])
  t.strictSame(
    [...phases],
    [
      ['fetching', entry.bytes],
      ['verifying', entry.bytes],
    ],
  )
  t.equal(await run(), 'present')
  t.equal(server.requests.length, 1, 'an installed model is not fetched again')
})

t.test('the models folder is made when it is missing', async t => {
  const { run, state } = await place(t, {})
  const deeper = join(state, 'not/yet')
  t.equal(await fetchModel(entry, deeper, { downloadUrl: (await place(t, {})).server.url }), 'fetched')
  t.equal(await run(), 'fetched')
})

t.test('a cut at every quarter of the way: each run goes on, the last installs', async t => {
  const quarter = 75_000
  const { folder, file, run, server } = await place(t, {
    etag: '"a"',
    cutAfterBytes: number => (number < 4 ? quarter : null),
  })
  for (let number = 1; number < 4; number += 1) {
    await t.rejects(run(), { code: 'MODEL_DOWNLOAD_FAILED', detail: { reason: 'cut' }, hint: /again: it goes on/ })
    t.notOk((await readdir(folder)).includes(entry.file), 'nothing is installed before it is whole')
  }
  t.equal(await run(), 'fetched')
  t.ok((await readFile(file)).equals(content))
  t.strictSame(await readdir(folder), [entry.file])
  t.ok(server.requests.slice(1).every(headers => headers.range !== undefined))
})

t.test('a partial file that is whole already is installed without asking anybody', async t => {
  const { file, run, server } = await place(t, {})
  await writeFile(`${file}.part`, content)
  t.equal(await run(), 'fetched')
  t.equal(server.requests.length, 0)
})

t.test('a partial file that is too long is dropped', async t => {
  const { file, run, server } = await place(t, {})
  await writeFile(`${file}.part`, Buffer.concat([content, Buffer.alloc(1)]))
  t.equal(await run(), 'fetched')
  t.equal(server.requests[0]?.range, undefined)
})

t.test('a wrong hash is refused, and neither it nor a partial file stays', async t => {
  const wrong = Buffer.from(content)
  wrong[HALF] = (wrong[HALF] ?? 0) ^ 1
  const { folder, run, server } = await place(t, {})
  server.habits = { content: wrong }
  await t.rejects(run(), { code: 'MODEL_CHECKSUM_MISMATCH', hint: /scripts\/models fetch small\.test/ })
  t.strictSame(await readdir(folder), [])
  server.habits = { content }
  t.equal(await run(), 'fetched', 'and the next try begins anew')
})

t.test('damaged bytes of an earlier run are found, dropped, and the next run succeeds', async t => {
  const { folder, file, run } = await place(t, {})
  await writeFile(`${file}.part`, Buffer.alloc(HALF, 1))
  await t.rejects(run(), { code: 'MODEL_WRONG_KIND' })
  t.strictSame(await readdir(folder), [])
  t.equal(await run(), 'fetched')
})

t.test('a damaged installed file is replaced by a sound one, and by nothing else', async t => {
  const { file, run, server } = await place(t, { status: () => 404 })
  await writeFile(file, content.subarray(0, HALF))
  await t.rejects(run(), { code: 'MODEL_DOWNLOAD_FAILED', detail: { reason: 'refused', status: 404 } })
  t.equal((await readFile(file)).length, HALF)
  server.habits = { content }
  t.equal(await run(), 'fetched')
  t.ok((await readFile(file)).equals(content))
})

t.test('a disk without room is refused before anything is asked', async t => {
  const { run, server, folder } = await place(t, {})
  await t.rejects(run({}, { ...entry, bytes: 2 ** 52 }), {
    code: 'MODEL_DOWNLOAD_FAILED',
    detail: { reason: 'disk-full' },
    hint: /make room/,
  })
  t.equal(server.requests.length, 0)
  t.strictSame(await readdir(folder), [])
})

t.test('a disk that fills up on the way says so', async t => {
  const { run, file, folder } = await place(t, {})
  await symlink('/dev/full', `${file}.part`)
  await t.rejects(run(), {
    code: 'MODEL_DOWNLOAD_FAILED',
    detail: { reason: 'disk-full', system: 'ENOSPC' },
    hint: /make room.*run scripts\/models fetch small\.test again/,
  })
  t.notOk((await readdir(folder)).includes(entry.file))
})

t.test('a state folder that cannot be written to says so', async t => {
  const { server, state } = await place(t, {})
  await writeFile(join(state, 'file'), '')
  const failed = { code: 'MODEL_DOWNLOAD_FAILED', detail: { reason: 'not-writable' }, hint: /--state.*sudo/ }
  for (const elsewhere of [join(state, 'file'), '/sys/kernel']) {
    await t.rejects(fetchModel(entry, elsewhere, { downloadUrl: server.url }), failed, elsewhere)
  }
  t.equal(server.requests.length, 0)
})

t.test('a server that is not there is a network trouble', async t => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => holder.once('listening', resolve))
  const { port } = holder.address() as { port: number }
  await new Promise(resolve => holder.close(resolve))
  const { run } = await place(t, {})
  await t.rejects(run({ downloadUrl: `http://127.0.0.1:${port}/{file}` }), {
    code: 'MODEL_DOWNLOAD_FAILED',
    detail: { reason: 'network', system: 'ECONNREFUSED' },
    hint: /import/,
  })
})

t.test('an address that is not https is refused', async t => {
  const { run } = await place(t, {})
  await t.rejects(run({ downloadUrl: 'http://models.invalid/{file}' }), {
    code: 'MODEL_DOWNLOAD_FAILED',
    detail: { reason: 'insecure' },
  })
})

t.test('Ctrl-C keeps what was fetched and leaves no lock', async t => {
  const { run, folder, file } = await place(t, { pieceBytes: 15_000, pauseMs: 20 })
  const aborter = new AbortController()
  const onProgress: FetchOptions['onProgress'] = at => {
    if (at.bytes >= 60_000) aborter.abort(new Error('enough'))
  }
  await t.rejects(run({ signal: aborter.signal, onProgress }), { message: 'enough' })
  t.ok((await readFile(`${file}.part`)).length >= 60_000)
  t.notOk((await readdir(folder)).includes(`${entry.file}.lock`))
  t.equal(await run(), 'fetched')
})

t.test('two at once: one is told to wait, the file is sound', async t => {
  const { run, file } = await place(t, { pieceBytes: 15_000, pauseMs: 20 })
  const results = await Promise.allSettled([run(), run()])
  const refused = results.flatMap(result => (result.status === 'rejected' ? [result.reason as { code: string }] : []))
  t.strictSame(
    refused.map(error => error.code),
    ['MODEL_BUSY'],
  )
  t.ok((await readFile(file)).equals(content))
})

t.test('the bundled model is verified and not fetched', async t => {
  const { state, server } = await place(t, {})
  const bundled = findModel(loadCatalogue(), 'demo-tiny.en-q5_1')
  t.equal(await fetchModel(bundled, state, { downloadUrl: server.url }), 'present')
  t.equal(server.requests.length, 0)
  const lost = { ...bundled, origin: { bundled: true, folder: 'models/lost' } } as const
  await t.rejects(fetchModel(lost, state, { downloadUrl: server.url }), { code: 'MODEL_NOT_INSTALLED' })
})
