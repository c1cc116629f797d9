import t from 'tap'
import { sessionIdBytes, sessionIdFrom } from '../../../device/contracts/session-id.js'
import { encodeSpoolSession, parseSpoolSession, type SpoolSession } from '../../../device/contracts/spool-session.js'

const session: SpoolSession = {
  version: 1,
  sessionId: sessionIdFrom(Buffer.alloc(16, 200)),
  startedAtMs: 1_700_000_000_000,
  bootId: '8f9a2e6c-1b1d-4d2e-9d0b-0123456789ab',
  sampleRate: 16_000,
  channels: 1,
  encoding: 'S16_LE',
  consent: { state: 'attested-by-press', atMs: 1_700_000_000_000 },
  seatMap: null,
}

t.test('what is written is what is read', t => {
  t.strictSame(parseSpoolSession(encodeSpoolSession(session)), session)
  t.end()
})

t.test('members it does not know are left out', t => {
  t.strictSame(parseSpoolSession(JSON.stringify({ ...session, adapter: 'arecord' })), session)
  t.end()
})

t.test('another version is refused as such', t => {
  for (const version of [0, 2, 99]) {
    t.throws(() => parseSpoolSession(JSON.stringify({ ...session, version })), { code: 'SPOOL_VERSION_UNKNOWN' })
  }
  t.end()
})

t.test('damage is an error, and nothing of the text is in it', t => {
  const damages: unknown[] = [
    { ...session, version: '1' },
    { ...session, version: undefined },
    { ...session, sessionId: 'jane' },
    { ...session, startedAtMs: -1 },
    { ...session, startedAtMs: 1.5 },
    { ...session, bootId: 'a b' },
    { ...session, bootId: '' },
    { ...session, sampleRate: 0 },
    { ...session, sampleRate: 96_001 },
    { ...session, channels: 3 },
    { ...session, encoding: 'S24_LE' },
    { ...session, consent: null },
    { ...session, consent: { state: 'given', atMs: 1 } },
    { ...session, consent: { state: 'attested-by-press' } },
    { ...session, seatMap: [] },
    [],
    null,
    'session',
  ]
  for (const damage of damages) {
    t.throws(() => parseSpoolSession(JSON.stringify(damage)), { code: 'STORAGE_DAMAGED' }, JSON.stringify(damage))
  }
  for (const text of ['', '{"version":1', 'Canarybird']) {
    t.throws(() => parseSpoolSession(text), { code: 'STORAGE_DAMAGED', message: 'session file is damaged' }, text)
  }
  t.end()
})

t.test('the bytes of a session id are those that made it', t => {
  for (const fill of [0, 1, 127, 128, 255]) {
    const bytes = Uint8Array.from({ length: 16 }, (_, at) => (fill + at * 37) & 0xff)
    t.strictSame(sessionIdBytes(sessionIdFrom(bytes)), bytes)
  }
  t.end()
})
