import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import nacl from 'tweetnacl'
import { DrafterProcess } from '../../../companion/drafting/drafter-process.js'
import { parseNoteDraft } from '../../../companion/vault/note-shape.js'
import { jsonBytes, openAsRecipient, parseJsonBytes, sealUnderKey } from '../../../companion/vault/sealing.js'
import { sessionIdFrom } from '../../../device/contracts/session-id.js'
import type { Turn } from '../../../device/contracts/turn.js'

const TURNS: readonly Turn[] = [
  { id: 's1-01', start: 1, end: 3, text: 'How have you been sleeping since we last met?' },
  { id: 's1-02', start: 4, end: 8, text: 'Badly. I slept four hours a night, and I keep thinking about the zeppelin.' },
]

function segmentOf(segment: number, turns: readonly Turn[]): object {
  const measures = {
    capturedMs: 1,
    transcribedMs: 1,
    silenceMs: 0,
    turns: turns.length,
    words: 1,
    meanConfidence: 1,
    dropped: 0,
  }
  return { version: 1, segment, startMs: 0, measures, turns }
}

t.test('the drafter child', async t => {
  const folder = t.testdir()
  const textKeyFile = join(folder, 'key')
  const key = randomBytes(32)
  await writeFile(textKeyFile, key)
  const clinician = nacl.box.keyPair()
  const begin = {
    type: 'begin',
    sessionId: sessionIdFrom(randomBytes(16)),
    adapter: 'extractive',
    recipientPublicKey: clinician.publicKey,
    textKeyFile,
  } as const
  const sealed = (segment: number, turns: readonly Turn[] = TURNS) =>
    sealUnderKey(jsonBytes(segmentOf(segment, turns)), key)
  const started = async (): Promise<DrafterProcess> => {
    const drafter = new DrafterProcess()
    t.teardown(() => drafter.stop())
    await drafter.start(begin)
    return drafter
  }

  t.test('takes sealed text and gives a draft that only the clinician opens', async t => {
    const drafter = await started()
    await drafter.observe(1, sealed(1))
    const { sealedToClinician, sentences, unsupported } = await drafter.compose('SOAP')
    const draft = parseNoteDraft(parseJsonBytes(openAsRecipient(sealedToClinician, clinician.secretKey)))
    t.equal(draft.format, 'SOAP')
    t.equal(sentences, draft.sections.flatMap(section => section.sentences).length)
    t.ok(sentences > 0)
    t.equal(unsupported, 0)
    t.notMatch(Buffer.from(sealedToClinician).toString('latin1'), /zeppelin/)
    t.equal(drafter.stderrBytes, 0)
  })

  t.test('writes the other format of the same session when asked again', async t => {
    const drafter = await started()
    await drafter.observe(1, sealed(1))
    await drafter.compose('SOAP')
    const { sealedToClinician } = await drafter.compose('DAP')
    t.match(parseJsonBytes(openAsRecipient(sealedToClinician, clinician.secretKey)), { format: 'DAP' })
  })

  t.test('counts a segment once, however often it is given', async t => {
    const [once, twice] = [await started(), await started()]
    await once.observe(1, sealed(1))
    await twice.observe(1, sealed(1))
    await twice.observe(1, sealed(1))
    const open = async (drafter: DrafterProcess) =>
      parseJsonBytes(openAsRecipient((await drafter.compose('SOAP')).sealedToClinician, clinician.secretKey))
    t.strictSame(await open(twice), await open(once))
  })

  t.test('refuses what is not the text of that segment, and goes on', async t => {
    const drafter = await started()
    const flipped = Uint8Array.from(sealed(1))
    flipped[40] = (flipped[40] ?? 0) ^ 1
    await t.rejects(drafter.observe(1, flipped), { code: 'VAULT_WRONG_KEY' })
    await t.rejects(drafter.observe(1, sealed(2)), { code: 'STORAGE_DAMAGED' })
    await t.rejects(drafter.observe(1, sealUnderKey(jsonBytes({ version: 1, turns: 'zeppelin' }), key)), {
      code: 'STORAGE_DAMAGED',
    })
    await t.rejects(drafter.observe(1, new Uint8Array(3)), { code: 'STORAGE_DAMAGED' })
    await drafter.observe(1, sealed(1))
    await drafter.observe(3, sealed(3, []))
    await t.rejects(drafter.observe(2, sealed(2)), { code: 'DRAFT_FAILED' })
    t.ok((await drafter.compose('SOAP')).sentences > 0)
  })

  t.test('refuses an unknown format and work before it has begun', async t => {
    const drafter = await started()
    await t.rejects(drafter.compose('LETTER' as 'SOAP'), { code: 'DRAFT_FAILED' })
    await t.rejects(new DrafterProcess().observe(1, sealed(1)), { code: 'DRAFT_WORKER_LOST' })
    await t.rejects(drafter.start(begin), { code: 'DRAFT_FAILED' })
  })

  t.test('does not begin without the text key', async t => {
    const drafter = new DrafterProcess()
    t.teardown(() => drafter.stop())
    await t.rejects(drafter.start({ ...begin, textKeyFile: join(folder, 'none') }), { code: 'DRAFT_FAILED' })
    await writeFile(join(folder, 'short'), randomBytes(31))
    const other = new DrafterProcess()
    t.teardown(() => other.stop())
    await t.rejects(other.start({ ...begin, textKeyFile: join(folder, 'short') }), { code: 'DRAFT_FAILED' })
  })

  t.test('is gone when it was stopped, and says so to whoever still asks', async t => {
    const drafter = await started()
    const { pid } = drafter
    const asked = drafter.compose('SOAP')
    const refused = t.rejects(
      asked.then(() => Promise.reject(Object.assign(new Error(), { code: 'DRAFT_WORKER_LOST' }))),
      { code: 'DRAFT_WORKER_LOST' },
    )
    await drafter.stop()
    await refused
    t.notOk(existsSync(`/proc/${pid}`))
    t.equal(drafter.pid, null)
    await t.rejects(drafter.observe(1, sealed(1)), { code: 'DRAFT_WORKER_LOST' })
    await t.resolves(drafter.stop())
  })

  t.test('killed from outside, it is reported as lost', async t => {
    const drafter = await started()
    process.kill(drafter.pid ?? 0, 'SIGKILL')
    await t.rejects(drafter.compose('SOAP'), { code: 'DRAFT_WORKER_LOST' })
  })

  t.test('no error of it holds a word of the session', async t => {
    const drafter = await started()
    const errors: unknown[] = []
    await drafter.observe(1, sealUnderKey(Buffer.from('{"zeppelin'), key)).catch(error => errors.push(error))
    await drafter.observe(1, sealed(9)).catch(error => errors.push(error))
    t.equal(errors.length, 2)
    for (const error of errors) t.notMatch(JSON.stringify(error) + String(error), /zeppelin|sleeping/)
    t.strictSame((await readFile(textKeyFile)).length, 32)
  })
})
