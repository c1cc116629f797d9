import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import nacl from 'tweetnacl'
import { DraftRun } from '../../../companion/drafting/draft-run.js'
import type { Drafter } from '../../../companion/drafting/port.js'
import { jsonBytes, sealUnderKey } from '../../../companion/vault/sealing.js'
import { sessionIdFrom } from '../../../device/contracts/session-id.js'

t.test('what a drafter throws is not told: it could quote the transcript', async t => {
  const textKeyFile = join(t.testdir(), 'key')
  const key = randomBytes(32)
  await writeFile(textKeyFile, key)
  const failing: Drafter = {
    observe: () => Promise.resolve(),
    compose: () => Promise.reject(new Error('could not read "my zeppelin"')),
    close: () => Promise.resolve(),
  }
  const run = new DraftRun(() => failing)
  const recipientPublicKey = nacl.box.keyPair().publicKey
  await run.answer({
    type: 'begin',
    sessionId: sessionIdFrom(randomBytes(16)),
    adapter: 'extractive',
    recipientPublicKey,
    textKeyFile,
  })
  const measures = { capturedMs: 0, transcribedMs: 0, silenceMs: 0, turns: 0, words: 0, meanConfidence: 0, dropped: 0 }
  const sealed = sealUnderKey(jsonBytes({ version: 1, segment: 1, startMs: 0, measures, turns: [] }), key)
  t.strictSame(await run.answer({ type: 'observe', segment: 1, sealedUnderTextKey: sealed }), {
    type: 'observed',
    segment: 1,
  })
  const error = await run.answer({ type: 'compose', format: 'SOAP' }).catch((thrown: unknown) => thrown)
  t.match(error, { code: 'DRAFT_FAILED' })
  t.notMatch(`${String(error)}${JSON.stringify(error)}${String((error as Error).cause)}`, /zeppelin/)
})

t.test('a recipient key of the wrong size is refused before anything is read', async t => {
  const textKeyFile = join(t.testdir(), 'key')
  await writeFile(textKeyFile, randomBytes(32))
  for (const size of [0, 31, 33]) {
    const recipientPublicKey = new Uint8Array(size)
    const begin = {
      type: 'begin',
      sessionId: sessionIdFrom(randomBytes(16)),
      adapter: 'extractive',
      recipientPublicKey,
      textKeyFile,
    } as const
    await t.rejects(new DraftRun().answer(begin), { code: 'DRAFT_FAILED' })
  }
})
