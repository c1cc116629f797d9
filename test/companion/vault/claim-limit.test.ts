import t from 'tap'
import { prepareClaim } from '../../../companion/vault/claim.js'
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

t.test('five wrong codes close the window, also for the right code, until another window', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const clock = new Clock()
  const { accounts } = await vaultAt(state, clock)
  for (let n = 0; n < 5; n++) await t.rejects(accounts.claim(asking('wrong')), { code: 'CLAIM_WRONG_CODE' })
  await t.rejects(accounts.claim(asking(code)), { code: 'CLAIM_NOT_OPEN' })
  clock.ms += 119_999
  await t.rejects(accounts.claim(asking(code)), { code: 'CLAIM_NOT_OPEN' })
  clock.ms += 1
  await accounts.claim(asking(code))
})

t.test('a new press is a new window at once, where the caller tells them apart', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const { accounts } = await vaultAt(state)
  for (let n = 0; n < 5; n++) {
    await t.rejects(accounts.claim(asking('wrong', { windowUntilMs: 1 })), { code: 'CLAIM_WRONG_CODE' })
  }
  await t.rejects(accounts.claim(asking(code, { windowUntilMs: 1 })), { code: 'CLAIM_NOT_OPEN' })
  await accounts.claim(asking(code, { windowUntilMs: 2 }))
})

t.test('twenty wrong codes in all need provisioning again, restarts or not, and all at once or not', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const clock = new Clock()
  let vault = await vaultAt(state, clock)
  for (let window = 0; window < 4; window++) {
    const tries = Array.from({ length: 8 }, () => vault.accounts.claim(asking('wrong')).catch(error => error.code))
    const answers = await Promise.all(tries)
    t.equal(answers.filter(answer => answer === 'CLAIM_WRONG_CODE').length, 5, 'not six, however fast they come')
    clock.ms += 200_000
    vault = await vaultAt(state, clock)
  }
  await t.rejects(vault.accounts.claim(asking(code)), { code: 'CLAIM_NOT_OPEN', hint: /provisioned again/ })
})
