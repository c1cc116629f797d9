import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { errorReply } from '../../../companion/http/error-replies.js'
import { EarshotError, isErrorCode } from '../../../device/contracts/errors.js'
import { root } from '../../support/root.js'

t.test('the answer holds code and hint, and nothing else of the error', async t => {
  const cause = new Error('Canarybird')
  const error = new EarshotError('NOTE_CONFLICT', 'fixed words', { hint: 'do this', detail: { a: 1 }, cause })
  t.strictSame(errorReply(error), { status: 409, body: { code: 'NOTE_CONFLICT', hint: 'do this' } })
})

t.test('whatever else is thrown is INTERNAL', async t => {
  for (const thrown of [new Error('Canarybird'), 'Canarybird', undefined, { code: 'ENOSPC', message: 'Canarybird' }]) {
    t.strictSame(errorReply(thrown), { status: 500, body: { code: 'INTERNAL' } })
  }
  const pretender = Object.assign(new Error('Canarybird'), { code: 'FST_ERR_X', statusCode: 200 })
  t.equal(errorReply(pretender).status, 500)
})

t.test('every code that the ports say they throw has a status of its own', async t => {
  const ports = readFileSync(join(root, 'companion/http/services.ts'), 'utf8')
  const codes = [...ports.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([code]) => code).filter(isErrorCode)
  t.ok(codes.length > 10)
  for (const code of codes) t.not(errorReply(new EarshotError(code, 'x')).status, 500, code)
})
