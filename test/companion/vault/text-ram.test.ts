import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { TextRam } from '../../../companion/vault/text-ram.js'
import { sessionNumber } from '../../support/stored-things.js'

const ONE = sessionNumber(1)
const TWO = sessionNumber(2)

t.test('text in RAM: a key of its own that stays, mode 0600', async t => {
  const run = t.testdir()
  const ram = await TextRam.open(run)
  const file = await ram.prepare(ONE)
  const key = readFileSync(file)
  t.equal(key.length, 32)
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.equal(await ram.prepare(ONE), file)
  t.strictSame(readFileSync(file), key, 'asked twice, the same key')
  await ram.prepare(TWO)
  t.notSame(readFileSync(ram.keyFile(TWO)), key)
  t.strictSame((await ram.sessions()).length, 2)
})

t.test('text in RAM: put, list, read, and after destroying nothing', async t => {
  const run = t.testdir()
  const ram = await TextRam.open(run)
  await ram.prepare(ONE)
  for (const segment of [3, 1]) await ram.put(ONE, segment, Buffer.from(`sealed ${segment}`))
  t.strictSame(await ram.list(ONE), [1, 3])
  t.equal(Buffer.from((await ram.read(ONE, 3)) ?? []).toString(), 'sealed 3')
  t.equal(await ram.absent(ONE), false)
  await ram.destroy(ONE)
  await ram.destroy(ONE)
  t.strictSame(readdirSync(join(run, 'text')), [])
  t.equal(await ram.absent(ONE), true)
  t.equal(await ram.readKey(ONE), null)
  t.strictSame(await ram.list(ONE), [])
})

t.test('text in RAM: bytes are overwritten in place before they are unlinked', async t => {
  const run = t.testdir()
  const ram = await TextRam.open(run)
  const file = await ram.prepare(ONE)
  await ram.put(ONE, 1, Buffer.from('canary words'))
  const { linkSync } = await import('node:fs')
  linkSync(file, join(run, 'key-seen'))
  linkSync(join(run, 'text', ONE, '0001.text'), join(run, 'text-seen'))
  await ram.destroy(ONE)
  t.ok(readFileSync(join(run, 'key-seen')).every(byte => byte === 0))
  t.ok(readFileSync(join(run, 'text-seen')).every(byte => byte === 0))
})
