import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { DEVICE_BODY_LIMIT, type DeviceState } from '../../../device/contracts/device-api.js'
import { DeviceServer } from '../../../device/service/server.js'
import { type TestDevice, testDevice, until } from '../../support/test-device.js'

interface Served extends TestDevice {
  readonly socketPath: string
  readonly server: DeviceServer
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
}

async function served(t: Test): Promise<Served> {
  const box = await testDevice(t)
  const socketPath = join(box.run, 'device.sock')
  const server = new DeviceServer(socketPath, box.device, { write: (event, fields) => box.log.push({ event, fields }) })
  await server.start(async () => {})
  t.teardown(() => server.stop())
  const ask: Served['ask'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ socketPath, method, path, agent: false }, response => {
        let text = ''
        response.setEncoding('utf8').on('data', part => {
          text += part
        })
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: text === '' ? null : JSON.parse(text) })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
    })
  return { ...box, socketPath, server, ask }
}

/** Reads the watch line by line. */
function watch(t: Test, socketPath: string): { readonly states: DeviceState[]; readonly ended: () => boolean } {
  const states: DeviceState[] = []
  let ended = false
  let rest = ''
  const outgoing = request({ socketPath, path: '/v1/watch', agent: false }, response => {
    response.setEncoding('utf8').on('data', (part: string) => {
      const lines = (rest + part).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) states.push(JSON.parse(line))
    })
    response.on('close', () => {
      ended = true
    })
  })
  outgoing.on('error', () => {
    ended = true
  })
  outgoing.end()
  t.teardown(() => outgoing.destroy())
  return { states, ended: () => ended }
}

t.test('the socket is for its owner and its group and nobody else', async t => {
  const { socketPath } = await served(t)
  t.equal(statSync(socketPath).mode & 0o777, 0o660)
})

t.test('curl can ask it', { skip: spawnSync('curl', ['--version']).error !== undefined }, async t => {
  const { socketPath } = await served(t)
  const { spawn } = await import('node:child_process')
  const curl = spawn('curl', ['-sS', '--unix-socket', socketPath, 'http://device/v1/state'])
  let text = ''
  curl.stdout.setEncoding('utf8').on('data', part => {
    text += part
  })
  await new Promise(resolve => curl.on('close', resolve))
  t.match(JSON.parse(text), { version: 1, phase: 'idle', led: { pattern: 'off' } })
})

t.test('every route answers as the contract says', async t => {
  const box = await served(t)
  t.match(await box.ask('GET', '/v1/state'), { status: 200, body: { phase: 'idle' } })
  t.match(await box.ask('POST', '/v1/gestures', { gesture: 'press' }), { status: 200, body: { phase: 'recording' } })
  box.captures.newest.open().hear(1000).seal()
  const id = box.device.book.sessions[0]?.file.sessionId
  t.match(await box.ask('GET', `/v1/sessions/${id}/journal`), { status: 200, body: { entries: [{ seq: 1 }] } })
  const page = await box.ask('GET', `/v1/sessions/${id}/journal?after=2`)
  t.match(page, {
    body: {
      entries: [
        { seq: 3, type: 'segment_opened' },
        { seq: 4, type: 'segment_sealed' },
      ],
    },
  })
  const destroy = `/v1/sessions/${id}/segments/1/destroy`
  const answer = { status: 200, body: { segment: 1, steps: { keyOverwritten: true, pathsAbsent: true } } }
  t.match(await box.ask('POST', destroy, { reason: 'text-stored' }), answer)
  t.match(await box.ask('POST', destroy, { reason: 'text-stored' }), answer, 'asked twice, answered the same')
  t.match(await box.ask('POST', `/v1/sessions/${id}/release`, {}), {
    status: 409,
    body: { code: 'SESSION_NOT_DESTROYED' },
  })
  t.match(await box.ask('POST', `/v1/sessions/${id}/discard`, {}), { status: 200, body: { phase: 'idle' } })
  t.match(await box.ask('POST', `/v1/sessions/${id}/discard`), { status: 200 }, 'an empty body is {}')
  t.strictSame(await box.ask('POST', `/v1/sessions/${id}/release`, {}), { status: 204, body: null })
  t.strictSame(await box.ask('POST', `/v1/sessions/${id}/release`, {}), { status: 204, body: null })
  t.strictSame(await box.ask('PUT', '/v1/leases/drafting', { ttlMs: 5000, progress: 0.5 }), { status: 204, body: null })
  t.match(await box.ask('GET', '/v1/state'), { body: { activities: ['drafting'], led: { pattern: 'breathe' } } })
  t.strictSame(await box.ask('POST', '/v1/button', { edge: 'down' }), { status: 204, body: null })
  t.match(await box.ask('GET', '/v1/state'), { body: { led: { pattern: 'countdown' } } })
})

t.test('what is wrong with a request is said by code, and nothing happens', async t => {
  const box = await served(t)
  const unknown = 'aaaaaaaaaaaaaaaaaaaaaaaaaa'
  const cases: readonly [string, string, unknown, number, string][] = [
    ['GET', '/', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/v1/gestures', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['DELETE', '/v1/state', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/v1/state/', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['POST', '/v1/gestures', {}, 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', '/v1/gestures', { gesture: 'shake' }, 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', '/v1/gestures', { gesture: 'press', hard: true }, 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', '/v1/gestures', '{"gesture":', 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', '/v1/gestures', '["press"]', 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', '/v1/gestures', 'null', 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', '/v1/button', { edge: 'sideways' }, 400, 'DEVICE_REQUEST_INVALID'],
    ['PUT', '/v1/leases/sleeping', { ttlMs: 1 }, 400, 'DEVICE_REQUEST_INVALID'],
    ['PUT', '/v1/leases/ready', {}, 400, 'DEVICE_REQUEST_INVALID'],
    ['PUT', '/v1/leases/ready', { ttlMs: -1 }, 400, 'DEVICE_REQUEST_INVALID'],
    ['PUT', '/v1/leases/ready', { ttlMs: 600_001 }, 400, 'DEVICE_REQUEST_INVALID'],
    ['PUT', '/v1/leases/ready', { ttlMs: 1, progress: 1.1 }, 400, 'DEVICE_REQUEST_INVALID'],
    ['GET', '/v1/sessions/../../etc/journal', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/v1/sessions/nobody/journal', undefined, 404, 'SESSION_NOT_FOUND'],
    ['GET', `/v1/sessions/${unknown}/journal`, undefined, 404, 'SESSION_NOT_FOUND'],
    ['GET', `/v1/sessions/${unknown}/journal?after=-1`, undefined, 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', `/v1/sessions/${unknown}/discard`, {}, 404, 'SESSION_NOT_FOUND'],
    ['POST', `/v1/sessions/${unknown}/segments/1/destroy`, { reason: 'text-stored' }, 404, 'SESSION_NOT_FOUND'],
    ['POST', `/v1/sessions/${unknown}/segments/0/destroy`, { reason: 'text-stored' }, 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', `/v1/sessions/${unknown}/segments/1/destroy`, { reason: 'bored' }, 400, 'DEVICE_REQUEST_INVALID'],
    ['POST', `/v1/sessions/${unknown}/segments/x/destroy`, { reason: 'struck' }, 404, 'ROUTE_NOT_FOUND'],
  ]
  for (const [method, path, body, status, code] of cases) {
    t.match(await box.ask(method, path, body), { status, body: { code } }, `${method} ${path} ${JSON.stringify(body)}`)
  }
  t.match(box.device.state(), { phase: 'idle', activities: [], sessions: [] })
})

t.test('a body is read to its limit and not beyond', async t => {
  const box = await served(t)
  const ofLength = (length: number) => JSON.stringify({ gesture: 'hold_3s' }).padEnd(length)
  t.equal((await box.ask('POST', '/v1/gestures', ofLength(DEVICE_BODY_LIMIT))).status, 200)
  t.equal((await box.ask('POST', '/v1/gestures', ofLength(DEVICE_BODY_LIMIT + 1))).status, 400)
  t.match(await box.ask('POST', '/v1/gestures', ofLength(1_000_000)).catch(() => ({ status: 400 })), { status: 400 })
  t.equal((await box.ask('GET', '/v1/state')).status, 200, 'and it goes on answering')
})

t.test('no word of a request comes back in an error or gets into the log', async t => {
  const box = await served(t)
  const answers = [
    await box.ask('POST', '/v1/gestures', '{"gesture": canarybird}'),
    await box.ask('POST', '/v1/gestures', { gesture: 'canarybird' }),
    await box.ask('GET', '/canarybird'),
    await box.ask('GET', '/v1/sessions/canarybird/journal'),
    await box.ask('PUT', '/v1/leases/canarybird', {}),
  ]
  t.notMatch(JSON.stringify([answers, box.log]), /canarybird/)
  t.ok(box.log.some(({ event }) => event === 'request_failed'))
})

t.test('a refused press answers with the refusal', async t => {
  const box = await served(t)
  box.system.stated = { freeBytes: 0 }
  t.match(await box.ask('POST', '/v1/gestures', { gesture: 'press' }), {
    status: 507,
    body: { code: 'SPOOL_FULL', hint: /\w/ },
  })
})

t.test('the watch tells the present state at once, and the newest one after changes', async t => {
  const box = await served(t)
  const { states } = watch(t, box.socketPath)
  await until(() => states.length === 1, 'the first line')
  t.match(states[0], { phase: 'idle' })
  await box.device.service.gesture('press', 'page')
  await until(() => states.at(-1)?.phase === 'recording', 'the press')
})

t.test('the watch tells at most five states a second, and the last of a burst', async t => {
  const box = await served(t)
  const { states } = watch(t, box.socketPath)
  await until(() => states.length === 1, 'the first line')
  const began = performance.now()
  for (let change = 0; performance.now() - began < 1000; change += 1) {
    box.device.setLease('drafting', change % 2 === 0 ? 60_000 : 0)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  box.device.setLease('attention', 60_000)
  await until(() => states.at(-1)?.activities.includes('attention') === true, 'the last change')
  const seconds = (performance.now() - began) / 1000
  t.ok(states.length <= 1 + Math.ceil(seconds * 5) + 1, `${states.length} lines in ${seconds} s`)
})

t.test('the watch is silent while nothing but the clock changes', async t => {
  const box = await served(t)
  const { states } = watch(t, box.socketPath)
  await until(() => states.length === 1, 'the first line')
  box.device.setLease('drafting', 60_000)
  await until(() => states.length === 2, 'the lease')
  for (let second = 0; second < 5; second += 1) {
    box.clock.pass(1000)
    box.device.setLease('drafting', 60_000)
    await new Promise(resolve => setTimeout(resolve, 60))
  }
  t.equal(states.length, 2)
})

t.test('a watcher that does not read is dropped, and the others go on', async t => {
  const box = await served(t)
  const lazy = connect(box.socketPath)
  lazy.write('GET /v1/watch HTTP/1.1\r\nhost: device\r\n\r\n')
  lazy.pause()
  t.teardown(() => lazy.destroy())
  const { states, ended } = watch(t, box.socketPath)
  await until(() => states.length === 1, 'the first line')
  // Many sessions make long lines, so that few of them fill what the kernel keeps for a reader.
  for (let session = 0; session < 40; session += 1) {
    await box.device.service.gesture('press', 'page')
    box.captures.newest.open()
    for (let segment = 0; segment < 20; segment += 1) box.captures.newest.hear(1).seal()
    await box.device.service.gesture('press', 'page')
  }
  const dropped = () => box.log.some(({ event }) => event === 'watcher_dropped')
  const spinning = setInterval(() => box.device.setLease('drafting', Math.random() < 0.5 ? 60_000 : 0), 20)
  await until(dropped, 'the drop')
  clearInterval(spinning)
  t.equal(ended(), false)
})

t.test('a socket path that the kernel would cut off is refused, and nothing is made', async t => {
  const box = await testDevice(t)
  const name = 'x'.repeat(107 - Buffer.byteLength(join(box.run, '')) - 1)
  const fits = new DeviceServer(join(box.run, name), box.device, { write: () => {} })
  await fits.start(async () => {})
  await fits.stop()
  const tooLong = new DeviceServer(join(box.run, `${name}x`), box.device, { write: () => {} })
  await t.rejects(
    tooLong.start(async () => {}),
    { code: 'CONFIG_INVALID', hint: /EARSHOT_RUN/ },
  )
  t.notOk(existsSync(join(box.run, `${name}x`)))
})

t.test('requests wait until recovery is over', async t => {
  const box = await testDevice(t)
  const socketPath = join(box.run, 'late.sock')
  const server = new DeviceServer(socketPath, box.device, { write: () => {} })
  let recovered = () => {}
  const starting = server.start(() => new Promise(resolve => (recovered = resolve)))
  t.teardown(() => server.stop())
  await until(() => existsSync(socketPath), 'the socket')
  let answered = false
  const asking = new Promise(resolve => {
    request({ socketPath, path: '/v1/state', agent: false }, response => {
      answered = true
      response.resume().on('end', resolve)
    }).end()
  })
  await new Promise(resolve => setTimeout(resolve, 50))
  t.equal(answered, false)
  recovered()
  await starting
  await asking
  t.equal(answered, true)
})

t.test('of two devices on one socket the second refuses before it touches anything', async t => {
  const box = await served(t)
  const second = new DeviceServer(box.socketPath, box.device, { write: () => {} })
  let touched = false
  await t.rejects(
    second.start(async () => {
      touched = true
    }),
    { code: 'DEVICE_ALREADY_RUNNING', hint: /stop/ },
  )
  t.equal(touched, false)
  t.equal((await box.ask('GET', '/v1/state')).status, 200)
})

t.test('what is left of a dead device is replaced', async t => {
  const box = await testDevice(t)
  const socketPath = join(box.run, 'dead', 'device.sock')
  mkdirSync(join(box.run, 'dead'))
  writeFileSync(socketPath, '')
  const server = new DeviceServer(socketPath, box.device, { write: () => {} })
  await server.start(async () => {})
  await server.stop()
  t.notOk(existsSync(socketPath))
})
