import { readdirSync, readFileSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openIdentity } from '../../../companion/ledger/identity.js'
import { ed25519PublicKey, signatureHolds } from '../../../device/contracts/ed25519.js'

t.test('a box has one identity, made once', async t => {
  const state = t.testdir()
  const first = await openIdentity(state)
  const second = await openIdentity(state)
  t.strictSame(second.publicKey, first.publicKey)
  t.equal(second.boxId, first.boxId)
  t.strictSame(readdirSync(join(state, 'identity')).sort(), ['box.pub', 'box.seed'])
  t.equal(statSync(join(state, 'identity', 'box.seed')).mode & 0o777, 0o600)
  t.equal(
    readFileSync(join(state, 'identity', 'box.pub'), 'latin1'),
    `${Buffer.from(first.publicKey).toString('hex')}\n`,
  )
})

t.test('what it signs verifies under its public key', async t => {
  const identity = await openIdentity(t.testdir())
  const message = Buffer.from('message')
  const signature = identity.sign(message)
  t.ok(signatureHolds(ed25519PublicKey(identity.publicKey), message, signature))
  t.notOk(signatureHolds(ed25519PublicKey(identity.publicKey), Buffer.from('messagf'), signature))
  t.notOk(signatureHolds(ed25519PublicKey(identity.publicKey), message, signature.subarray(1)))
})

t.test('a cut between the two files is made good; a lost secret half is an error and never a new box', async t => {
  const state = t.testdir()
  const { boxId } = await openIdentity(state)
  unlinkSync(join(state, 'identity', 'box.pub'))
  t.equal((await openIdentity(state)).boxId, boxId)
  const seed = readFileSync(join(state, 'identity', 'box.seed'))
  truncateSync(join(state, 'identity', 'box.seed'), 31)
  await t.rejects(openIdentity(state), { code: 'STORAGE_DAMAGED' })
  unlinkSync(join(state, 'identity', 'box.seed'))
  await t.rejects(openIdentity(state), { code: 'STORAGE_DAMAGED' })
  writeFileSync(join(state, 'identity', 'box.seed'), Buffer.alloc(32, 1))
  await t.rejects(openIdentity(state), { code: 'STORAGE_DAMAGED' })
  writeFileSync(join(state, 'identity', 'box.seed'), seed)
  t.equal((await openIdentity(state)).boxId, boxId)
})
