import { readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Low } from 'lowdb'
import t from 'tap'
import { previousOf } from '../../../companion/vault/durable-file.js'
import { PlainDocument, parserOf, SealedDocument } from '../../../companion/vault/sealed-document.js'
import { jsonBytes, sealUnderKey } from '../../../companion/vault/sealing.js'
import { isText, oneOf, shape } from '../../../device/contracts/shape.js'

interface Notebook {
  readonly version: 1
  readonly words: string
}
const parse = parserOf(shape<Notebook>({ version: oneOf([1]), words: isText }), 1)
const KEY = new Uint8Array(32).fill(5)
const notebook = (words: string): Notebook => ({ version: 1, words })

function documentAt(file: string, key = KEY): SealedDocument<Notebook> {
  return new SealedDocument({ file, key, parse })
}

/** A file with two generations: `present` over `before`. */
async function twoGenerations(folder: string): Promise<string> {
  const file = join(folder, 'a')
  const db = new Low<Notebook>(documentAt(file), notebook(''))
  await db.read()
  for (const words of ['before', 'present']) {
    db.data = notebook(words)
    await db.write()
  }
  return file
}

t.test('a document that never was is null, and lowdb keeps its default', async t => {
  const db = new Low<Notebook>(documentAt(join(t.testdir(), 'a')), notebook('default'))
  await db.read()
  t.strictSame(db.data, notebook('default'))
})

t.test('what was written is read, and not a word of it is in the file', async t => {
  const folder = t.testdir()
  const file = join(folder, 'a')
  const db = new Low<Notebook>(documentAt(file), notebook('canary in the mine'))
  await db.write()
  const document = documentAt(file)
  t.strictSame(await document.read(), notebook('canary in the mine'))
  t.equal(document.recovered, false)
  for (const name of readdirSync(folder)) t.notMatch(readFileSync(join(folder, name), 'latin1'), /canary/)
})

t.test('writes keep their order, the newest wins, and all are told', async t => {
  const file = join(t.testdir(), 'a')
  const document = documentAt(file)
  await Promise.all(Array.from({ length: 50 }, (_, n) => document.write(notebook(String(n)))))
  t.strictSame(await documentAt(file).read(), notebook('49'))
})

t.test('a second document on the same file does not trip over the first', async t => {
  const file = join(t.testdir(), 'a')
  const writers = [documentAt(file), documentAt(file)]
  await Promise.all(Array.from({ length: 40 }, (_, n) => writers[n % 2]?.write(notebook(String(n)))))
  t.match(await documentAt(file).read(), { version: 1 })
})

t.test('a torn file gives the generation before it, and says so, at every length', async t => {
  const file = await twoGenerations(t.testdir())
  const whole = readFileSync(file)
  for (const length of [0, 1, 7, 8, 31, 47, 48, whole.length - 1]) {
    writeFileSync(file, whole)
    truncateSync(file, length)
    const document = documentAt(file)
    t.strictSame(await document.read(), notebook('before'), `cut after ${length} bytes`)
    t.equal(document.recovered, true)
  }
})

t.test('a file of which one byte is another gives the generation before it', async t => {
  const file = await twoGenerations(t.testdir())
  const whole = readFileSync(file)
  for (const at of [9, 33, 49, whole.length - 1]) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] ?? 0) ^ 1
    writeFileSync(file, changed)
    const document = documentAt(file)
    t.strictSame(await document.read(), notebook('before'))
    t.equal(document.recovered, true)
  }
})

t.test('a file that is gone gives the generation before it; both gone is nothing', async t => {
  const file = await twoGenerations(t.testdir())
  unlinkSync(file)
  const document = documentAt(file)
  t.strictSame(await document.read(), notebook('before'))
  t.equal(document.recovered, true)
  unlinkSync(previousOf(file))
  t.equal(await document.read(), null)
  t.equal(document.recovered, false)
})

t.test('writing after a recovery keeps the good generation until the new one is whole', async t => {
  const file = await twoGenerations(t.testdir())
  truncateSync(file, 20)
  const document = documentAt(file)
  await document.read()
  await document.write(notebook('after'))
  t.strictSame(await document.read(), notebook('after'))
  truncateSync(file, 20)
  t.strictSame(await documentAt(file).read(), notebook('before'), 'the torn file did not push it out')
})

t.test('a document that was torn while it was in use keeps its good generation, too', async t => {
  const file = join(t.testdir(), 'a')
  const document = documentAt(file)
  for (const words of ['before', 'present']) await document.write(notebook(words))
  truncateSync(file, 20)
  t.strictSame(await document.read(), notebook('before'))
  await document.write(notebook('after'))
  truncateSync(file, 20)
  t.strictSame(await documentAt(file).read(), notebook('before'))
})

t.test('a wrong key is an error and never an empty document', async t => {
  const file = await twoGenerations(t.testdir())
  const wrong = documentAt(file, new Uint8Array(32).fill(6))
  await t.rejects(wrong.read(), { code: 'VAULT_WRONG_KEY' })
  const db = new Low<Notebook>(wrong, notebook('default'))
  await t.rejects(db.read(), { code: 'VAULT_WRONG_KEY' })
  t.strictSame(await documentAt(file).read(), notebook('present'), 'and nothing was changed by trying')
})

t.test('both generations torn is damage', async t => {
  const file = await twoGenerations(t.testdir())
  truncateSync(file, 3)
  truncateSync(previousOf(file), 3)
  await t.rejects(documentAt(file).read(), { code: 'STORAGE_DAMAGED' })
})

t.test('a newer version is refused, and the older generation is no answer to it', async t => {
  const file = await twoGenerations(t.testdir())
  writeFileSync(file, sealUnderKey(jsonBytes({ version: 2, words: 'later' }), KEY))
  await t.rejects(documentAt(file).read(), { code: 'STORAGE_VERSION_UNKNOWN' })
  writeFileSync(file, Buffer.concat([Buffer.from('ESHTDOC2'), Buffer.alloc(60)]))
  await t.rejects(documentAt(file).read(), { code: 'STORAGE_VERSION_UNKNOWN' })
})

t.test('errors never carry what was stored', async t => {
  const file = join(t.testdir(), 'a')
  writeFileSync(file, sealUnderKey(Buffer.from('canary is not JSON'), KEY))
  const error = await documentAt(file)
    .read()
    .catch((caught: unknown) => caught)
  t.match(error, { code: 'STORAGE_DAMAGED' })
  t.notMatch(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`, /canary/)
})

t.test('a failed write is told, and the next one goes on', async t => {
  const folder = t.testdir({ gone: {} })
  const document = documentAt(join(folder, 'missing', 'a'))
  await t.rejects(document.write(notebook('one')))
  const other = documentAt(join(folder, 'gone', 'a'))
  await other.write(notebook('two'))
  t.strictSame(await other.read(), notebook('two'))
})

t.test('a plain document is kept twice, both of the same writing', async t => {
  const folder = t.testdir()
  const file = join(folder, 'a.json')
  const document = new PlainDocument<Notebook>({ file, parse, keep: 'copy' })
  await document.write(notebook('old secret'))
  await document.write(notebook('new'))
  for (const name of readdirSync(folder)) t.notMatch(readFileSync(join(folder, name), 'utf8'), /old/)
  writeFileSync(file, '{"version":1,"wor')
  t.strictSame(await document.read(), notebook('new'))
  t.equal(document.recovered, true)
})
