import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import t from 'tap'
import { DEVICE_BODY_LIMIT } from '../../../device/contracts/device-api.js'
import { ERROR_CODES } from '../../../device/contracts/errors.js'
import { readObject, statusOf } from '../../../device/service/http-answers.js'

const request = (...parts: string[]) =>
  Readable.from(parts.map(part => Buffer.from(part))) as unknown as IncomingMessage

t.test('every code has a status that is an error', async t => {
  for (const code of ERROR_CODES) t.ok(statusOf(code) >= 400 && statusOf(code) < 600, code)
  t.equal(statusOf('INTERNAL'), 500)
})

t.test('a body is an object, in however many pieces it comes', async t => {
  t.strictSame(await readObject(request('{"a"', ':1', '}')), { a: 1 })
  t.strictSame(await readObject(request()), {})
})

t.test('what is no object, no JSON or too long is refused', async t => {
  for (const body of ['1', 'null', '[]', '"x"', '{', 'x'.repeat(DEVICE_BODY_LIMIT + 1)]) {
    await t.rejects(readObject(request(body)), { code: 'DEVICE_REQUEST_INVALID' })
  }
})
