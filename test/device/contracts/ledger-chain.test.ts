import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type BoxIdentity, openIdentity } from '../../../companion/ledger/identity.js'
import { ChainVerifier, verifyChain } from '../../../device/contracts/ledger-chain.js'
import { parseLine } from '../../../device/contracts/ledger-entry.js'
import { openLedger, record, wholeJournal } from '../../support/receipted-session.js'
import { sessionNumber } from '../../support/stored-things.js'

const ONE = sessionNumber(1)

const fileOf = (state: string) => join(state, 'ledger', 'ledger.log')
const linesOf = (state: string) => readFileSync(fileOf(state), 'utf8').split('\n').slice(0, -1)

async function filled(t: Test, state: string): Promise<BoxIdentity> {
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity)
  await record(ledger, ONE, wholeJournal(ONE, 2))
  await ledger.append('sign_in', null, { clinician: 'c-aaaaaaaaaaaaaaaa' })
  await ledger.close()
  return identity
}

t.test('invariant 9: every byte of a ledger line matters', async t => {
  const state = t.testdir()
  const identity = await filled(t, state)
  const lines = linesOf(state)
  const at = 3
  const bytes = Buffer.from(lines[at]!, 'utf8')
  let missed = 0
  for (let position = 0; position < bytes.length; position++) {
    for (const bit of [1, 2, 4, 8, 16, 32]) {
      const changed = Buffer.from(bytes)
      changed[position] = changed[position]! ^ bit
      const broken = [...lines.slice(0, at), changed.toString('utf8'), ...lines.slice(at + 1)]
      if (verifyChain(broken, identity.publicKey).ok || verifyChain(broken, identity.publicKey, 'head').ok) missed += 1
    }
  }
  t.equal(missed, 0, `${bytes.length} bytes, six bits each`)
})

t.test('invariant 9: a line that another key signed is found, wherever it is', async t => {
  const state = t.testdir()
  const identity = await filled(t, state)
  const other = await openIdentity(join(state, 'another-box'))
  const lines = linesOf(state)
  const last = parseLine(lines.at(-1)!)!
  const forged = `${last.signed}\t${Buffer.from(other.sign(Buffer.from(last.signed))).toString('base64')}`
  for (const mode of ['every', 'head'] as const) {
    t.match(verifyChain([...lines.slice(0, -1), forged], identity.publicKey, mode), {
      ok: false,
      problem: 'signature-does-not-hold',
    })
  }
})

t.test('a verifier takes lines one by one and says which one is wrong', async t => {
  const state = t.testdir()
  const identity = await filled(t, state)
  const lines = linesOf(state)
  const verifier = new ChainVerifier(identity.publicKey)
  t.equal(typeof verifier.push(lines[0]!), 'object')
  t.equal(verifier.push(lines[2]!), 'sequence-has-a-hole')
  t.match(verifyChain([], identity.publicKey), { ok: true, head: { seq: -1 } })
  t.match(verifyChain([''], identity.publicKey), { ok: false, line: 1, problem: 'not-a-ledger-line' })
  t.match(verifyChain([lines[0]!, lines[0]!], identity.publicKey), { ok: false, line: 2 })
})
