import t from 'tap'
import nacl from 'tweetnacl'
import { ed25519PublicKey } from '../../../device/contracts/ed25519.js'
import {
  boxIdOf,
  encodeLine,
  FIRST_PREV,
  type LedgerEntry,
  lineDigest,
  lineSignatureHolds,
  parseLine,
} from '../../../device/contracts/ledger-entry.js'
import { sessionNumber } from '../../support/stored-things.js'

const pair = nacl.sign.keyPair.fromSeed(new Uint8Array(32).fill(7))
const sign = (message: Uint8Array) => nacl.sign.detached(message, pair.secretKey)

const entry: LedgerEntry = {
  v: 1,
  seq: 0,
  prev: FIRST_PREV,
  box: boxIdOf(pair.publicKey),
  boot: 'boot-one',
  atMs: 1_700_000_000_000,
  type: 'session_started',
  session: sessionNumber(1),
  data: { medium: 'tmpfs', channels: 1 },
}

t.test('a line is what the specification shows: canonical JSON, a tab, the signature', t => {
  const line = encodeLine(entry, sign)
  t.equal(
    line.split('\t')[0],
    `{"atMs":1700000000000,"boot":"boot-one","box":"${entry.box}","data":{"channels":1,"medium":"tmpfs"},"prev":"${'0'.repeat(64)}","seq":0,"session":"${sessionNumber(1)}","type":"session_started","v":1}`,
  )
  const parsed = parseLine(line)
  t.strictSame(parsed?.entry, entry)
  t.ok(parsed !== null && lineSignatureHolds(parsed, ed25519PublicKey(pair.publicKey)))
  t.match(lineDigest(line), /^[0-9a-f]{64}$/)
  t.end()
})

t.test('what is no line of version 1, canonical to the byte, is null', t => {
  const line = encodeLine(entry, sign)
  const [json = '', signature = ''] = line.split('\t')
  const signed = (change: object) => encodeLine({ ...entry, ...change } as LedgerEntry, sign)
  for (const [name, bad] of Object.entries({
    empty: '',
    'no signature': json,
    'two tabs': `${line}\t`,
    'a line feed': `${line}\n`,
    'a space': `${json.replace(':', ': ')}\t${signature}`,
    'keys in another order': `{"v":1,${json.slice(1).replace(',"v":1', '')}\t${signature}`,
    'a short signature': `${json}\t${signature.slice(4)}`,
    'version 2': signed({ v: 2 }),
    'a type that is none': signed({ type: 'gone' }),
    'a negative number': signed({ seq: -1 }),
    'a key too many': signed({ extra: 1 }),
    'a session that is none': signed({ session: 'x' }),
    'a boot id with words': signed({ boot: 'a b' }),
    'no data': signed({ data: [] }),
  })) {
    t.equal(parseLine(bad), null, name)
  }
  t.end()
})
