/**
 * Writes one of each stored thing of version 1 into a folder. Run once, by hand, when a version is new; what it wrote
 * for an older version is never written again, because the point is that it was written then.
 *
 * node dist/test/support/write-stored-fixtures.js test/fixtures/stored/v1
 */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openIdentity } from '../../companion/ledger/identity.js'
import { Ledger } from '../../companion/ledger/ledger.js'
import { ReceiptStore } from '../../companion/receipts/receipt-store.js'
import { prepareClaim } from '../../companion/vault/claim.js'
import type { UnlockedVault } from '../../companion/vault/unlocked-vault.js'
import { openVault } from '../../companion/vault/vault.js'
import { evidenceOf, record, STARTED_AT, wholeJournal } from './receipted-session.js'
import { CHEAP, finishedRecord, PASSPHRASE, sealed, sessionNumber, someDraft, turnsOf } from './stored-things.js'

const folder = process.argv[2]
if (folder === undefined) throw new Error('give the folder to write to')
const [signed, dropped] = [sessionNumber(1), sessionNumber(2)]

const pending = join(folder, 'pending')
const pendingClaimCode = await prepareClaim(pending, { cost: CHEAP, nowMs: () => STARTED_AT })

const state = join(folder, 'claimed')
const identity = await openIdentity(state)
let now = STARTED_AT
const ledger = await Ledger.open(join(state, 'ledger'), identity, 'boot-one', () => now++)
const journal = wholeJournal(signed, 2)
await record(ledger, signed, journal)
const receipts = await ReceiptStore.open(state, identity)
await receipts.issue(evidenceOf(signed, journal, await ledger.excerpt(signed)))
await ledger.append('receipt_issued', signed, { kind: 'destroyed', segments: 2 })

const code = await prepareClaim(state, { cost: CHEAP, nowMs: () => STARTED_AT })
const { accounts, drops } = await openVault({
  stateDirectory: state,
  record: async (type, session, facts) => {
    await ledger.append(type, session, facts)
  },
  nowMs: () => STARTED_AT + 600_000,
  cost: CHEAP,
})
const { clinicianId, publicKey } = accounts.defaultRecipient()
async function drop(session: typeof signed): Promise<void> {
  await drops.write(finishedRecord(session, clinicianId, STARTED_AT))
  for (const segment of [1, 2]) await drops.putText(session, segment, sealed(turnsOf(segment), publicKey))
  await drops.putDraft(session, sealed(someDraft(), publicKey))
}
await drop(signed)
const claim = await accounts.claim({
  code,
  name: 'Dr. Robin Vale',
  credentials: 'LCSW',
  passphrase: PASSPHRASE,
  windowOpen: true,
})
const clinician = claim.clinician as UnlockedVault
let note = await clinician.readNote(signed)
for (const { topic } of someDraft().risk) {
  note = await clinician.changeNote(signed, note.revision, { kind: 'answer-risk', topic, answer: 'not_discussed' })
}
for (const change of [
  { kind: 'confirm-sentence', sectionKey: 'subjective', sentenceId: 'subjective-2' },
  { kind: 'sign', credentials: 'LCSW', attested: true },
  { kind: 'addendum', reason: 'Added', text: 'One line more.' },
] as const) {
  note = await clinician.changeNote(signed, note.revision, change)
}
await drop(dropped)
await ledger.close()
const secrets = { passphrase: PASSPHRASE, recoveryCode: claim.recoveryCode, pendingClaimCode, signed, dropped }
await writeFile(join(folder, 'how-to-open.json'), `${JSON.stringify(secrets, null, 2)}\n`)
