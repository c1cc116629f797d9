import t, { type Test } from 'tap'
import { type BoxIdentity, openIdentity } from '../../../companion/ledger/identity.js'
import type { Ledger } from '../../../companion/ledger/ledger.js'
import type { Evidence } from '../../../companion/receipts/evidence.js'
import { issueReceipt } from '../../../companion/receipts/issue.js'
import type { JournalEntry } from '../../../device/contracts/journal.js'
import { verifyReceipt } from '../../../device/contracts/receipt.js'
import { evidenceOf, openLedger, record, STEPS, wholeJournal } from '../../support/receipted-session.js'
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

t.test('a whole session gets a receipt that verifies and says what happened', async t => {
  const { identity, evidence } = await scene(t, wholeJournal(ONE, 3))
  const receipt = issueReceipt(await evidence(), identity)
  const { ok, problems, payload } = verifyReceipt(receipt, identity.publicKey)
  t.strictSame(problems, [])
  t.ok(ok)
  t.match(payload, {
    kind: 'destroyed',
    session: ONE,
    captured: { ms: 180_000, bytes: 5_760_000, segments: 3 },
    medium: 'tmpfs',
    segments: [{ segment: 1, reason: 'text-stored', steps: STEPS }, { segment: 2 }, { segment: 3 }],
    downgrades: ['simulated-microphone'],
  })
  t.ok(Object.values(payload?.checks ?? {}).every(passed => passed === true))
})

t.test('a session of no segment, stopped at once, gets its receipt too', async t => {
  const { identity, evidence } = await scene(t, wholeJournal(ONE, 0))
  t.match(verifyReceipt(issueReceipt(await evidence(), identity)).payload?.captured, { ms: 0, bytes: 0, segments: 0 })
})

t.test('no receipt unless every check passed: each check alone refuses', async t => {
  const journal = wholeJournal(ONE, 2)
  const { identity, evidence } = await scene(t, journal)
  const refused = async (failed: RegExp, change: Partial<Evidence>, seen: readonly JournalEntry[] = journal) => {
    const given = await evidence(change, seen)
    t.throws(() => issueReceipt(given, identity), { code: 'RECEIPT_CHECKS_FAILED', detail: { failed } }, String(failed))
  }
  await refused(/^keysAbsent$/, { remaining: { keys: 1, ciphertexts: 0, texts: 0 } })
  await refused(/^ciphertextAbsent$/, { remaining: { keys: 0, ciphertexts: 1, texts: 0 } })
  await refused(/^microphoneClosed$/, { microphoneOpen: true })
  await refused(/^captureProcessGone$/, { captureGone: false })
  await refused(/^transcriberProcessGone$/, { transcriberGone: false })
  await refused(/journalComplete/, {}, [])
  await refused(/^journalComplete$/, {}, journal.slice(0, -1))
  await refused(/^journalComplete$/, {}, journal.slice(1))
  await refused(/^journalComplete$/, {}, [...journal.slice(0, 2), ...journal.slice(3)])
  const opened = { seq: journal.length + 1, atMs: 1, type: 'segment_opened' } as const
  const body = { segment: 3, startMs: 0, keyCommitment: '' }
  await refused(/^everySegmentDestroyed$/, {}, [...journal, { ...opened, body }])
  const another = { ...journal[0]!, body: { ...journal[0]!.body, sessionId: sessionNumber(2) } } as JournalEntry
  await refused(/^journalComplete$/, {}, [another, ...journal.slice(1)])
  const streams = journal.filter(({ type }) => type !== 'capture_closed').map((entry, n) => ({ ...entry, seq: n + 1 }))
  await refused(/microphoneClosed/, { captureGone: false }, streams)
})

t.test('a segment that is not destroyed, or not in all its steps, refuses', async t => {
  const journal = wholeJournal(ONE, 2)
  for (const step of Object.keys(STEPS)) {
    const broken = journal.map(entry =>
      entry.type === 'segment_destroyed' && entry.body.segment === 2
        ? { ...entry, body: { ...entry.body, steps: { ...STEPS, [step]: false } } }
        : entry,
    )
    await t.test(step, async t => {
      const { identity, evidence } = await scene(t, broken)
      const given = await evidence()
      t.throws(() => issueReceipt(given, identity), {
        detail: { failed: /everySegmentDestroyed/ },
        code: 'RECEIPT_CHECKS_FAILED',
      })
    })
  }
  const missing = journal.filter(entry => entry.type !== 'segment_destroyed' || entry.body.segment !== 2)
  const { identity, evidence } = await scene(
    t,
    missing.map((entry, n) => ({ ...entry, seq: n + 1 })),
  )
  const given = await evidence()
  t.throws(() => issueReceipt(given, identity), {
    detail: { failed: /everySegmentDestroyed/ },
    code: 'RECEIPT_CHECKS_FAILED',
  })
})

t.test('what the ledger does not have is not receipted', async t => {
  const journal = wholeJournal(ONE, 2)
  const { identity, evidence } = await scene(t, journal.slice(0, -1))
  const given = await evidence({}, journal)
  t.throws(() => issueReceipt(given, identity), {
    detail: { failed: /journalComplete/ },
    code: 'RECEIPT_CHECKS_FAILED',
  })
  const cut = await evidence({}, journal.slice(0, -1))
  t.throws(() => issueReceipt({ ...cut, ledger: [] }, identity), { code: 'RECEIPT_CHECKS_FAILED' })
})

function discarded(journal: readonly JournalEntry[]): JournalEntry[] {
  const end = { seq: journal.length + 1, atMs: journal.at(-1)!.atMs + 1, type: 'session_discarded' } as const
  return [...journal, { ...end, body: { by: 'button' } }]
}

t.test('a discarded session: its text must be gone, too', async t => {
  const journal = discarded(wholeJournal(ONE, 1))
  const { identity, evidence } = await scene(t, journal)
  const kept = await evidence({ kind: 'discarded' })
  t.throws(() => issueReceipt(kept, identity), { detail: { failed: 'textAbsent' }, code: 'RECEIPT_CHECKS_FAILED' })
  const gone = await evidence({ kind: 'discarded', remaining: { keys: 0, ciphertexts: 0, texts: 0 } })
  t.match(verifyReceipt(issueReceipt(gone, identity)), {
    ok: true,
    payload: { kind: 'discarded', checks: { textAbsent: true } },
  })
  const wrongKind = await evidence({ kind: 'destroyed' })
  t.throws(() => issueReceipt(wrongKind, identity), {
    detail: { failed: 'kind-disagrees' },
    code: 'RECEIPT_CHECKS_FAILED',
  })
})

/** The ledger of a session whose power went when two of three segments were destroyed. */
async function powerLost(t: Test, change: { readonly medium?: string; readonly boot?: string } = {}) {
  const journal = wholeJournal(ONE, 3)
    .filter(entry => entry.type !== 'session_ended' && entry.type !== 'capture_closed')
    .filter(entry => entry.type !== 'segment_destroyed' || entry.body.segment !== 3)
    .map(entry =>
      entry.type === 'session_started'
        ? { ...entry, body: { ...entry.body, medium: change.medium ?? 'tmpfs' } }
        : entry,
    )
  const before = await scene(t, journal)
  await before.ledger.close()
  const ledger = await openLedger(t, before.state, before.identity, change.boot ?? 'boot-two')
  await ledger.append('power_loss', ONE, { sealed: 3, destroyedBefore: 2 })
  const evidence = evidenceOf(ONE, [], await ledger.excerpt(ONE), {
    kind: 'destroyed-by-power-loss',
    captureGone: false,
    transcriberGone: false,
  })
  return { ...before, ledger, given: evidence }
}

t.test('invariant 10: after a power cut the receipt says what was destroyed and what went with the power', async t => {
  const { identity, given } = await powerLost(t)
  const { ok, payload } = verifyReceipt(issueReceipt(given, identity), identity.publicKey)
  t.ok(ok)
  t.match(payload, {
    kind: 'destroyed-by-power-loss',
    method: 'power-loss',
    segments: [{ reason: 'text-stored' }, { reason: 'text-stored' }, { reason: 'power-loss', interrupted: false }],
    checks: { everySegmentDestroyed: false, journalComplete: false, keysAbsent: true, captureProcessGone: true },
  })
  t.ok(
    Object.values(payload?.segments[2]?.steps ?? {}).every(step => !step),
    'nobody claims to have overwritten it',
  )
})

t.test('no power-loss receipt without a restart, without RAM, or while something is left', async t => {
  const refused = async (
    name: string,
    change: Parameters<typeof powerLost>[1],
    failed: RegExp,
    more: Partial<Evidence> = {},
  ) =>
    await t.test(name, async t => {
      const { identity, given } = await powerLost(t, change)
      t.throws(() => issueReceipt({ ...given, ...more }, identity), {
        detail: { failed },
        code: 'RECEIPT_CHECKS_FAILED',
      })
    })
  await refused('the same boot', { boot: 'boot-one' }, /captureProcessGone/)
  await refused('the same boot, processes gone', { boot: 'boot-one' }, /no-restart-seen/, {
    captureGone: true,
    transcriberGone: true,
  })
  await refused('a disk', { medium: 'ext4' }, /keysAbsent ciphertextAbsent/)
  await refused('keys left', {}, /keysAbsent/, { remaining: { keys: 1, ciphertexts: 0, texts: 0 } })
})
