import t from 'tap'
import nacl from 'tweetnacl'
import {
  jsonBytes,
  openAsRecipient,
  openUnderKey,
  parseJsonBytes,
  sealToRecipient,
  sealUnderKey,
} from '../../../companion/vault/sealing.js'

const KEY = new Uint8Array(32).fill(9)

t.test('anyone may seal to a clinician, only the clinician opens, and no two seals are alike', t => {
  const [mine, other] = [nacl.box.keyPair(), nacl.box.keyPair()]
  const plain = Buffer.from('words')
  const [one, two] = [sealToRecipient(plain, mine.publicKey), sealToRecipient(plain, mine.publicKey)]
  t.notSame(one, two)
  t.equal(Buffer.from(openAsRecipient(one, mine.secretKey)).toString(), 'words')
  t.throws(() => openAsRecipient(one, other.secretKey), { code: 'VAULT_WRONG_KEY' })
  t.end()
})

t.test('a changed byte anywhere does not open', t => {
  const mine = nacl.box.keyPair()
  for (const [sealed, open] of [
    [sealToRecipient(Buffer.from('x'), mine.publicKey), (bytes: Uint8Array) => openAsRecipient(bytes, mine.secretKey)],
    [sealUnderKey(Buffer.from('x'), KEY), (bytes: Uint8Array) => openUnderKey(bytes, KEY)],
  ] as const) {
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed)
      changed[at] = changed[at]! ^ 0x40
      t.throws(() => open(changed), `byte ${at}`)
    }
  }
  t.end()
})

t.test('cut short, of another kind, of a later version: three different findings', t => {
  const sealed = sealUnderKey(new Uint8Array(), KEY)
  t.equal(openUnderKey(sealed, KEY).length, 0)
  t.throws(() => openUnderKey(sealed.subarray(0, sealed.length - 1), KEY), { code: 'STORAGE_DAMAGED' })
  t.throws(() => openUnderKey(new Uint8Array(), KEY), { code: 'STORAGE_DAMAGED' })
  t.throws(() => openAsRecipient(Buffer.alloc(200), KEY), { code: 'STORAGE_DAMAGED' })
  const later = Buffer.from(sealed)
  later[7] = 0x32
  t.throws(() => openUnderKey(later, KEY), { code: 'STORAGE_VERSION_UNKNOWN' })
  t.end()
})

t.test('JSON that is none is damage, and is not quoted', t => {
  t.strictSame(parseJsonBytes(jsonBytes({ a: 1 })), { a: 1 })
  try {
    parseJsonBytes(Buffer.from('canary'))
    t.fail('must throw')
  } catch (error) {
    t.match(error, { code: 'STORAGE_DAMAGED' })
    t.notMatch(String((error as Error).stack), /canary/)
  }
  t.end()
})
