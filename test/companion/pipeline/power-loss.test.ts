import t from 'tap'
import { journalFromLedger, keepText, lostSessions, settleLost } from '../../../companion/pipeline/power-loss.js'
import { newRecord } from '../../../companion/vault/session-record.js'
import type { DeviceState } from '../../../device/contracts/device-api.js'
import type { LedgerEntry, LedgerType } from '../../../device/contracts/ledger-entry.js'
import type { SessionId } from '../../../device/contracts/session-id.js'
import { MEASURES, SESSION, Surroundings } from '../../support/pipeline-fakes.js'

const OTHER = 'baaaaaaaaaaaaaaaaaaaaaaaaa' as SessionId

function entry(seq: number, type: LedgerType, session: SessionId, data: LedgerEntry['data'] = {}): LedgerEntry {
  return { v: 1, seq, prev: '', box: '', boot: 'b', atMs: seq, type, session, data }
}

const sealed = (segment: number, journal: number): LedgerEntry['data'] => ({
  segment,
  startMs: (segment - 1) * 50_000,
  durationMs: 50_000,
  journal,
  atMs: journal,
})

const ledger = [
  entry(0, 'session_started', SESSION, { journal: 0, atMs: 0, medium: 'tmpfs' }),
  entry(1, 'consent', SESSION, { journal: 0, atMs: 0 }),
  entry(2, 'segment_sealed', SESSION, sealed(1, 2)),
  entry(3, 'segment_destroyed', SESSION, { segment: 1, reason: 'text-stored', steps: {}, journal: 3, atMs: 3 }),
  entry(4, 'segment_sealed', SESSION, sealed(2, 4)),
  entry(5, 'session_started', OTHER, { journal: 0, atMs: 0 }),
  entry(6, 'receipt_issued', OTHER, {}),
]

const device = (bootId: string, ...sessions: SessionId[]): DeviceState =>
  ({ bootId, sessions: sessions.map(sessionId => ({ sessionId })) }) as unknown as DeviceState

t.test(
  'a session is lost if it has no receipt, the device does not know it, and the box has started again',
  async t => {
    const unfinished = [
      { session: SESSION, boot: 'before' },
      { session: OTHER, boot: 'before' },
    ]
    t.strictSame(lostSessions(unfinished, device('now', OTHER)), [SESSION])
    t.strictSame(lostSessions(unfinished, device('before')), [], 'same boot: nothing shows that its processes ended')
    t.strictSame(lostSessions([], device('now')), [])
  },
)

t.test('the journal of a lost session is what came into the ledger of it', async t => {
  t.strictSame(
    journalFromLedger(ledger, SESSION).map(({ seq, type }) => [seq, type]),
    [
      [0, 'session_started'],
      [2, 'segment_sealed'],
      [3, 'segment_destroyed'],
      [4, 'segment_sealed'],
    ],
  )
})

t.test('invariant 10: after a power cut the text stored so far survives, and a receipt says what happened', async t => {
  const around = await Surroundings.make(t)
  await around.drops.write({ ...newRecord(SESSION, `c-${'a'.repeat(16)}`, 1000), segments: { 1: MEASURES } })
  await around.drops.putText(SESSION, 1, Buffer.of(1))
  await settleLost(SESSION, journalFromLedger(ledger, SESSION), around.ports())
  t.strictSame(
    around.ledger.map(({ type }) => type),
    ['power_loss', 'receipt_issued'],
  )
  t.strictSame(around.order, ['receipt destroyed-by-power-loss'])
  t.match(await around.drops.read(SESSION), { phase: 'transcribed', capturedMs: 100_000, receiptFile: /receipt/ })
  t.strictSame(await around.drops.listTexts(SESSION), [1])
})

t.test('a session that was cut before any text was stored fails visibly', async t => {
  const around = await Surroundings.make(t)
  await around.drops.write(newRecord(SESSION, `c-${'a'.repeat(16)}`, 1000))
  await settleLost(SESSION, [], around.ports())
  t.match(await around.drops.read(SESSION), { phase: 'failed' })
})

t.test('a draft that was ready before the cut stays ready', async t => {
  const around = await Surroundings.make(t)
  await around.drops.write({ ...newRecord(SESSION, `c-${'a'.repeat(16)}`, 1000), phase: 'ready' })
  await settleLost(SESSION, [], around.ports())
  t.match(await around.drops.read(SESSION), { phase: 'ready' })
})

t.test(
  'invariant 10: text of a session whose folder in RAM vanished is kept for a draft, without a receipt',
  async t => {
    const around = await Surroundings.make(t)
    await around.drops.write(newRecord(SESSION, `c-${'a'.repeat(16)}`, 1000))
    await around.drops.putText(SESSION, 1, Buffer.of(1))
    await keepText(SESSION, journalFromLedger(ledger, SESSION), around.ports(), null)
    t.match(await around.drops.read(SESSION), { phase: 'transcribed', receiptFile: null, segmentsDestroyed: 0 })
    t.strictSame(around.order, [])
  },
)
