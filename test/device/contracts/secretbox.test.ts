import t from 'tap'
import nacl from 'tweetnacl'
import { openBox, sealBox } from '../../../device/contracts/secretbox.js'
import { openBoxSlowly } from '../../support/xsalsa20-poly1305.js'

const key = Buffer.alloc(32, 1)
const nonce = Buffer.alloc(24, 2)

t.test('boxes are those of NaCl, at every border of a cipher block', t => {
  for (const length of [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 32_000]) {
    const plain = Buffer.alloc(length, 3)
    const box = sealBox(plain, nonce, key)
    t.strictSame(Buffer.from(box), Buffer.from(nacl.secretbox(plain, nonce, key)), `${length} bytes`)
    const target = Buffer.alloc(length)
    t.ok(openBox(box, nonce, key, target))
    t.ok(target.equals(plain))
    t.strictSame(Buffer.from(openBoxSlowly(box, nonce, key) ?? []), plain)
  }
  t.end()
})

t.test('a box that does not open leaves its target as it was', t => {
  const box = sealBox(Buffer.from('what was said'), nonce, key)
  box[0] = (box[0] ?? 0) ^ 1
  const target = Buffer.alloc(13, 7)
  t.notOk(openBox(box, nonce, key, target))
  t.ok(target.equals(Buffer.alloc(13, 7)))
  t.notOk(openBox(new Uint8Array(5), nonce, key, new Uint8Array(0)), 'nor does one too short for an authenticator')
  t.equal(openBoxSlowly(box, nonce, key), null)
  t.end()
})
