import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type BoxIdentity, openIdentity } from '../../../companion/ledger/identity.js'
import type { Ledger } from '../../../companion/ledger/ledger.js'
import type { Evidence } from '../../../companion/receipts/evidence.js'
import { ReceiptStore } from '../../../companion/receipts/receipt-store.js'
import type { JournalEntry } from '../../../device/contracts/journal.js'
import { verifyReceipt } from '../../../device/contracts/receipt.js'
import { evidenceOf, openLedger, record, wholeJournal } from '../../support/receipted-session.js'
import { sessionNumber } from '../../support/stored-things.js'

const ONE = sessionNumber(1)

interface Scene {
  readonly state: string
  readonly identity: BoxIdentity
  readonly ledger: Ledger
  evidence(change?: Partial<Evidence>, journal?: readonly JournalEntry[]): Promise<Evidence>
}

async function scene(t: Test, journal: readonly JournalEntry[], boot?: string): Promise<Scene> {
  const state = t.testdir()
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity, boot)
  await record(ledger, ONE, journal)
  return {
    state,
    identity,
    ledger,
    evidence: async (change = {}, seen = journal) => evidenceOf(ONE, seen, await ledger.excerpt(ONE), change),
  }
}

t.test('the store writes a receipt once, hands it out, and knows what it has not', async t => {
  const { identity, evidence, state } = await scene(t, wholeJournal(ONE, 1))
  const store = await ReceiptStore.open(state, identity)
  await t.rejects(store.read(ONE), { code: 'RECEIPT_NOT_FOUND' })
  await t.rejects(store.read('../identity/box' as never), { code: 'RECEIPT_NOT_FOUND' })
  await t.rejects(store.issue(await evidence({ captureGone: false })), { code: 'RECEIPT_CHECKS_FAILED' })
  t.strictSame(readdirSync(join(state, 'receipts')), [])
  const file = await store.issue(await evidence())
  const first = await store.read(ONE)
  t.equal(file, join(state, 'receipts', `${ONE}.receipt`))
  await store.issue(await evidence({ nowMs: 2_000_000_000_000 }))
  t.strictSame(await store.read(ONE), first, 'asked again after a crash, the same receipt')
  t.strictSame(store.publicKey(), identity.publicKey)
})

t.test('a session that is discarded when its audio is long destroyed gets a receipt that says both', async t => {
  const { identity, evidence, state, ledger } = await scene(t, wholeJournal(ONE, 1))
  const store = await ReceiptStore.open(state, identity)
  await store.issue(await evidence())
  await ledger.append('session_discarded', ONE, { by: 'page' })
  const nothing = { keys: 0, ciphertexts: 0, texts: 0 }
  const later: Partial<Evidence> = { kind: 'discarded', captureGone: false, transcriberGone: false }
  await t.rejects(store.issue(await evidence({ ...later, remaining: { ...nothing, texts: 1 } }, [])), {
    detail: { failed: 'textAbsent' },
    code: 'RECEIPT_CHECKS_FAILED',
  })
  await store.issue(await evidence({ ...later, remaining: nothing }, []))
  t.match(verifyReceipt(await store.read(ONE), identity.publicKey), { ok: true, payload: { kind: 'discarded' } })
})
