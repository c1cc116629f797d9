import t from 'tap'
import { newKeyPair, unwrapByCode, wrapByCode } from '../../../companion/vault/clinician-keys.js'
import { isWrappedSecret, SCRYPT_COST, unwrapSecret, wrapSecret } from '../../../companion/vault/key-wrap.js'
import { CHEAP } from '../../support/stored-things.js'

t.test('the work is stored with each wrap, and the default is what the security page asks for', async t => {
  t.strictSame(SCRYPT_COST, { N: 32768, r: 8, p: 3 })
  const { secretKey } = newKeyPair()
  const wrapped = await wrapByCode(secretKey, 'abcd', SCRYPT_COST)
  t.match(wrapped, { kdf: 'scrypt', N: 32768, r: 8, p: 3 })
  t.ok(isWrappedSecret(wrapped))
  t.strictSame(await unwrapByCode(JSON.parse(JSON.stringify(wrapped)), 'ABCD'), secretKey)
})

t.test('a stored wrap that asks for absurd work is refused before any is done', async t => {
  const wrapped = await wrapSecret(new Uint8Array(32), 'x', CHEAP)
  t.ok(isWrappedSecret(wrapped))
  for (const change of [
    { N: 2 ** 24 },
    { N: 1000 },
    { r: 1024 },
    { p: 0 },
    { salt: 'zz' },
    { box: '' },
    { kdf: 'none' },
  ]) {
    t.notOk(isWrappedSecret({ ...wrapped, ...change }), JSON.stringify(change))
  }
})

t.test('a changed wrap opens under nothing', async t => {
  const wrapped = await wrapSecret(new Uint8Array(32).fill(1), 'x', CHEAP)
  const flip = (hex: string) => `${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`
  for (const field of ['salt', 'nonce', 'box'] as const) {
    t.equal(await unwrapSecret({ ...wrapped, [field]: flip(wrapped[field]) }, 'x'), null, field)
  }
})
