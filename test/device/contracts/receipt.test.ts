import t, { type Test } from 'tap'
import { type BoxIdentity, openIdentity } from '../../../companion/ledger/identity.js'
import { issueReceipt } from '../../../companion/receipts/issue.js'
import {
  encodePayload,
  encodeReceipt,
  parseReceipt,
  type ReceiptPayload,
  segmentOfKey,
  verifyReceipt,
} from '../../../device/contracts/receipt.js'
import { commitToKey } from '../../../device/contracts/spool-format.js'
import { evidenceOf, openLedger, record, segmentKey, wholeJournal } from '../../support/receipted-session.js'
import { sessionNumber } from '../../support/stored-things.js'

const ONE = sessionNumber(1)
const TWO = sessionNumber(2)

/** A receipt of a session of two segments, with another session's lines in between. */
async function someReceipt(t: Test): Promise<{ receipt: Uint8Array; identity: BoxIdentity; payload: ReceiptPayload }> {
  const state = t.testdir()
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity)
  const journal = wholeJournal(ONE, 2)
  await record(ledger, ONE, journal.slice(0, 5))
  await record(ledger, TWO, wholeJournal(TWO, 1))
  await record(ledger, ONE, journal.slice(5))
  const receipt = issueReceipt(evidenceOf(ONE, journal, await ledger.excerpt(ONE)), identity)
  return { receipt, identity, payload: parseReceipt(receipt)!.payload }
}

/** The payload signed by the box without any check: what a box that lies would hand out. */
function signedAnyway(payload: ReceiptPayload, identity: BoxIdentity): Uint8Array {
  const line = encodePayload(payload)
  const signature = Buffer.from(identity.sign(Buffer.from(line))).toString('base64')
  return encodeReceipt(line, {
    algorithm: 'Ed25519',
    publicKey: Buffer.from(identity.publicKey).toString('hex'),
    signature,
  })
}

t.test('invariant 9: every byte of a receipt matters', async t => {
  const { receipt, identity } = await someReceipt(t)
  t.ok(verifyReceipt(receipt, identity.publicKey).ok)
  let missed = 0
  const changedAt = (position: number, flip: number): Uint8Array => {
    const changed = Uint8Array.from(receipt)
    changed[position] = changed[position]! ^ flip
    return changed
  }
  for (let position = 0; position < receipt.length; position++) {
    if (verifyReceipt(changedAt(position, 1), identity.publicKey).ok) missed += 1
  }
  // The seal is what carries the signature: every bit of it, and also for a reader who has no key to compare with.
  const sealBegins = Buffer.from(receipt).indexOf('\n') + 1
  for (let position = sealBegins; position < receipt.length; position++) {
    for (let bit = 0; bit < 8; bit++) if (verifyReceipt(changedAt(position, 1 << bit)).ok) missed += 1
  }
  t.equal(missed, 0, `${receipt.length} bytes`)
})

t.test('invariant 9: a byte more or less is another file', async t => {
  const { receipt, identity } = await someReceipt(t)
  const bad = (bytes: Uint8Array, name: string) => t.notOk(verifyReceipt(bytes, identity.publicKey).ok, name)
  for (const length of [0, 1, receipt.length - 2, receipt.length - 1])
    bad(receipt.subarray(0, length), `cut at ${length}`)
  for (const more of ['\n', ' ', '\0', '{}\n']) bad(Buffer.concat([receipt, Buffer.from(more)]), 'more')
  bad(Buffer.concat([Buffer.from('\ufeff'), receipt]), 'a byte order mark')
  const text = Buffer.from(receipt).toString()
  bad(Buffer.from(text.replaceAll('\n', '\r\n')), 'other line ends')
  bad(Buffer.from(text.replace('{', '{ ')), 'a space')
  bad(Buffer.from(text.replace('"v":1', '"v":1.0')), 'another way to write a number')
  bad(Buffer.from(text.replace('=="}', '"}')), 'base64 without its padding')
})

t.test("invariant 9: another box's key does not verify it, and another box cannot pass for this one", async t => {
  const { receipt, identity, payload } = await someReceipt(t)
  const other = await openIdentity(t.testdir({ other: {} }))
  t.match(verifyReceipt(receipt, other.publicKey), { ok: false, problems: [{ code: 'key-is-another' }] })
  const forged = verifyReceipt(signedAnyway(payload, other), identity.publicKey)
  t.match(forged, { ok: false })
  t.ok(forged.problems.some(({ code }) => code === 'key-is-another'))
  t.ok(forged.problems.some(({ code }) => code === 'box-is-another'))
})

t.test('invariant 9: ledger lines removed, repeated or moved in a signed receipt are found', async t => {
  const { identity, payload } = await someReceipt(t)
  t.ok(payload.ledger.length >= 10)
  t.ok(verifyReceipt(signedAnyway(payload, identity), identity.publicKey).ok)
  const found = (ledger: ReceiptPayload['ledger'], name: string) =>
    t.notOk(verifyReceipt(signedAnyway({ ...payload, ledger }, identity), identity.publicKey).ok, name)
  for (const [at, member] of payload.ledger.entries()) {
    const { ledger } = payload
    found([...ledger.slice(0, at), ...ledger.slice(at + 1)], `without member ${at}`)
    found([...ledger.slice(0, at), member, member, ...ledger.slice(at + 1)], `member ${at} twice`)
    if (at > 0) found([...ledger.slice(0, at - 1), member, ledger[at - 1]!, ...ledger.slice(at + 1)], `member ${at} up`)
  }
  found([], 'no ledger')
  const bridge = payload.ledger.findLastIndex(member => typeof member !== 'string')
  const other = { seq: (payload.ledger[bridge] as { seq: number }).seq, sha256: '00'.repeat(32) }
  found(payload.ledger.with(bridge, other), 'another line in between')
})

t.test('a receipt must say of its session what the ledger says', async t => {
  const { identity, payload } = await someReceipt(t)
  const problems = (change: Partial<ReceiptPayload>) =>
    verifyReceipt(signedAnyway({ ...payload, ...change }, identity), identity.publicKey).problems.map(
      ({ code }) => code,
    )
  const [first, second] = payload.segments
  const segments = (change: object) => ({ segments: [first!, { ...second!, ...change }] })
  t.strictSame(problems({}), [])
  for (const change of [
    { durationMs: 59_999 },
    { startMs: 1 },
    { pcmBytes: 1 },
    { ciphertextBytes: 1 },
    { ciphertextSha256: '00'.repeat(32) },
    { keyCommitment: '00'.repeat(32) },
    { interrupted: true },
    { sealedAtMs: 1 },
    { destroyedAtMs: 1 },
    { reason: 'expired' as const },
    { segment: 3 },
    { segment: 1 },
    { steps: { ...second!.steps, pathsAbsent: false } },
  ]) {
    t.ok(problems(segments(change)).includes('segments-disagree'), JSON.stringify(change))
  }
  t.ok(problems({ segments: [first!] }).includes('segments-disagree'), 'a segment left out')
  t.ok(problems({ captured: { ...payload.captured, ms: 1 } }).includes('segment-sums-disagree'))
  t.ok(problems({ captured: { ...payload.captured, segments: 3 } }).includes('segment-sums-disagree'))
  t.strictSame(problems({ startedAtMs: 1 }), ['times-disagree'])
  t.strictSame(problems({ endedAtMs: 1 }), ['times-disagree'])
  t.strictSame(problems({ medium: 'ramfs' }), ['medium-disagrees'])
  t.ok(problems({ session: TWO }).length > 0)
  t.ok(problems({ kind: 'discarded' }).includes('kind-disagrees'))
  t.ok(problems({ kind: 'destroyed-by-power-loss', method: 'power-loss' }).includes('kind-disagrees'))
  t.strictSame(problems({ method: 'power-loss' }), ['kind-disagrees'])
  t.strictSame(problems({ box: '00'.repeat(32) })[0], 'box-is-another')
})

t.test('a receipt of which a check is false does not hold, whoever signed it', async t => {
  const { identity, payload } = await someReceipt(t)
  for (const name of Object.keys(payload.checks)) {
    const checks = { ...payload.checks, [name]: false }
    t.match(verifyReceipt(signedAnyway({ ...payload, checks }, identity)).problems, [
      { code: 'check-failed', at: name },
    ])
  }
})

t.test("a shape that is not a receipt's is refused, signed or not", async t => {
  const { identity, payload } = await someReceipt(t)
  for (const change of [
    { v: 2 },
    { extra: 1 },
    { kind: 'gone' },
    { segments: null },
    { startedAtMs: -1 },
    { checks: {} },
  ]) {
    const receipt = signedAnyway({ ...payload, ...change } as ReceiptPayload, identity)
    t.equal(parseReceipt(receipt), null, JSON.stringify(change))
  }
  t.equal(parseReceipt(Buffer.from([0xff, 0x0a, 0xff, 0x0a])), null)
})

t.test('a key is found by its commitment, the same that the spool makes', async t => {
  const { payload } = await someReceipt(t)
  t.equal(segmentOfKey(payload, segmentKey(1)), 1)
  t.equal(segmentOfKey(payload, segmentKey(2)), 2)
  t.equal(segmentOfKey(payload, segmentKey(3)), null)
  t.equal(payload.segments[0]?.keyCommitment, Buffer.from(commitToKey(segmentKey(1))).toString('hex'))
})
