import { createHash } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { commitToKey, sealSegment } from '../../../device/contracts/spool-format.js'
import { scanSegments } from '../../../device/spool/scan-segments.js'

const KEY = Buffer.alloc(32, 4)
const HEADER = { session: Buffer.alloc(16, 1), segment: 1, startMs: 61_000, sampleRate: 16_000, channels: 1 }
const SEALED = Buffer.from(sealSegment(HEADER, Buffer.alloc(32_000 * 3 + 16_000, 2), KEY))
const RECORD = 32_020

t.test('a sealed segment is counted without its key, which is never opened', async t => {
  const folder = t.testdir({})
  writeFileSync(join(folder, '0001.seg'), SEALED)
  writeFileSync(join(folder, '0001.key'), KEY)
  chmodSync(join(folder, '0001.key'), 0)
  t.strictSame(await scanSegments(folder), [
    {
      segment: 1,
      hasKey: true,
      hasSealed: true,
      startMs: 61_000,
      sampleRate: 16_000,
      channels: 1,
      records: 4,
      pcmBytes: 112_000,
      durationMs: 3500,
      ciphertextBytes: SEALED.length,
      ciphertextSha256: createHash('sha256').update(SEALED).digest('hex'),
      keyCommitment: Buffer.from(commitToKey(KEY)).toString('hex'),
      truncatedTail: false,
      damage: null,
      stillborn: false,
    },
  ])
})

t.test('a segment cut anywhere counts its whole records and says whether the last was cut', async t => {
  const folder = t.testdir({})
  const file = join(folder, '0001.seg')
  const cuts = [80, 81, 84, 85, 80 + RECORD - 1, 80 + RECORD, 80 + RECORD + 1, 80 + 2 * RECORD, SEALED.length - 1]
  for (const length of cuts) {
    const bytes = SEALED.subarray(0, length)
    writeFileSync(file, bytes)
    const records = Math.floor((length - 80) / RECORD)
    t.match(
      await scanSegments(folder),
      [
        {
          records,
          pcmBytes: records * 32_000,
          durationMs: records * 1000,
          ciphertextBytes: length,
          ciphertextSha256: createHash('sha256').update(bytes).digest('hex'),
          truncatedTail: (length - 80) % RECORD !== 0,
          damage: null,
          stillborn: records === 0,
        },
      ],
      `${length} bytes`,
    )
  }
})

t.test('what its writer left while making it is stillborn', async t => {
  for (const length of [0, 1, 79, 80]) {
    const folder = t.testdir({})
    writeFileSync(join(folder, '0001.seg'), SEALED.subarray(0, length))
    t.match(await scanSegments(folder), [{ stillborn: true, records: 0, hasKey: false }], `${length} bytes`)
  }
})

t.test('damage is named, and the whole file is still measured', async t => {
  const folder = t.testdir({})
  const damages: readonly (readonly [string, Buffer, string])[] = [
    ['another file', Buffer.alloc(500, 0x20), 'SPOOL_NOT_A_SEGMENT'],
    ['a later version', changed(7, 0x32), 'SPOOL_VERSION_UNKNOWN'],
    ['an impossible length', changed(80, 0xff), 'SPOOL_TAMPERED'],
    ['an impossible header', changed(41, 9), 'SPOOL_TAMPERED'],
  ]
  for (const [name, bytes, damage] of damages) {
    writeFileSync(join(folder, '0001.seg'), bytes)
    const ciphertextSha256 = createHash('sha256').update(bytes).digest('hex')
    const wanted = [{ damage, stillborn: false, ciphertextBytes: bytes.length, ciphertextSha256 }]
    t.match(await scanSegments(folder), wanted, name)
  }
})

t.test('all numbers are found, in order, keys without segments too; other files are not', async t => {
  const folder = t.testdir({
    '0010.seg': SEALED,
    '0002.key': KEY,
    '10000.seg': SEALED,
    '0001.seg': SEALED,
    '0001.key': KEY,
    '0003.gone': '1234',
    'session.json': '{}',
    '1.seg': 'no',
    '0004.seg.tmp': 'no',
  })
  const scans = await scanSegments(folder)
  t.strictSame(
    scans.map(({ segment, hasKey, hasSealed }) => ({ segment, hasKey, hasSealed })),
    [
      { segment: 1, hasKey: true, hasSealed: true },
      { segment: 2, hasKey: true, hasSealed: false },
      { segment: 10, hasKey: false, hasSealed: true },
      { segment: 10_000, hasKey: false, hasSealed: true },
    ],
  )
  t.match(scans[1], { damage: 'SPOOL_TRUNCATED', stillborn: true, ciphertextBytes: 0, keyCommitment: '' })
})

t.test('a folder that is not there holds none; one that cannot be read is an error', async t => {
  const folder = t.testdir({ file: 'x' })
  t.strictSame(await scanSegments(join(folder, 'absent')), [])
  await t.rejects(scanSegments(join(folder, 'file')), { code: 'ENOTDIR' })
})

function changed(at: number, value: number): Buffer {
  const bytes = Buffer.from(SEALED)
  bytes.writeUInt8(value, at)
  return bytes
}
