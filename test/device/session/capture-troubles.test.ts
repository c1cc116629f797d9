import t from 'tap'
import { ERROR_CODES } from '../../../device/contracts/errors.js'
import { closingReason, KEEPER_TIMES, nextTryMs, trouble } from '../../../device/session/capture-troubles.js'

t.test('a recorder that fails is tried three times, two seconds apart', async t => {
  const error = trouble('CAPTURE_DEVICE_LOST')
  t.strictSame(
    [1, 2, 3, 4].map(failures => nextTryMs(error, failures, KEEPER_TIMES)),
    [2000, 2000, 2000, null],
  )
})

t.test('a child that crashed is replaced at once, and then as the others', async t => {
  const error = trouble('CAPTURE_PROCESS_LOST')
  t.strictSame(
    [1, 2, 3, 4].map(failures => nextTryMs(error, failures, KEEPER_TIMES)),
    [0, 2000, 2000, null],
  )
})

t.test('what a person must mend first is not tried again', async t => {
  const hopeless = ERROR_CODES.filter(code => nextTryMs({ code, message: '' }, 1, KEEPER_TIMES) === null)
  for (const code of ['CAPTURE_RECORDER_MISSING', 'CAPTURE_FILE_NOT_WAV', 'SPOOL_FULL'] as const)
    t.ok(hopeless.includes(code))
  for (const code of ['CAPTURE_DEVICE_LOST', 'CAPTURE_DEVICE_NOT_FOUND', 'CAPTURE_STALLED'] as const) {
    t.notOk(hopeless.includes(code), code)
  }
})

t.test('every trouble says what to do', async t => {
  for (const code of ['CAPTURE_DEVICE_LOST', 'CAPTURE_PROCESS_LOST', 'CAPTURE_STALLED'] as const) {
    t.match(trouble(code), { code, message: /^[a-z ]+$/, hint: /\w/ })
  }
})

t.test('how a child ended is said by its farewell, or by its lack of one', async t => {
  const exit = { exitCode: 0, signal: null }
  const bye = (reason: 'stopped' | 'lost') => ({ ...exit, farewell: { type: 'closed' as const, reason, ...exit } })
  t.equal(closingReason({ ...exit, farewell: null }, false), 'crashed')
  t.equal(closingReason({ ...exit, farewell: null }, true), 'crashed')
  t.equal(closingReason(bye('stopped'), false), 'stopped')
  t.equal(closingReason(bye('stopped'), true), 'ended')
  t.equal(closingReason(bye('lost'), false), 'lost')
})
