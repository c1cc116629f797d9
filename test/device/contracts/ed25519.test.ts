import t from 'tap'
import { ed25519PublicKey, strictBase64 } from '../../../device/contracts/ed25519.js'

t.test('base64 is read in the one way in which it is written', t => {
  t.strictSame(Buffer.from(strictBase64('AQ==', 1) ?? []), Buffer.from([1]))
  for (const other of ['AQ=', 'AQ', 'AR==', 'AQ==\n', ' AQ==', 'AQ-=', '']) t.equal(strictBase64(other, 1), null, other)
  t.equal(strictBase64('AQ==', 2), null)
  t.end()
})

t.test('a public key has 32 bytes', t => {
  t.throws(() => ed25519PublicKey(new Uint8Array(31)), RangeError)
  t.throws(() => ed25519PublicKey(new Uint8Array(33)), RangeError)
  t.end()
})
