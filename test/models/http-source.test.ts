import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import t, { type Test } from 'tap'
import { openHttpSource } from '../../models/http-source.js'
import { modelServer, type ServerHabits } from '../support/model-server.js'
import { root } from '../support/root.js'
import { sourceFiles } from '../support/source-files.js'

const content = Buffer.from('the file')
const code = 'MODEL_DOWNLOAD_FAILED'
const never = new AbortController().signal

async function served(t: Test, habits: Partial<ServerHabits>, url?: string): Promise<string> {
  const server = await modelServer({ content, ...habits })
  t.teardown(server.close)
  const source = await openHttpSource(new URL(url ?? server.url), {}, never)
  const pieces: Uint8Array[] = []
  for await (const piece of source.body) pieces.push(piece)
  return `${source.status} ${Buffer.concat(pieces)}`
}

t.test('redirects are followed, up to ten', async t => {
  t.equal(await served(t, {}), '200 the file')
  t.equal(await served(t, { redirects: 1 }), '200 the file')
  t.equal(await served(t, { redirects: 10 }), '200 the file')
  await t.rejects(served(t, { redirects: 11 }), {
    code: 'MODEL_DOWNLOAD_FAILED',
    detail: { reason: 'redirect-too-many' },
    hint: /import/,
  })
})

t.test('a redirect to nowhere or away from https is not followed', async t => {
  await t.rejects(served(t, { redirectTo: 'http://' }), { code, detail: { reason: 'redirect-nowhere' } })
  await t.rejects(served(t, { redirectTo: 'http://models.invalid/file' }), {
    code: 'MODEL_DOWNLOAD_FAILED',
    detail: { reason: 'insecure', protocol: 'http:' },
  })
  await t.rejects(served(t, { redirectTo: 'file:///etc/hostname' }), { code, detail: { reason: 'insecure' } })
})

t.test('plain http is for this very machine only', async t => {
  for (const url of [
    'http://models.invalid/x',
    'http://192.168.1.4/x',
    'http://127.0.0.1.models.invalid/x',
    'ftp://127.0.0.1/x',
  ]) {
    await t.rejects(openHttpSource(new URL(url), {}, never), { code, detail: { reason: 'insecure' } }, url)
  }
})

t.test('the bytes are asked for as they are, with the headers that were given', async t => {
  const server = await modelServer({ content })
  t.teardown(server.close)
  const source = await openHttpSource(new URL(server.url), { range: 'bytes=4-' }, never)
  t.equal(source.status, 206)
  t.equal(source.headers.get('content-range'), 'bytes 4-7/8')
  await source.cancel()
  t.match(server.requests[0], { 'accept-encoding': 'identity', range: 'bytes=4-' })
})

t.test('an abort ends a request that has no answer yet with the reason that was given', async t => {
  const server = await modelServer({ content, stallAfterBytes: 2 })
  t.teardown(server.close)
  const aborter = new AbortController()
  const source = await openHttpSource(new URL(server.url), {}, aborter.signal)
  setTimeout(() => aborter.abort(new Error('enough')), 50)
  const read = async (): Promise<void> => {
    for await (const piece of source.body) t.ok(piece.length <= 2)
  }
  await t.rejects(read(), { message: 'enough' })
})

t.test('invariant 8: no program of the box can reach the code that opens a connection to the outside', async t => {
  const opener =
    /\bfrom '[./]*models\/(fetch|download|http-source)\.js'|\bimport\('[./]*models\/(fetch|download|http-source)/
  for (const file of await sourceFiles(['device', 'companion'])) {
    const text = await readFile(file, 'utf8')
    t.notMatch(text, opener, relative(root, file))
  }
})
