import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openWithClaimCode, prepareClaim } from '../../../companion/vault/claim.js'
import { openAsRecipient, sealToRecipient } from '../../../companion/vault/sealing.js'
import { openVault, type Vault } from '../../../companion/vault/vault.js'
import { CHEAP, PASSPHRASE } from '../../support/stored-things.js'

class Clock {
  ms = 1_700_000_000_000
  readonly now = () => this.ms
}

async function vaultAt(state: string, clock = new Clock()): Promise<Vault> {
  const record = async () => undefined
  return await openVault({ stateDirectory: state, record, nowMs: clock.now, cost: CHEAP })
}

const asking = (code: string, change: object = {}) => ({
  code,
  name: 'Dr. Robin Vale',
  credentials: 'LCSW',
  passphrase: PASSPHRASE,
  windowOpen: true,
  ...change,
})

/** Every byte under the folder, as text. */
function everything(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return files.map(file => readFileSync(join(file.parentPath, file.name), 'latin1')).join('\n')
}

t.test(
  'invariant 5: what was sealed before the claim opens by the code, and after it by the passphrase only',
  async t => {
    const state = t.testdir()
    const code = await prepareClaim(state, { cost: CHEAP })
    const { accounts } = await vaultAt(state)
    const recipient = accounts.defaultRecipient()
    const sealed = sealToRecipient(Buffer.from('before the claim'), recipient.publicKey)
    const secretKey = await openWithClaimCode(state, code)
    t.equal(Buffer.from(openAsRecipient(sealed, secretKey)).toString(), 'before the claim')
    await t.rejects(openWithClaimCode(state, 'aaaa-aaaa-aaaa'), { code: 'CLAIM_WRONG_CODE' })

    await accounts.claim(asking(code))
    t.strictSame(accounts.defaultRecipient(), recipient, 'the same clinician, with the same key')
    await t.rejects(openWithClaimCode(state, code), { code: 'CLAIM_ALREADY_DONE' })
    t.notMatch(everything(state), /"claim"/, 'no wrap under the code is left, in either copy')
  },
)

t.test('a box that has a code or a clinician gets no other by accident', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  await t.rejects(prepareClaim(state, { cost: CHEAP }), { code: 'CLAIM_ALREADY_DONE' })
  const replaced = await prepareClaim(state, { cost: CHEAP, replace: true })
  await t.rejects(openWithClaimCode(state, code), { code: 'CLAIM_WRONG_CODE' })
  const { accounts } = await vaultAt(state)
  await accounts.claim(asking(replaced))
  await t.rejects(prepareClaim(state, { cost: CHEAP, replace: true }), { code: 'CLAIM_ALREADY_DONE' })
})
