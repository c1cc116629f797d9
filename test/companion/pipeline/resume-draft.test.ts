import t from 'tap'
import nacl from 'tweetnacl'
import { resumeDraft } from '../../../companion/pipeline/resume-draft.js'
import { openAsRecipient, sealToRecipient } from '../../../companion/vault/sealing.js'
import { newRecord } from '../../../companion/vault/session-record.js'
import { SESSION, Surroundings } from '../../support/pipeline-fakes.js'

t.test('invariant 10: text that survived a power cut is drafted when its clinician signs in', async t => {
  const around = await Surroundings.make(t)
  const keys = nacl.box.keyPair()
  await around.drops.write({ ...newRecord(SESSION, `c-${'a'.repeat(16)}`, 1000), phase: 'transcribed' })
  for (const segment of [1, 2]) {
    await around.drops.putText(SESSION, segment, sealToRecipient(Buffer.from(`text ${segment}`), keys.publicKey))
  }
  await resumeDraft(SESSION, {
    ports: around.ports(),
    format: 'SOAP',
    log: around.log as never,
    open: sealed => openAsRecipient(sealed, keys.secretKey),
  })
  t.strictSame(around.observed, [1, 2])
  t.match(await around.drops.read(SESSION), { phase: 'ready' })
  t.ok((await around.drops.readDraft(SESSION)) !== null)
  t.ok(await around.textRam.absent(SESSION), 'the text in RAM is gone again')
})

t.test('a session in any other phase is left alone', async t => {
  const around = await Surroundings.make(t)
  await around.drops.write({ ...newRecord(SESSION, `c-${'a'.repeat(16)}`, 1000), phase: 'ready' })
  await resumeDraft(SESSION, {
    ports: around.ports(),
    format: 'SOAP',
    log: around.log as never,
    open: () => Buffer.of(),
  })
  t.equal(around.drafters, 0)
})

t.test('with the wrong key nothing is drafted and no text is left in RAM', async t => {
  const around = await Surroundings.make(t)
  await around.drops.write({ ...newRecord(SESSION, `c-${'a'.repeat(16)}`, 1000), phase: 'transcribed' })
  await around.drops.putText(SESSION, 1, sealToRecipient(Buffer.of(1), nacl.box.keyPair().publicKey))
  const other = nacl.box.keyPair().secretKey
  await t.rejects(
    resumeDraft(SESSION, {
      ports: around.ports(),
      format: 'SOAP',
      log: around.log as never,
      open: sealed => openAsRecipient(sealed, other),
    }),
    { code: 'VAULT_WRONG_KEY' },
  )
  t.ok(await around.textRam.absent(SESSION))
  t.match(await around.drops.read(SESSION), { phase: 'transcribed' })
})
