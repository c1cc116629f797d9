import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openIdentity } from '../../../companion/ledger/identity.js'
import { ReceiptStore } from '../../../companion/receipts/receipt-store.js'
import { openWithClaimCode } from '../../../companion/vault/claim.js'
import type { UnlockedVault } from '../../../companion/vault/unlocked-vault.js'
import { openVault } from '../../../companion/vault/vault.js'
import { verifyReceipt } from '../../../device/contracts/receipt.js'
import type { SessionId } from '../../../device/contracts/session-id.js'
import { openLedger } from '../../support/receipted-session.js'
import { root } from '../../support/root.js'
import { CHEAP, someDraft } from '../../support/stored-things.js'

/** What a program of each version wrote. A newer program reads all of them; none of them is ever written again. */
const V1 = join(root, 'test', 'fixtures', 'stored', 'v1')

interface Secrets {
  readonly passphrase: string
  readonly recoveryCode: string
  readonly pendingClaimCode: string
  readonly signed: SessionId
  readonly dropped: SessionId
}
const secrets: Secrets = JSON.parse(readFileSync(join(V1, 'how-to-open.json'), 'utf8'))

function copyOf(t: Test, name: string): string {
  const state = t.testdir()
  cpSync(join(V1, name), state, { recursive: true })
  return state
}

const vaultOf = (stateDirectory: string) =>
  openVault({ stateDirectory, record: async () => undefined, nowMs: () => 1_700_001_000_000, cost: CHEAP })

t.test('version 1: a pending clinician opens by the claim code', async t => {
  t.equal((await openWithClaimCode(copyOf(t, 'pending'), secrets.pendingClaimCode)).length, 32)
})

t.test('version 1: the clinician signs in, reads the signed note and gets what was dropped', async t => {
  const { accounts } = await vaultOf(copyOf(t, 'claimed'))
  const clinician = (await accounts.signIn('Dr. Robin Vale', secrets.passphrase)) as UnlockedVault
  t.match(await clinician.readNote(secrets.signed), {
    status: 'signed',
    signature: { name: 'Dr. Robin Vale', credentials: 'LCSW', lateEntry: false },
    addenda: [{ text: 'One line more.' }],
    draft: someDraft(),
  })
  t.match(await clinician.readNote(secrets.dropped), { revision: 1, status: 'ready', coverage: 1 })
  t.match(await clinician.listNotes({ offset: 0, limit: 9 }), { total: 2 })
})

t.test('version 1: the recovery code still opens', async t => {
  const { accounts } = await vaultOf(copyOf(t, 'claimed'))
  await accounts.recover('Dr. Robin Vale', secrets.recoveryCode, 'seven slow green trams')
})

t.test('version 1: the ledger is read and goes on, and the receipt verifies', async t => {
  const state = copyOf(t, 'claimed')
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity)
  const { seq } = ledger.head()
  t.match(await ledger.append('box_started', null, {}), { seq: seq + 1 })
  const store = await ReceiptStore.open(state, identity)
  t.match(verifyReceipt(await store.read(secrets.signed), identity.publicKey), {
    ok: true,
    payload: { kind: 'destroyed' },
  })
})
