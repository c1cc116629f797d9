import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { downloadUrl } from '../../models/catalogue.js'
import { discardPart, download } from '../../models/download.js'
import { modelFixture } from '../support/model-fixture.js'
import { type ModelServer, modelServer, type ServerHabits } from '../support/model-server.js'

const { entry, content } = modelFixture()
const HALF = 150_000

interface Place {
  readonly server: ModelServer
  readonly folder: string
  readonly part: string
  readonly run: (haveBytes: number, onBytes?: (bytes: number) => void) => Promise<void>
}

async function place(t: Test, habits: Partial<ServerHabits>): Promise<Place> {
  const server = await modelServer({ content, ...habits })
  t.teardown(server.close)
  const folder = t.testdir()
  const part = join(folder, 'model.part')
  const url = downloadUrl(server.url, entry)
  if (url === null) throw new Error('no address')
  const run: Place['run'] = (haveBytes, onBytes = () => {}) =>
    download(entry, url, part, haveBytes, { stallMs: 20_000, onBytes })
  return { server, folder, part, run }
}

async function isWhole(part: string): Promise<boolean> {
  return (await readFile(part)).equals(content)
}

t.test('the file arrives whole, and progress ends at its size', async t => {
  for (const habits of [{}, { chunked: true }, { pieceBytes: 1000 }, { etag: '"a"' }, { etag: 'W/"a"' }]) {
    const { part, run, server } = await place(t, habits)
    let last = 0
    await run(0, bytes => {
      t.ok(bytes > last)
      last = bytes
    })
    t.equal(last, entry.bytes)
    t.ok(await isWhole(part), JSON.stringify(habits))
    t.equal(server.requests[0]?.range, undefined)
  }
})

t.test('after a cut what came is kept, and the next run asks for the rest only', async t => {
  const { part, run, server } = await place(t, { etag: '"a"', cutAfterBytes: number => (number === 1 ? HALF : null) })
  await t.rejects(run(0))
  const kept = await readFile(part)
  t.ok(kept.length > 0 && kept.length <= HALF, `${kept.length} bytes kept`)
  t.ok(kept.equals(content.subarray(0, kept.length)))
  await run(kept.length)
  t.match(server.requests[1], { range: `bytes=${kept.length}-`, 'if-range': '"a"' })
  t.ok(await isWhole(part))
})

t.test('a server that ends too early without a length is a cut', async t => {
  const { part, run, server } = await place(t, { chunked: true })
  server.habits = { content: content.subarray(0, HALF), chunked: true }
  await t.rejects(run(0), { code: 'MODEL_DOWNLOAD_FAILED', detail: { reason: 'cut' } })
  t.equal((await readFile(part)).length, HALF)
})

t.test('a server that goes on is trusted with any rest, from the first byte to the last', async t => {
  for (const haveBytes of [1, HALF, entry.bytes - 1]) {
    const { part, run, server } = await place(t, {})
    await writeFile(part, content.subarray(0, haveBytes))
    await run(haveBytes)
    t.ok(await isWhole(part), `${haveBytes} bytes`)
    t.equal(server.requests.length, 1)
  }
})

t.test('a server without Range sends it all, and the old bytes are dropped', async t => {
  const { part, run, server } = await place(t, { ranges: false })
  await writeFile(part, Buffer.alloc(HALF, 1))
  await run(HALF)
  t.ok(await isWhole(part))
  t.equal(server.requests.length, 1)
})

t.test('a file that changed on the server is fetched anew, whether the server minds If-Range or not', async t => {
  for (const ifRange of [true, false]) {
    const { part, run, server } = await place(t, { etag: '"new"', ifRange })
    await writeFile(part, Buffer.alloc(HALF, 1))
    await writeFile(`${part}.etag`, '"old"')
    await run(HALF)
    t.ok(await isWhole(part), `If-Range minded: ${ifRange}`)
    t.equal(server.requests.length, ifRange ? 1 : 2)
    t.equal(await readFile(`${part}.etag`, 'utf8'), '"new"')
  }
})

t.test('a weak tag is not relied upon', async t => {
  const { part, run, server } = await place(t, { etag: 'W/"a"', cutAfterBytes: number => (number === 1 ? HALF : null) })
  await t.rejects(run(0))
  await run((await readFile(part)).length)
  t.equal(server.requests[1]?.['if-range'], undefined)
  t.ok(await isWhole(part))
})

t.test('a range that is not the one asked for is not glued on', async t => {
  for (const contentRange of ['bytes 0-9/300000', 'nonsense', 'bytes 150001-299999/300000']) {
    const { part, run, server } = await place(t, { contentRange })
    await writeFile(part, content.subarray(0, HALF))
    await run(HALF)
    t.ok(await isWhole(part), contentRange)
    t.equal(server.requests.length, 2)
  }
})

t.test('a rest that the server does not have means: all over again', async t => {
  const { part, run, server } = await place(t, { status: number => (number === 1 ? 416 : null) })
  await writeFile(part, Buffer.alloc(HALF))
  await run(HALF)
  t.ok(await isWhole(part))
  t.equal(server.requests.length, 2)
})

t.test('an answer of the wrong length is refused before anything is written', async t => {
  for (const bytes of [0, entry.bytes - 1, entry.bytes + 1]) {
    const { part, folder, run, server } = await place(t, { ranges: false })
    server.habits = { content: Buffer.alloc(bytes), ranges: false }
    await t.rejects(run(0), { code: 'MODEL_SIZE_MISMATCH', detail: { bytes, expectedBytes: entry.bytes } }, `${bytes}`)
    t.strictSame(await readdir(folder), [])
    await writeFile(part, content.subarray(0, HALF))
    await t.rejects(run(HALF), { code: 'MODEL_SIZE_MISMATCH' })
    t.equal((await readFile(part)).length, HALF, 'what was fetched before is not thrown away for it')
  }
})

t.test('a rest of another total length is refused', async t => {
  const { part, run } = await place(t, { contentRange: `bytes ${HALF}-299998/299999` })
  await writeFile(part, content.subarray(0, HALF))
  await t.rejects(run(HALF), { code: 'MODEL_SIZE_MISMATCH', detail: { bytes: 299_999 } })
})

t.test('a server that never ends is stopped at the first byte too many', async t => {
  const { folder, run, server } = await place(t, {})
  server.habits = { content: Buffer.concat([content, content]), chunked: true }
  await t.rejects(run(0), { code: 'MODEL_SIZE_MISMATCH' })
  t.strictSame(await readdir(folder), [], 'and nothing of it is kept')
})

t.test('a refusal names the status and keeps what is there', async t => {
  for (const status of [204, 401, 403, 404, 429, 500, 503]) {
    const { part, run } = await place(t, { status: () => status })
    await writeFile(part, content.subarray(0, HALF))
    const refused = { code: 'MODEL_DOWNLOAD_FAILED', detail: { reason: 'refused', status }, hint: /import/ }
    await t.rejects(run(HALF), refused, `${status}`)
    t.equal((await readFile(part)).length, HALF)
    await t.rejects(run(0), refused)
  }
})

t.test('a server that answers a range nobody asked for is refused', async t => {
  const { run } = await place(t, { status: () => 206 })
  await t.rejects(run(0), { code: 'MODEL_DOWNLOAD_FAILED', detail: { reason: 'refused', status: 206 } })
})

t.test('a line that goes silent is given up, a slow one is not', async t => {
  const silent = await place(t, { stallAfterBytes: HALF })
  const url = downloadUrl(silent.server.url, entry) as URL
  await t.rejects(download(entry, url, silent.part, 0, { stallMs: 300 }), {
    code: 'MODEL_DOWNLOAD_FAILED',
    detail: { reason: 'stalled' },
    hint: /again: it goes on where it stopped/,
  })
  t.ok((await readFile(silent.part)).equals(content.subarray(0, HALF)))
  // Twenty pauses that together last longer than the limit for one.
  const slow = await place(t, { pieceBytes: 15_000, pauseMs: 150 })
  await download(entry, downloadUrl(slow.server.url, entry) as URL, slow.part, 0, { stallMs: 2500 })
  t.ok(await isWhole(slow.part))
})

t.test('discarding a partial file leaves nothing', async t => {
  const folder = t.testdir({ 'm.part': 'x', 'm.part.etag': 'y', m: 'z' })
  await discardPart(join(folder, 'm.part'))
  await discardPart(join(folder, 'm.part'))
  t.strictSame(await readdir(folder), ['m'])
})
