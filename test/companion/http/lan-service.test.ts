import { X509Certificate } from 'node:crypto'
import { get, type RequestOptions, request } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import t from 'tap'
import { openCertificates } from '../../../companion/tls/certificate-store.js'
import { type BrowserBox, browserBox, NAMES } from '../../support/browser-box.js'
import { FakeServices } from '../../support/fake-services.js'
import { FakeClock, PASSPHRASE } from '../../support/lan-app.js'
import { recordingDevice } from '../../support/sample-live.js'
import { until } from '../../support/until.js'

const DAY = 86_400_000

interface Reply {
  readonly status: number
  readonly body: string
  readonly cookie: string
}

function ask(box: BrowserBox, path: string, options: RequestOptions = {}, body?: unknown): Promise<Reply> {
  const host = `localhost:${box.service.port}`
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const headers = { host, origin: `https://${host}`, ...type, ...options.headers }
    const asked = request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port: box.service.port,
        ca: box.rootCertificate,
        agent: false,
        path,
        ...options,
        headers,
      },
      response => {
        let text = ''
        response.setEncoding('utf8').on('data', chunk => (text += chunk))
        response.on('end', () => {
          const cookie = response.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
          resolve({ status: response.statusCode ?? 0, body: text, cookie })
        })
      },
    )
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

async function openBox(t: { teardown(fn: () => unknown): void }, options: Parameters<typeof browserBox>[0] = {}) {
  const services = new FakeServices()
  services.addPerson('Dr Example', PASSPHRASE)
  const box = await browserBox({ services, ...options })
  t.teardown(() => box.close())
  return box
}

const signIn = (box: BrowserBox) =>
  ask(box, '/api/v1/sign-in', { method: 'POST' }, { name: 'Dr Example', passphrase: PASSPHRASE })

t.test('over real HTTPS: with the root it serves, a wrong Host is 421, plain http gets no data', async t => {
  const box = await openBox(t)
  t.match(box.url, /^https:\/\/localhost:\d+$/)
  t.equal(box.service.rootFingerprint, new X509Certificate(box.rootCertificate).fingerprint256)
  t.equal((await ask(box, '/api/v1/box')).status, 200)
  const foreign = await ask(box, '/api/v1/box', { headers: { host: 'evil.test' } })
  t.strictSame([foreign.status, JSON.parse(foreign.body).code], [421, 'REQUEST_HOST_REFUSED'])
  const evil = { host: 'evil.test', origin: 'https://evil.test' }
  t.equal((await ask(box, '/api/v1/sign-in', { method: 'POST', headers: evil }, {})).status, 421)
  t.equal((await ask(box, '/', {})).status, 200)
  const plain = await new Promise<string>(resolve => {
    let got = ''
    const socket = connect(box.service.port, '127.0.0.1', () =>
      socket.write('GET /api/v1/box HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    )
    socket.on('data', chunk => (got += chunk.toString('latin1')))
    socket.on('close', () => resolve(got))
    socket.on('error', () => undefined)
  })
  t.notMatch(plain, /HTTP|claimed/)
  await t.rejects(ask(box, '/api/v1/box', { ca: [] }), /unable to verify|self.signed/i)
  await t.rejects(ask(box, '/api/v1/box', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }))
})

t.test('live events: the state at once, every change, and the end with the sign-out', async t => {
  const box = await openBox(t)
  t.equal((await ask(box, '/api/v1/live/events')).status, 401, 'not without a sign-in')
  const { cookie, body } = await signIn(box)
  const stream = openStream(box, cookie)
  t.teardown(() => stream.close())
  await until(() => stream.events.length === 1)
  t.match(stream.headers(), {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'content-security-policy': /default-src 'none'/,
  })
  box.services.device = recordingDevice(Date.now())
  box.services.announce()
  await until(() => stream.events.length === 2)
  t.match(stream.events, [{ device: { phase: 'idle' } }, { device: { phase: 'recording', led: { pattern: 'solid' } } }])
  t.notMatch(JSON.stringify(stream.events), 'directory', 'what the schema does not name stays inside')
  t.equal(box.services.watchers.size, 1)
  const headers = { cookie, 'x-csrf-token': String(JSON.parse(body).csrfToken) }
  t.equal((await ask(box, '/api/v1/sign-out', { method: 'POST', headers })).status, 204)
  await until(() => stream.closed())
  t.equal(box.services.watchers.size, 0, 'nobody listens any more')
})

t.test(
  'an open stream does not keep a sign-in alive: it ends, locks and closes by itself',
  { timeout: 60_000 },
  async t => {
    const clock = new FakeClock()
    const box = await openBox(t, { clock })
    const { cookie } = await signIn(box)
    const stream = openStream(box, cookie)
    t.teardown(() => stream.close())
    await until(() => stream.events.length === 1)
    clock.nowMs += 9 * 60_000
    const again = openStream(box, cookie)
    t.teardown(() => again.close())
    await until(() => again.events.length === 1)
    clock.nowMs += 60_000
    await until(() => stream.closed() && again.closed())
    t.ok(box.services.unlocked[0]?.locked)
    t.equal((await ask(box, '/api/v1/notes', { headers: { cookie } })).status, 401)
  },
)

t.test('a reader who goes away leaves nothing behind', async t => {
  const box = await openBox(t)
  const { cookie } = await signIn(box)
  const stream = openStream(box, cookie)
  await until(() => stream.events.length === 1)
  stream.close()
  await until(() => box.services.watchers.size === 0)
  t.pass('the watcher is gone')
})

t.test('certificates are renewed without a restart, and connections that are open go on', async t => {
  const clock = new FakeClock()
  clock.wallMs = () => Date.now() - (397 - 131) * DAY
  const box = await openBox(t, { clock })
  const { cookie } = await signIn(box)
  const open = await handshake(box)
  t.teardown(() => open.destroy())
  const before = open.getPeerCertificate().fingerprint256
  await box.service.renewCertificates()
  const same = await handshake(box)
  t.equal(same.getPeerCertificate().fingerprint256, before, 'nothing is due yet')
  same.destroy()
  clock.wallMs = () => Date.now()
  await box.service.renewCertificates()
  const after = await handshake(box)
  t.not(after.getPeerCertificate().fingerprint256, before)
  after.destroy()
  const answer = await new Promise<string>(resolve => {
    open.once('data', chunk => resolve(chunk.toString('latin1')))
    open.write(`GET /api/v1/me HTTP/1.1\r\nHost: localhost:${box.service.port}\r\nCookie: ${cookie}\r\n\r\n`)
  })
  t.match(answer, /^HTTP\/1\.1 200/, 'the old connection and its sign-in live on')
  t.match(box.log.join(''), /"certificates_made","root":false,"leaf":true/)
  const stored = await openCertificates(join(box.stateDirectory, 'tls'), NAMES, clock.wallMs())
  t.strictSame(stored.made, [], 'and the next start finds it')
})

t.test('close ends every sign-in and frees the port', async t => {
  const box = await openBox(t)
  await signIn(box)
  await box.service.close()
  t.ok(box.services.unlocked.every(({ locked }) => locked))
  await t.rejects(ask(box, '/api/v1/box'), { code: 'ECONNREFUSED' })
})

function handshake(box: BrowserBox): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tlsConnect(
      { host: '127.0.0.1', servername: 'localhost', port: box.service.port, ca: box.rootCertificate },
      () => resolve(socket),
    )
    socket.on('error', reject)
  })
}

function openStream(box: BrowserBox, cookie: string) {
  const events: unknown[] = []
  let headers: unknown
  let isClosed = false
  const host = `localhost:${box.service.port}`
  const asked = get(
    {
      host: '127.0.0.1',
      servername: 'localhost',
      port: box.service.port,
      ca: box.rootCertificate,
      agent: false,
      path: '/api/v1/live/events',
      headers: { host, cookie, accept: 'text/event-stream' },
    },
    response => {
      headers = response.headers
      let rest = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        rest += chunk
        const messages = rest.split('\n\n')
        rest = messages.pop() ?? ''
        for (const message of messages) {
          const data = /^event: live\ndata: (.*)$/s.exec(message)?.[1]
          if (data !== undefined) events.push(JSON.parse(data))
        }
      })
      response.on('close', () => {
        isClosed = true
      })
    },
  )
  asked.on('error', () => undefined)
  return { events, headers: () => headers, closed: () => isClosed, close: () => asked.destroy() }
}
