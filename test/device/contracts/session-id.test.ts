import { randomBytes } from 'node:crypto'
import t from 'tap'
import { base32, isSessionId, parseSessionId, sessionIdFrom } from '../../../device/contracts/session-id.js'

t.test('base32 is that of RFC 4648 section 10, in lower case and without padding', async t => {
  const vectors = {
    '': '',
    f: 'my',
    fo: 'mzxq',
    foo: 'mzxw6',
    foob: 'mzxw6yq',
    fooba: 'mzxw6ytb',
    foobar: 'mzxw6ytboi',
  }
  for (const [plain, encoded] of Object.entries(vectors)) t.equal(base32(Buffer.from(plain)), encoded)
})

t.test('a session id is 26 characters made of 16 random bytes, no two alike', async t => {
  const ids = Array.from({ length: 1000 }, () => sessionIdFrom(randomBytes(16)))
  t.equal(new Set(ids).size, 1000)
  for (const id of ids) t.ok(isSessionId(id) && id.length === 26)
})

t.test('any other number of bytes makes no session id', async t => {
  for (const length of [0, 15, 17]) t.throws(() => sessionIdFrom(new Uint8Array(length)), RangeError)
})

t.test('what no device could have made names no session', async t => {
  const id = sessionIdFrom(new Uint8Array(16))
  for (const value of [
    id.slice(1),
    `${id}a`,
    id.toUpperCase(),
    '../../../../etc/passwd',
    `${id.slice(0, 25)}b`,
    7,
    null,
  ]) {
    t.throws(() => parseSessionId(value), { code: 'SESSION_NOT_FOUND' })
  }
  t.equal(parseSessionId(id), id)
})
