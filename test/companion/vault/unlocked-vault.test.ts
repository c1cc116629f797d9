import { readdirSync, readFileSync, statSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { RISK_TOPICS } from '../../../companion/drafting/note-draft.js'
import { prepareClaim } from '../../../companion/vault/claim.js'
import { Drops } from '../../../companion/vault/drops.js'
import type { NoteChange } from '../../../companion/vault/note.js'
import { openAsRecipient, openUnderKey } from '../../../companion/vault/sealing.js'
import type { SessionRecord } from '../../../companion/vault/session-record.js'
import type { AbsorbOutcome, UnlockedVault } from '../../../companion/vault/unlocked-vault.js'
import { openVault, type Vault } from '../../../companion/vault/vault.js'
import type { SessionId } from '../../../device/contracts/session-id.js'
import {
  CHEAP,
  finishedRecord,
  PASSPHRASE,
  sealed,
  sessionNumber,
  someDraft,
  turnsOf,
} from '../../support/stored-things.js'

const START = 1_700_000_000_000
const ONE = sessionNumber(1)
const NAME = 'Dr. Robin Vale'
const answers = RISK_TOPICS.map((topic): NoteChange => ({ kind: 'answer-risk', topic, answer: 'not_discussed' }))
const confirm: NoteChange = { kind: 'confirm-sentence', sectionKey: 'subjective', sentenceId: 'subjective-2' }
const SIGN: NoteChange = { kind: 'sign', credentials: 'LCSW', attested: true }

class Box {
  readonly events: { readonly type: string; readonly session: SessionId; readonly facts: object }[] = []
  readonly recovered: SessionId[] = []
  readonly outcomes: AbsorbOutcome[] = []
  vault!: Vault
  readonly state: string
  ledgerFails = false

  constructor(state: string) {
    this.state = state
  }

  static async claimed(state: string): Promise<Box> {
    const code = await prepareClaim(state, { cost: CHEAP })
    const box = new Box(state)
    await box.start()
    const request = { code, name: NAME, credentials: 'LCSW', passphrase: PASSPHRASE, windowOpen: true }
    const { clinician } = await box.vault.accounts.claim(request)
    clinician.lock()
    return box
  }

  async start(): Promise<void> {
    this.vault = await openVault({
      stateDirectory: this.state,
      record: async (type, session, facts) => {
        if (this.ledgerFails) throw new Error('no ledger')
        this.events.push({ type, session, facts })
      },
      nowMs: () => START + 600_000,
      onUnlocked: (_clinician, outcome) => this.outcomes.push(outcome),
      onRecovered: session => this.recovered.push(session),
      cost: CHEAP,
    })
  }

  async drop(number: number, change: Partial<SessionRecord> = {}): Promise<SessionId> {
    const session = sessionNumber(number)
    const { clinicianId, publicKey } = this.vault.accounts.defaultRecipient()
    const { drops } = this.vault
    await drops.write(finishedRecord(session, clinicianId, START + number * 1000, change))
    for (const segment of [1, 2]) await drops.putText(session, segment, sealed(turnsOf(segment), publicKey))
    if ((change.phase ?? 'ready') === 'ready') await drops.putDraft(session, sealed(someDraft(), publicKey))
    return session
  }

  async signIn(): Promise<UnlockedVault> {
    return (await this.vault.accounts.signIn(NAME, PASSPHRASE)) as UnlockedVault
  }

  chart(): string {
    return join(this.state, 'charts', this.vault.accounts.defaultRecipient().clinicianId)
  }
}

async function changed(clinician: UnlockedVault, session: SessionId, ...changes: NoteChange[]) {
  let note = await clinician.readNote(session)
  for (const change of changes) note = await clinician.changeNote(session, note.revision, change)
  return note
}

t.test('signing in absorbs finished drops into the chart, and only those', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  await box.drop(2, { phase: 'recording', receiptFile: null })
  await box.drop(3, { clinicianId: 'c-bbbbbbbbbbbbbbbb' })
  await box.drop(4, { phase: 'failed' })
  await box.drop(5, { phase: 'transcribed' })
  const clinician = await box.signIn()
  t.match(await clinician.listNotes({ offset: 0, limit: 10 }), {
    total: 2,
    notes: [{ sessionId: sessionNumber(4) }, { sessionId: ONE }],
  })
  t.strictSame(readdirSync(join(box.state, 'drops')).sort(), [2, 3, 5].map(sessionNumber).sort())
  const note = await clinician.readNote(ONE)
  t.match(note, { revision: 1, status: 'ready', coverage: 1, draft: someDraft(), startedAtMs: START + 1000 })
  t.strictSame(
    note.transcript.map(turn => turn.id),
    ['s1-01', 's1-02', 's2-01', 's2-02'],
  )
  const byHand = await clinician.readNote(sessionNumber(4))
  t.equal(byHand.draft, null)
  t.equal(byHand.transcript.length, 4, 'without a draft the transcript is still there')
})

t.test('a drop whose receipt is not written yet is absorbed, and stays until it is', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1, { receiptFile: null })
  const clinician = await box.signIn()
  t.equal((await clinician.listNotes({ offset: 0, limit: 10 })).total, 1)
  t.match(await box.vault.drops.read(ONE), { phase: 'ready' })
  await changed(clinician, ONE, confirm)
  await box.vault.drops.update(ONE, record => ({ ...record, receiptFile: 'x.receipt' }))
  t.strictSame(await clinician.absorb(), { absorbed: [], failed: [] })
  t.equal(await box.vault.drops.read(ONE), null)
  t.equal((await clinician.readNote(ONE)).revision, 2, 'the note that was there stayed')
})

t.test('invariant 10: a crash between the note and the end of its drop loses and doubles nothing', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const before = await box.signIn()
  const note = await changed(before, ONE, confirm)
  // The crash: the note is there, the drop is there again.
  await box.drop(1)
  await box.start()
  const clinician = await box.signIn()
  t.strictSame(await clinician.readNote(ONE), note)
  t.equal((await clinician.listNotes({ offset: 0, limit: 10 })).total, 1)
  t.strictSame(readdirSync(join(box.state, 'drops')), [])
})

t.test('a drop that cannot be opened stays, is named, and holds up no other', async t => {
  const box = await Box.claimed(t.testdir())
  const bad = await box.drop(1)
  const good = await box.drop(2)
  await box.drop(3)
  writeFileSync(join(box.state, 'drops', bad, 'draft.drop'), 'torn')
  unlinkSync(join(box.state, 'drops', sessionNumber(3), 'draft.drop'))
  const clinician = await box.signIn()
  t.match(box.outcomes.at(-1), {
    absorbed: [good],
    failed: [
      { session: bad, code: 'STORAGE_DAMAGED' },
      { session: sessionNumber(3), code: 'STORAGE_DAMAGED' },
    ].sort((a, b) => (a.session < b.session ? -1 : 1)),
  })
  t.equal((await clinician.listNotes({ offset: 0, limit: 10 })).total, 1)
  t.match(await box.vault.drops.read(bad), { phase: 'ready' })
})

t.test('a list is paged, newest first, and does not open the notes', async t => {
  const box = await Box.claimed(t.testdir())
  for (let n = 1; n <= 5; n++) await box.drop(n)
  ;(await box.signIn()).lock()
  const notes = readdirSync(box.chart()).filter(name => name.endsWith('.note'))
  // Whole seconds, because finer times cannot be set back exactly.
  const setTime = (name: string) => utimesSync(join(box.chart(), name), 1_700_000_000, 1_700_000_000)
  for (const name of notes) setTime(name)
  const first = await box.signIn()
  await first.listNotes({ offset: 0, limit: 1 })
  first.lock()
  // A note that cannot be opened is listed all the same: its card was made from a file of this size and time.
  for (const name of notes) {
    const file = join(box.chart(), name)
    writeFileSync(file, Buffer.alloc(statSync(file).size))
    setTime(name)
  }
  const clinician = await box.signIn()
  t.match(await clinician.listNotes({ offset: 1, limit: 2 }), {
    total: 5,
    notes: [{ sessionId: sessionNumber(4) }, { sessionId: sessionNumber(3) }],
  })
  t.strictSame((await clinician.listNotes({ offset: 5, limit: 2 })).notes, [])
})

t.test('cards that are missing, torn or stale are made again from their notes', async t => {
  const box = await Box.claimed(t.testdir())
  for (let n = 1; n <= 3; n++) await box.drop(n)
  const first = await box.signIn()
  const stale = readFileSync(join(box.chart(), `${ONE}.card`))
  const note = await changed(first, ONE, confirm, ...answers)
  first.lock()
  writeFileSync(join(box.chart(), `${ONE}.card`), stale)
  unlinkSync(join(box.chart(), `${sessionNumber(2)}.card`))
  truncateSync(join(box.chart(), `${sessionNumber(3)}.card`), 9)
  const clinician = await box.signIn()
  const { notes, total } = await clinician.listNotes({ offset: 0, limit: 10 })
  t.equal(total, 3)
  t.match(
    notes.find(card => card.sessionId === ONE),
    { revision: note.revision, unresolved: [] },
  )
})

t.test('changes are stored, survive a restart, and the events are in the ledger first', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const clinician = await box.signIn()
  await changed(clinician, ONE, ...answers, confirm, { kind: 'consent', state: 'given', method: 'verbal' })
  box.ledgerFails = true
  const before = await clinician.readNote(ONE)
  await t.rejects(clinician.changeNote(ONE, before.revision, SIGN), { message: 'no ledger' })
  t.strictSame(await clinician.readNote(ONE), before, 'no entry, no signature')
  box.ledgerFails = false
  const signed = await changed(clinician, ONE, SIGN, { kind: 'addendum', reason: 'More', text: 'More words.' })
  t.strictSame(
    box.events.map(({ type }) => type),
    ['consent', 'note_signed', 'note_addendum'],
  )
  t.match(box.events[1]?.facts, { sha256: signed.signature?.sha256, lateEntry: false })
  t.notMatch(JSON.stringify(box.events), /More words|Robin/)
  await box.start()
  t.strictSame(await (await box.signIn()).readNote(ONE), signed)
})

t.test('invariant 7: a signed note refuses every change and cannot be discarded', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const clinician = await box.signIn()
  const signed = await changed(clinician, ONE, ...answers, confirm, SIGN)
  await t.rejects(clinician.changeNote(ONE, signed.revision, confirm), { code: 'NOTE_ALREADY_SIGNED' })
  await t.rejects(clinician.discardNote(ONE), { code: 'NOTE_ALREADY_SIGNED' })
  t.strictSame(await clinician.readNote(ONE), signed)
})

t.test('of two changes made on one revision one wins and the other is told', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const [one, two] = [await box.signIn(), await box.signIn()]
  const { revision } = await one.readNote(ONE)
  const results = await Promise.allSettled([
    one.changeNote(ONE, revision, answers[0]!),
    two.changeNote(ONE, revision, answers[1]!),
  ])
  t.strictSame(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  t.match(
    results.find(({ status }) => status === 'rejected'),
    { reason: { code: 'NOTE_CONFLICT' } },
  )
  t.equal((await two.listNotes({ offset: 0, limit: 1 })).notes[0]?.revision, revision + 1)
})

t.test('a damaged note gives the generation before it and says so', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const clinician = await box.signIn()
  const before = await changed(clinician, ONE, confirm)
  await changed(clinician, ONE, answers[0]!)
  truncateSync(join(box.chart(), `${ONE}.note`), 100)
  t.strictSame(await clinician.readNote(ONE), before)
  t.strictSame(box.recovered, [ONE])
})

t.test('notes and sessions that are not there', async t => {
  const box = await Box.claimed(t.testdir())
  const clinician = await box.signIn()
  await t.rejects(clinician.readNote(ONE), { code: 'NOTE_NOT_FOUND' })
  await t.rejects(clinician.changeNote(ONE, 1, confirm), { code: 'NOTE_NOT_FOUND' })
  await t.rejects(clinician.liveTranscript(ONE), { code: 'SESSION_NOT_FOUND' })
  await clinician.discardNote(ONE)
})

t.test('the text of a running session can be read by its clinician, and by no other', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1, { phase: 'recording', receiptFile: null })
  await box.drop(2, { phase: 'recording', receiptFile: null, clinicianId: 'c-bbbbbbbbbbbbbbbb' })
  const clinician = await box.signIn()
  t.equal((await clinician.liveTranscript(ONE)).length, 4)
  await t.rejects(clinician.liveTranscript(sessionNumber(2)), { code: 'SESSION_NOT_FOUND' })
})

t.test('a discarded note is gone, with its transcript and its card', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const clinician = await box.signIn()
  await changed(clinician, ONE, confirm)
  await clinician.discardNote(ONE)
  await clinician.discardNote(ONE)
  t.strictSame(readdirSync(box.chart()), [])
  t.equal((await clinician.listNotes({ offset: 0, limit: 1 })).total, 0)
})

t.test('locked is locked: nothing works afterwards, and work under way is not sealed under zeros', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const clinician = await box.signIn()
  const { revision } = await clinician.readNote(ONE)
  const underWay = clinician.changeNote(ONE, revision, confirm)
  clinician.lock()
  clinician.lock()
  const note = await underWay
  const attempts: readonly (() => Promise<unknown>)[] = [
    () => clinician.readNote(ONE),
    () => clinician.listNotes({ offset: 0, limit: 1 }),
    () => clinician.changeNote(ONE, 1, confirm),
    () => clinician.liveTranscript(ONE),
    () => clinician.absorb(),
    () => clinician.discardNote(ONE),
  ]
  for (const attempt of attempts) await t.rejects(attempt(), { code: 'VAULT_LOCKED' })
  t.throws(() => clinician.openDrop(new Uint8Array(200)), { code: 'VAULT_LOCKED' })
  t.strictSame(await (await box.signIn()).readNote(ONE), note)
  const file = readFileSync(join(box.chart(), `${ONE}.note`))
  t.throws(() => openUnderKey(file, new Uint8Array(32)), { code: 'VAULT_WRONG_KEY' })
})

t.test('invariant 5: everything on the card, with this program, opens no session', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const clinician = await box.signIn()
  await changed(clinician, ONE, confirm)
  clinician.lock()
  await box.drop(2)
  const files = readdirSync(box.state, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name)))
  const card = Buffer.concat(files)
  t.notMatch(card.toString('latin1'), /slept|Slept|week/)

  // Every 32 bytes that lie on the card, as they are and as the hex they are written in, tried as a key.
  const isSealed = (file: Buffer) => file.toString('latin1', 0, 4) === 'ESHT'
  const keysIn = (sources: readonly Buffer[]): Set<string> => {
    const keys = new Set<string>()
    for (const file of sources) {
      for (let at = 0; at + 32 <= file.length; at++) keys.add(file.toString('hex', at, at + 32))
      for (const [hex] of file.toString('latin1').matchAll(/[0-9a-f]{64,}/g)) {
        for (let at = 0; at + 64 <= hex.length; at += 2) keys.add(hex.slice(at, at + 64))
      }
    }
    return keys
  }
  const note = files.find(file => file.toString('latin1', 0, 8) === 'ESHTDOC1' && file.length > 2000)
  const drop = files.find(file => file.toString('latin1', 0, 8) === 'ESHTDRP1' && file.length < 1200)
  t.ok(note !== undefined && drop !== undefined)
  let opened = 0
  const attempt = (open: () => unknown) => {
    try {
      open()
      opened += 1
    } catch {
      // As it should be.
    }
  }
  const all = keysIn(files.filter(file => file.length < 4096))
  for (const hex of all) attempt(() => openUnderKey(note!, Buffer.from(hex, 'hex')))
  // A multiplication on the curve each: what lies in the clear is enough here, the rest is noise.
  const clear = keysIn(files.filter(file => !isSealed(file)))
  for (const hex of clear) attempt(() => openAsRecipient(drop!, Buffer.from(hex, 'hex')))
  t.ok(all.size > 5000 && clear.size > 500, `${all.size} and ${clear.size} keys tried`)
  t.equal(opened, 0)
  await t.rejects(box.vault.accounts.signIn(NAME, 'another passphrase'), { code: 'SIGN_IN_FAILED' })
})

t.test('the cost of a save does not grow with the chart', async t => {
  const box = await Box.claimed(t.testdir())
  for (let n = 1; n <= 30; n++) await box.drop(n)
  const clinician = await box.signIn()
  await clinician.listNotes({ offset: 0, limit: 1 })
  const stamps = () => {
    const entries = readdirSync(box.chart()).map(name => [name, statSync(join(box.chart(), name)).mtimeMs] as const)
    return new Map(entries)
  }
  const before = stamps()
  await changed(clinician, ONE, confirm)
  const touched = [...stamps()].filter(([name, at]) => before.get(name) !== at).map(([name]) => name)
  t.strictSame(touched.sort(), [`${ONE}.card`, `${ONE}.note`, `${ONE}.note.previous`].sort())
})

t.test('a reader of drops in another process changes nothing', async t => {
  const box = await Box.claimed(t.testdir())
  await box.drop(1)
  const before = readdirSync(box.state, { recursive: true }).sort()
  await new Drops(join(box.state, 'drops')).list()
  t.strictSame(readdirSync(box.state, { recursive: true }).sort(), before)
})
