import t from 'tap'
import {
  commitToKey,
  decodeHeader,
  encodeHeader,
  noncePrefix,
  pcmDurationMs,
  segmentFile,
} from '../../../device/contracts/spool-header.js'

const KEY = Buffer.alloc(32, 9)
const HEADER = { session: Buffer.alloc(16, 5), segment: 1, startMs: 0, sampleRate: 20, channels: 1 }

t.test('a header comes back as it went in, at its borders too', t => {
  for (const startMs of [0, 1, 0xffff_ffff, 0x1_0000_0000, Number.MAX_SAFE_INTEGER]) {
    const header = { ...HEADER, session: Uint8Array.from(HEADER.session), startMs, segment: 0xffff_ffff }
    const keyCommitment = Uint8Array.from(commitToKey(KEY))
    t.strictSame(decodeHeader(encodeHeader({ ...header, keyCommitment })), { ...header, keyCommitment })
  }
  t.end()
})

t.test('the nonce prefix depends on every byte of the header, and on nothing after it', t => {
  const head = Buffer.from(encodeHeader({ ...HEADER, keyCommitment: commitToKey(KEY) }))
  const prefixes = new Set([Buffer.from(noncePrefix(head)).toString('hex')])
  for (let at = 0; at < head.length; at++) {
    const changed = Buffer.from(head)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    prefixes.add(Buffer.from(noncePrefix(changed)).toString('hex'))
  }
  t.equal(prefixes.size, 81)
  t.strictSame(noncePrefix(Buffer.concat([head, Buffer.from('record')])), noncePrefix(head))
  t.end()
})

t.test('names are numbers, durations whole milliseconds', t => {
  t.strictSame(segmentFile(7), { sealed: '0007.seg', key: '0007.key', gone: '0007.gone' })
  t.equal(segmentFile(12_345).sealed, '12345.seg')
  t.equal(pcmDurationMs(32_000, { sampleRate: 16_000, channels: 1 }), 1000)
  t.equal(pcmDurationMs(32_000, { sampleRate: 16_000, channels: 2 }), 500)
  t.equal(pcmDurationMs(0, HEADER), 0)
  t.end()
})
