import { readdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openWithClaimCode, prepareClaim } from '../../../companion/vault/claim.js'
import { openVault, type Vault } from '../../../companion/vault/vault.js'
import { CHEAP, PASSPHRASE } from '../../support/stored-things.js'

const NEW_PASSPHRASE = 'seven slow green trams'

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

t.test('a box is claimed once, by the code and a press together', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const { accounts } = await vaultAt(state)
  t.equal(accounts.claimed(), false)
  await t.rejects(accounts.claim(asking(code, { windowOpen: false })), { code: 'CLAIM_NEEDS_PRESS' })
  await t.rejects(accounts.claim(asking('aaaa-aaaa-aaaa')), { code: 'CLAIM_WRONG_CODE' })
  const { clinician, recoveryCode } = await accounts.claim(asking(code.toUpperCase().replaceAll('-', ' ')))
  t.match(clinician, { name: 'Dr. Robin Vale', credentials: 'LCSW' })
  t.match(recoveryCode, /^([a-z2-7]{4}-){7}[a-z2-7]{4}$/)
  t.equal(accounts.claimed(), true)
  await t.rejects(accounts.claim(asking(code)), { code: 'CLAIM_ALREADY_DONE' })
  t.equal((await vaultAt(state)).accounts.claimed(), true, 'also after a restart')
})

t.test('invariant 5: neither code nor passphrase nor secret key is on the disk', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const secretKey = Buffer.from(await openWithClaimCode(state, code))
  const { accounts } = await vaultAt(state)
  const { recoveryCode } = await accounts.claim(asking(code))
  const disk = everything(state)
  for (const secret of [
    code,
    code.replaceAll('-', ''),
    recoveryCode,
    recoveryCode.replaceAll('-', ''),
    PASSPHRASE,
    secretKey.toString('hex'),
    secretKey.toString('base64'),
    secretKey.toString('latin1'),
  ]) {
    t.notOk(disk.includes(secret))
  }
})

t.test('a box that was never provisioned takes no claim and no sign-in', async t => {
  const { accounts } = await vaultAt(t.testdir())
  t.equal(accounts.claimed(), false)
  t.throws(() => accounts.defaultRecipient(), { code: 'CLAIM_NOT_OPEN' })
  await t.rejects(accounts.claim(asking('aaaa-aaaa-aaaa')), { code: 'CLAIM_NOT_OPEN' })
  await t.rejects(accounts.signIn('Dr. Robin Vale', PASSPHRASE), { code: 'SIGN_IN_FAILED' })
})

t.test('a weak passphrase or an unusable name costs no try', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const { accounts } = await vaultAt(state)
  for (let n = 0; n < 30; n++) {
    await t.rejects(accounts.claim(asking('wrong', { passphrase: 'short' })), { code: 'REQUEST_INVALID' })
    await t.rejects(accounts.claim(asking('wrong', { name: n % 2 === 0 ? ' ' : 'a\u0007b' })), {
      code: 'REQUEST_INVALID',
    })
  }
  await accounts.claim(asking(code))
})

t.test('signing in: the right passphrase, and one answer for everything else', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const { accounts } = await vaultAt(state)
  await accounts.claim(asking(code))
  const clinician = await accounts.signIn('  dr. robin   VALE ', PASSPHRASE)
  t.equal(clinician.name, 'Dr. Robin Vale')
  const told = async (name: string, passphrase: string) => {
    const error = await accounts.signIn(name, passphrase).catch((caught: unknown) => caught)
    return JSON.stringify([String(error), error])
  }
  const wrong = await told('Dr. Robin Vale', 'not the passphrase')
  t.equal(wrong, await told('Dr. Nobody', PASSPHRASE))
  t.notMatch(wrong, /Robin|Nobody|not the passphrase/)
})

t.test('an unknown name costs the same work as a wrong passphrase', async t => {
  const state = t.testdir()
  const cost = { N: 2 ** 14, r: 8, p: 1 }
  const code = await prepareClaim(state, { cost })
  const vault = await openVault({ stateDirectory: state, record: async () => undefined, cost })
  await vault.accounts.claim(asking(code))
  const cpuOf = async (name: string) => {
    const times: number[] = []
    for (let n = 0; n < 9; n++) {
      const before = process.cpuUsage()
      await vault.accounts.signIn(name, 'not the passphrase').catch(() => undefined)
      const used = process.cpuUsage(before)
      times.push(used.user + used.system)
    }
    return times.sort((a, b) => a - b)[4] ?? 0
  }
  const [known, unknown] = [await cpuOf('Dr. Robin Vale'), await cpuOf('Dr. Nobody')]
  // CPU time, not wall time: a busy machine must not fail this. A missing hash would be a factor of a hundred.
  t.ok(unknown > known / 2 && unknown < known * 2, `known ${known} us, unknown ${unknown} us`)
})

t.test('the recovery code sets a new passphrase, and both old ways in are dead, in both copies', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const { accounts } = await vaultAt(state)
  const { recoveryCode } = await accounts.claim(asking(code))
  const name = 'Dr. Robin Vale'
  await t.rejects(accounts.recover(name, recoveryCode, 'short'), { code: 'REQUEST_INVALID' })
  await t.rejects(accounts.recover(name, 'aaaa-aaaa', NEW_PASSPHRASE), { code: 'SIGN_IN_FAILED' })
  await t.rejects(accounts.recover('Dr. Nobody', recoveryCode, NEW_PASSPHRASE), { code: 'SIGN_IN_FAILED' })
  const before = everything(state)
  const recovered = await accounts.recover(name, recoveryCode, NEW_PASSPHRASE)
  t.not(recovered.recoveryCode, recoveryCode)
  await t.rejects(accounts.signIn(name, PASSPHRASE), { code: 'SIGN_IN_FAILED' })
  await t.rejects(accounts.recover(name, recoveryCode, NEW_PASSPHRASE), { code: 'SIGN_IN_FAILED' })
  t.equal((await accounts.signIn(name, NEW_PASSPHRASE)).name, name)
  const oldBoxes = [...before.matchAll(/"box": "([0-9a-f]+)"/g)].map(match => match[1] ?? '')
  t.ok(oldBoxes.length > 0 && oldBoxes.every(box => !everything(state).includes(box)))
})

t.test('a changed passphrase replaces the old one and leaves the recovery code', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  const { accounts } = await vaultAt(state)
  const { recoveryCode } = await accounts.claim(asking(code))
  const name = 'Dr. Robin Vale'
  await t.rejects(accounts.changePassphrase(name, 'not it at all', NEW_PASSPHRASE), { code: 'SIGN_IN_FAILED' })
  await t.rejects(accounts.changePassphrase(name, PASSPHRASE, 'short'), { code: 'REQUEST_INVALID' })
  await accounts.changePassphrase(name, PASSPHRASE, NEW_PASSPHRASE)
  await t.rejects(accounts.signIn(name, PASSPHRASE), { code: 'SIGN_IN_FAILED' })
  await accounts.signIn(name, NEW_PASSPHRASE)
  await accounts.recover(name, recoveryCode, PASSPHRASE)
})

t.test('one damaged copy of an account is made up for by the other', async t => {
  const state = t.testdir()
  const code = await prepareClaim(state, { cost: CHEAP })
  await (await vaultAt(state)).accounts.claim(asking(code))
  for (const name of readdirSync(join(state, 'accounts'))) {
    if (!name.endsWith('.previous')) truncateSync(join(state, 'accounts', name), 10)
  }
  const { accounts } = await vaultAt(state)
  t.equal(accounts.claimed(), true)
  await accounts.signIn('Dr. Robin Vale', PASSPHRASE)
})

t.test('a damaged account is an error at the start, not a box without accounts', async t => {
  const state = t.testdir()
  await prepareClaim(state, { cost: CHEAP })
  for (const name of readdirSync(join(state, 'accounts'))) {
    if (name.startsWith('c-')) truncateSync(join(state, 'accounts', name), 10)
  }
  await t.rejects(vaultAt(state), { code: 'STORAGE_DAMAGED' })
})
