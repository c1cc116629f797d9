import { spawn } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { destroySegment } from '../../../device/spool/destroy-segment.js'
import { scanSegments } from '../../../device/spool/scan-segments.js'

const DONE = {
  keyOverwritten: true,
  keyUnlinked: true,
  ciphertextOverwritten: true,
  ciphertextUnlinked: true,
  pathsAbsent: true,
}
const NOTHING = {
  ...DONE,
  keyOverwritten: false,
  keyUnlinked: false,
  ciphertextOverwritten: false,
  ciphertextUnlinked: false,
}
const KEY = Buffer.alloc(32, 0xa5)
const SEALED = Buffer.alloc(200_001, 0x5a)

function pair(folder: string, segment = 1): { key: string; sealed: string; note: string } {
  const stem = join(folder, String(segment).padStart(4, '0'))
  writeFileSync(`${stem}.key`, KEY, { mode: 0o600 })
  writeFileSync(`${stem}.seg`, SEALED, { mode: 0o600 })
  return { key: `${stem}.key`, sealed: `${stem}.seg`, note: `${stem}.gone` }
}

t.test('invariant 2: key and ciphertext are overwritten in place, then unlinked, then looked for', async t => {
  const folder = t.testdir({})
  const files = pair(folder)
  // Second names of the same files show what became of their bytes.
  linkSync(files.key, join(folder, 'key-bytes'))
  linkSync(files.sealed, join(folder, 'sealed-bytes'))
  t.strictSame(await destroySegment(folder, 1), DONE)
  t.ok(readFileSync(join(folder, 'key-bytes')).equals(Buffer.alloc(32)), 'as long as it was, all zeros')
  t.ok(readFileSync(join(folder, 'sealed-bytes')).equals(Buffer.alloc(SEALED.length)))
  t.strictSame(readdirSync(folder).sort(), ['0001.gone', 'key-bytes', 'sealed-bytes'])
  t.equal(statSync(files.note).size, 4)
})

t.test('ciphertext of any length is overwritten to its last byte', async t => {
  const folder = t.testdir({})
  for (const length of [0, 1, 65_535, 65_536, 65_537, 131_072]) {
    const files = pair(folder)
    writeFileSync(files.sealed, Buffer.alloc(length, 1))
    const witness = join(folder, `bytes-${length}`)
    linkSync(files.sealed, witness)
    await destroySegment(folder, 1)
    t.ok(readFileSync(witness).equals(Buffer.alloc(length)), `${length} bytes`)
  }
})

t.test('asked again it answers the same', async t => {
  const folder = t.testdir({})
  pair(folder)
  t.strictSame(await destroySegment(folder, 1), DONE)
  t.strictSame(await destroySegment(folder, 1), DONE)
})

t.test('what nobody here destroyed is absent, and that is all that is said', async t => {
  const folder = t.testdir({})
  t.strictSame(await destroySegment(folder, 1), NOTHING, 'never there')
  t.strictSame(await destroySegment(join(folder, 'absent'), 1), NOTHING, 'not even a folder')
  t.strictSame(readdirSync(folder), [], 'and no note is left of it')
})

t.test('a process that died in the middle is carried on from where it was', async t => {
  const states: readonly { name: string; note: string; key: boolean; sealed: boolean; steps?: object }[] = [
    { name: 'key overwritten, not noted', note: '', key: true, sealed: true },
    { name: 'key overwritten', note: '1', key: true, sealed: true },
    { name: 'key unlinked, not noted', note: '1', key: false, sealed: true },
    { name: 'key unlinked', note: '12', key: false, sealed: true },
    { name: 'ciphertext overwritten', note: '123', key: false, sealed: true },
    { name: 'ciphertext unlinked, not noted', note: '123', key: false, sealed: false },
    { name: 'all done', note: '1234', key: false, sealed: false },
    {
      name: 'key taken away by someone else',
      note: '',
      key: false,
      sealed: true,
      steps: { ...DONE, keyOverwritten: false, keyUnlinked: false },
    },
  ]
  for (const state of states) {
    const folder = t.testdir({})
    if (state.key) writeFileSync(join(folder, '0001.key'), Buffer.alloc(32))
    if (state.sealed) writeFileSync(join(folder, '0001.seg'), SEALED)
    if (state.note !== '') writeFileSync(join(folder, '0001.gone'), state.note)
    t.strictSame(await destroySegment(folder, 1), state.steps ?? DONE, state.name)
    t.notOk(existsSync(join(folder, '0001.key')))
    t.notOk(existsSync(join(folder, '0001.seg')))
  }
})

t.test('invariant 10: killed at any instant, asked again, it finishes and tells the truth', async t => {
  const program = fileURLToPath(new URL('../../support/destroy-many.js', import.meta.url))
  for (let kill = 0; kill < 6; kill++) {
    const folder = t.testdir({})
    for (let segment = 1; segment <= 80; segment++) pair(folder, segment)
    const process_ = spawn(process.execPath, [program, folder], { stdio: 'ignore' })
    const gone = new Promise(resolve => process_.on('close', resolve))
    while (readdirSync(folder).every(name => !name.endsWith('.gone')) && process_.exitCode === null) await tick(2)
    await tick(Math.random() * 60)
    process_.kill('SIGKILL')
    await gone
    const scans = await scanSegments(folder)
    t.ok(
      scans.every(scan => scan.hasSealed),
      'no key is left without its segment',
    )
    for (let segment = 1; segment <= 80; segment++) {
      const steps = await destroySegment(folder, segment)
      if (JSON.stringify(steps) !== JSON.stringify(DONE)) t.fail(`segment ${segment}: ${JSON.stringify(steps)}`)
    }
    t.strictSame(await scanSegments(folder), [])
  }
})

t.test('a step that fails is an error that says so, and can be tried again', async t => {
  const folder = t.testdir({})
  mkdirSync(join(folder, '0001.key'))
  writeFileSync(join(folder, '0001.seg'), SEALED)
  await t.rejects(destroySegment(folder, 1), { code: 'SPOOL_DESTROY_FAILED', detail: { segment: 1 }, retryable: true })
  t.ok(readFileSync(join(folder, '0001.seg')).equals(SEALED), 'the key comes first: nothing else was touched')
})

function tick(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
