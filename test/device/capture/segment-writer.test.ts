import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { SegmentWriter } from '../../../device/capture/segment-writer.js'
import { openStored } from '../../support/spool-folder.js'

const HEADER = { session: Buffer.alloc(16, 1), segment: 7, startMs: 5, sampleRate: 100, channels: 1 }
const SECOND = Buffer.alloc(200, 3)

t.test('both files are there from the beginning, and every record from the moment it was written', t => {
  const folder = t.testdir({})
  const writer = new SegmentWriter(folder, HEADER)
  t.strictSame(readdirSync(folder).sort(), ['0007.key', '0007.seg'])
  t.match(writer.opened(), { segment: 7, startMs: 5, keyCommitment: /^[0-9a-f]{64}$/ })
  for (const seconds of [0, 1, 2]) {
    const { pcm, ending } = openStored(folder, 7)
    t.strictSame([pcm.length, ending], [seconds * 200, 'interrupted'])
    writer.write(SECOND)
  }
  const report = writer.finish(Buffer.alloc(10, 4))
  const { pcm, ending } = openStored(folder, 7)
  t.strictSame([pcm.length, ending], [610, 'sealed'])
  const file = readFileSync(join(folder, '0007.seg'))
  t.match(report, {
    pcmBytes: 610,
    durationMs: 3050,
    ciphertextBytes: file.length,
    ciphertextSha256: createHash('sha256').update(file).digest('hex'),
    interrupted: false,
  })
  t.end()
})

t.test('a number that is taken is not written over, and nothing is left of the attempt', t => {
  for (const taken of ['0007.seg', '0007.key']) {
    const folder = t.testdir({})
    writeFileSync(join(folder, taken), 'kept')
    t.throws(() => new SegmentWriter(folder, HEADER), { code: 'INTERNAL', cause: { code: 'EEXIST' } })
    t.strictSame(readdirSync(folder), [taken])
    t.equal(readFileSync(join(folder, taken), 'utf8'), 'kept')
  }
  t.end()
})

t.test('every segment has a key of its own', t => {
  const folder = t.testdir({})
  const keys = new Set<string>()
  for (let segment = 1; segment <= 20; segment++) {
    new SegmentWriter(folder, { ...HEADER, segment }).finish(Buffer.alloc(0))
    keys.add(readFileSync(join(folder, `${String(segment).padStart(4, '0')}.key`), 'hex'))
  }
  t.equal(keys.size, 20)
  t.ok([...keys].every(key => key.length === 64 && !/^0+$/.test(key)))
  t.notOk(existsSync(join(folder, '0021.key')))
  t.end()
})
