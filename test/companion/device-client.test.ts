import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { DeviceClient } from '../../companion/device-client.js'
import type { DeviceState } from '../../device/contracts/device-api.js'
import type { SessionId } from '../../device/contracts/session-id.js'

const session = 'aaaaaaaaaaaaaaaaaaaaaaaaaa' as SessionId

/** The kernel takes 107 bytes for a socket's path, and cuts off the rest without a word. */
async function shortFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function serve(t: Test, handle: Parameters<typeof createServer>[1]): Promise<string> {
  const folder = await shortFolder(t)
  const socket = join(folder, 'device.sock')
  const server: Server = createServer(handle as never)
  await new Promise<void>(resolve => server.listen(socket, resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return socket
}

t.test('a request goes to its path as JSON and its answer comes back', async t => {
  const seen: string[] = []
  const socket = await serve(t, (request, response) => {
    let body = ''
    request.on('data', part => {
      body += String(part)
    })
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${body}`)
      if (request.method === 'PUT') response.writeHead(204).end()
      else response.end(JSON.stringify({ segment: 3, entries: [] }))
    })
  })
  const client = new DeviceClient(socket)
  await client.gesture('press')
  await client.destroySegment(session, 3, 'text-stored')
  t.strictSame(await client.journal(session, 7), [])
  await client.lease('drafting', { ttlMs: 9 })
  await client.discard(session)
  await client.release(session)
  t.strictSame(seen, [
    'POST /v1/gestures {"gesture":"press"}',
    `POST /v1/sessions/${session}/segments/3/destroy {"reason":"text-stored"}`,
    `GET /v1/sessions/${session}/journal?after=7 `,
    'PUT /v1/leases/drafting {"ttlMs":9}',
    `POST /v1/sessions/${session}/discard {}`,
    `POST /v1/sessions/${session}/release {}`,
  ])
})

t.test("the device's errors keep their code and hint", async t => {
  const socket = await serve(t, (_request, response) => {
    response.writeHead(409).end(JSON.stringify({ code: 'SESSION_BUSY', message: 'busy', hint: 'end it first' }))
  })
  await t.rejects(new DeviceClient(socket).state(), { code: 'SESSION_BUSY', hint: 'end it first' })
})

t.test('an answer that is not JSON, or an error without a known code, is not quoted', async t => {
  const socket = await serve(t, (request, response) => {
    response
      .writeHead(request.url === '/v1/state' ? 200 : 500)
      .end(request.url === '/v1/state' ? 'canary' : '{"code":"canary"}')
  })
  const client = new DeviceClient(socket)
  for (const [request, code] of [
    [client.state(), 'DEVICE_UNREACHABLE'],
    [client.release(session), 'INTERNAL'],
  ] as const) {
    const error: unknown = await request.catch((e: unknown) => e)
    t.match(error, { code })
    t.notMatch(`${(error as Error).message}${(error as Error).stack}`, /canary/)
  }
})

t.test('a device that is not there is unreachable, and worth asking again', async t => {
  const client = new DeviceClient(join(await shortFolder(t), 'none.sock'))
  await t.rejects(client.state(), { code: 'DEVICE_UNREACHABLE', retryable: true })
})

t.test('the watch gives each state, says when the device is gone, and finds it again', async t => {
  let connections = 0
  const socket = await serve(t, (_request, response) => {
    connections += 1
    response.write(`${JSON.stringify({ atMs: connections })}\n`)
    setTimeout(() => response.destroy(), 20)
  })
  const stop = new AbortController()
  const seen: (number | null)[] = []
  for await (const state of new DeviceClient(socket).watch(stop.signal)) {
    seen.push((state as DeviceState | null)?.atMs ?? null)
    if (seen.length === 3) stop.abort()
  }
  t.strictSame(seen, [1, null, 2])
})
