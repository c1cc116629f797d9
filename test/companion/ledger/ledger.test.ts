import { fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type BoxIdentity, openIdentity } from '../../../companion/ledger/identity.js'
import { verifyChain } from '../../../device/contracts/ledger-chain.js'
import { FIRST_PREV, lineDigest, parseLine } from '../../../device/contracts/ledger-entry.js'
import { openLedger, record, wholeJournal } from '../../support/receipted-session.js'
import { smallStore } from '../../support/small-store.js'
import { sessionNumber } from '../../support/stored-things.js'

const ONE = sessionNumber(1)
const TWO = sessionNumber(2)

const fileOf = (state: string) => join(state, 'ledger', 'ledger.log')
const linesOf = (state: string) => readFileSync(fileOf(state), 'utf8').split('\n').slice(0, -1)
const write = (state: string, lines: readonly string[]) =>
  writeFileSync(fileOf(state), lines.map(line => `${line}\n`).join(''))

async function filled(t: Test, state: string): Promise<BoxIdentity> {
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity)
  await record(ledger, ONE, wholeJournal(ONE, 2))
  await ledger.append('sign_in', null, { clinician: 'c-aaaaaaaaaaaaaaaa' })
  await ledger.close()
  return identity
}

t.test('a new ledger begins with its own opening, and each entry follows from the one before', async t => {
  const state = t.testdir()
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity)
  t.match(await ledger.append('session_started', ONE, { medium: 'tmpfs' }), {
    seq: 1,
    type: 'session_started',
    session: ONE,
  })
  const [first, second] = linesOf(state)
  t.match(parseLine(first!)?.entry, { seq: 0, prev: FIRST_PREV, type: 'ledger_opened', box: identity.boxId })
  t.equal(parseLine(second!)?.entry.prev, lineDigest(first!))
  t.strictSame(ledger.head(), { seq: 1, sha256: lineDigest(second!) })
  t.strictSame(verifyChain([first!, second!], identity.publicKey), { ok: true, head: ledger.head() })
})

t.test('an entry is in the file when the append resolves, in the order of the calls', async t => {
  const state = t.testdir()
  const ledger = await openLedger(t, state, await openIdentity(state))
  const entries = await Promise.all(Array.from({ length: 50 }, (_, n) => ledger.append('sign_in', null, { n })))
  t.strictSame(
    entries.map(({ seq, data }) => [seq, data['n']]),
    entries.map((_, n) => [n + 1, n]),
  )
  t.equal(linesOf(state).length, 51)
  // One after the other, too: the moment between two is where a queue falls asleep.
  for (let n = 0; n < 20; n++) t.equal((await ledger.append('sign_in', null, {})).seq, 51 + n)
  await ledger.close()
  t.equal(linesOf(state).length, 71)
})

t.test('a ledger is opened again where it ended, by the same box only', async t => {
  const state = t.testdir()
  const identity = await filled(t, state)
  const head = (await openLedger(t, state, identity, 'boot-two')).head()
  t.equal(head.seq, linesOf(state).length - 1)
  const ledger = await openLedger(t, state, identity, 'boot-two')
  t.match(await ledger.append('box_started', null, {}), { seq: head.seq + 1, boot: 'boot-two', prev: head.sha256 })
  const other = await openIdentity(join(state, 'another-box'))
  await t.rejects(openLedger(t, state, other), {
    code: 'LEDGER_BROKEN',
    detail: { problem: 'line-of-another-box', line: 1 },
  })
})

t.test('invariant 9: any one line removed, repeated, moved or changed is found, and nothing is appended', async t => {
  const state = t.testdir()
  const identity = await filled(t, state)
  const lines = linesOf(state)
  t.ok(lines.length > 8)
  const check = async (name: string, broken: readonly string[]) => {
    t.notOk(verifyChain(broken, identity.publicKey).ok, `${name}, every signature`)
    t.notOk(verifyChain(broken, identity.publicKey, 'head').ok, `${name}, head signature`)
    write(state, broken)
    await t.rejects(openLedger(t, state, identity), { code: 'LEDGER_BROKEN' }, name)
    t.strictSame(linesOf(state), broken, 'left as it was found')
  }
  for (const [at, line] of lines.entries()) {
    // Without its last line a chain is a shorter chain; that is what receipts and witnessed heads are for.
    if (at < lines.length - 1) await check(`without line ${at}`, [...lines.slice(0, at), ...lines.slice(at + 1)])
    await check(`line ${at} twice`, [...lines.slice(0, at + 1), line, ...lines.slice(at + 1)])
    if (at > 0)
      await check(`line ${at} moved up`, [...lines.slice(0, at - 1), line, lines[at - 1]!, ...lines.slice(at + 1)])
  }
  write(state, lines)
  t.equal((await openLedger(t, state, identity)).head().seq, lines.length - 1, 'and whole it opens')
})

t.test('a torn last line is taken away, kept beside, and told by an entry', async t => {
  const state = t.testdir()
  const identity = await filled(t, state)
  const lines = linesOf(state)
  for (const torn of ['{"atMs":17', '\0\0\0\0', lines[2]!]) {
    write(state, lines)
    appendFileSync(fileOf(state), torn)
    const ledger = await openLedger(t, state, identity)
    await ledger.close()
    const after = linesOf(state)
    t.strictSame(after.slice(0, -1), lines)
    t.match(parseLine(after.at(-1)!)?.entry, { type: 'ledger_opened', data: { tornBytes: torn.length } })
    t.ok(readFileSync(`${fileOf(state)}.torn`, 'latin1').includes(torn))
    t.ok(verifyChain(after, identity.publicKey).ok)
  }
})

t.test('invariant 10: a writer killed at any moment loses no entry that was told to be there', async t => {
  const state = t.testdir()
  const identity = await openIdentity(state)
  for (let round = 0; round < 12; round++) {
    const child = fork(new URL('../../support/ledger-writer.js', import.meta.url), [state], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    let told = -1
    child.on('message', seq => {
      told = Number(seq)
    })
    await once(child, 'message')
    await new Promise(resolve => setTimeout(resolve, Math.random() * 40))
    child.kill('SIGKILL')
    await once(child, 'exit')
    const ledger = await openLedger(t, state, identity)
    t.ok(ledger.head().seq >= told, `told ${told}, found ${ledger.head().seq}`)
    await ledger.close()
  }
  t.ok(verifyChain(linesOf(state), identity.publicKey).ok)
})

t.test('a file of one torn line only is a new ledger', async t => {
  const state = t.testdir({ ledger: { 'ledger.log': '{"v":1' } })
  const ledger = await openLedger(t, state, await openIdentity(state))
  t.equal(ledger.head().seq, 0)
})

t.test('a second writer is noticed before anything is appended', async t => {
  const state = t.testdir()
  const identity = await filled(t, state)
  const [one, two] = [await openLedger(t, state, identity), await openLedger(t, state, identity)]
  await one.append('box_started', null, {})
  await t.rejects(two.append('box_started', null, {}), { code: 'LEDGER_BROKEN' })
  await one.append('box_started', null, {})
  t.ok(verifyChain(linesOf(state), identity.publicKey).ok)
})

t.test('a full disk refuses the entry, and the ledger goes on when there is room', async t => {
  const state = smallStore(t, '48k')
  if (state === null) return
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity)
  writeFileSync(join(state, 'filler'), Buffer.alloc(20_000))
  let appended = 0
  const error = await (async () => {
    for (;;) {
      await ledger.append('sign_in', null, { padding: 'x'.repeat(128) })
      appended += 1
    }
  })().catch((caught: unknown) => caught)
  t.match(error, { code: 'STORAGE_FULL' })
  t.equal(ledger.head().seq, appended)
  writeFileSync(join(state, 'filler'), '')
  await ledger.append('sign_in', null, {})
  await ledger.close()
  t.ok(verifyChain(linesOf(state), identity.publicKey).ok)
  t.equal((await openLedger(t, state, identity)).head().seq, appended + 1)
})

t.test("a session's excerpt runs from its first line to its last, and shows of others a digest only", async t => {
  const state = t.testdir()
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity)
  const [one, two] = [wholeJournal(ONE, 2), wholeJournal(TWO, 1)]
  await record(ledger, ONE, one.slice(0, 4))
  await record(ledger, TWO, two)
  await record(ledger, ONE, one.slice(4))
  await ledger.append('sign_in', null, {})
  const excerpt = await ledger.excerpt(ONE)
  const entries = excerpt.map(member => (typeof member === 'string' ? parseLine(member)!.entry : member))
  t.strictSame(
    entries.map(({ seq }) => seq),
    Array.from({ length: entries.length }, (_, n) => entries[0]!.seq + n),
  )
  t.notOk(JSON.stringify(excerpt).includes(TWO))
  t.ok(excerpt.some(member => typeof member !== 'string'))
  t.match(entries[0], { type: 'session_started', session: ONE })
  t.match(entries.at(-1), { type: 'session_ended', session: ONE })
  t.equal(
    (await ledger.entriesOf(ONE)).every(({ session }) => session === ONE),
    true,
  )
  t.strictSame(await ledger.excerpt(sessionNumber(9)), [])
})

t.test('a restart knows how far each journal came in, and which sessions have no receipt', async t => {
  const state = t.testdir()
  const identity = await filled(t, state)
  const ledger = await openLedger(t, state, identity)
  t.equal(ledger.lastJournalSeq(ONE), wholeJournal(ONE, 2).length)
  t.equal(ledger.lastJournalSeq(TWO), -1)
  t.strictSame(ledger.unfinished(), [ONE])
  await ledger.append('receipt_issued', ONE, { kind: 'destroyed' })
  t.strictSame(ledger.unfinished(), [])
  await ledger.close()
  t.strictSame((await openLedger(t, state, identity)).unfinished(), [])
})
