import t from 'tap'
import { ledgerItemsOf } from '../../../companion/pipeline/ledger-journal.js'
import type { JournalEntry } from '../../../device/contracts/journal.js'
import { LEDGER_TYPES } from '../../../device/contracts/ledger-entry.js'

const started: JournalEntry = {
  seq: 0,
  atMs: 5,
  type: 'session_started',
  body: {
    sessionId: 'aaaaaaaaaaaaaaaaaaaaaaaaaa' as never,
    sampleRate: 16000,
    channels: 1,
    microphone: 'plughw:CARD=Secretname',
    downgrades: ['swap-on'],
    medium: 'tmpfs',
  },
}

t.test('a started session enters the ledger with its consent, and remembers its place in the journal', async t => {
  const items = ledgerItemsOf(started)
  t.strictSame(
    items.map(item => item.type),
    ['session_started', 'consent'],
  )
  for (const item of items) t.match(item.data, { journal: 0, atMs: 5 })
})

t.test('the name of the microphone stays out of the ledger: it may be anything', async t => {
  t.notMatch(JSON.stringify(ledgerItemsOf(started)), /Secretname/)
})

t.test('what only matters while the session runs is not kept for years', async t => {
  t.strictSame(ledgerItemsOf({ seq: 1, atMs: 6, type: 'overrun', body: { lostMs: 3 } }), [])
})

t.test('invariant 9: a sealed and a destroyed segment enter the ledger whole', async t => {
  const body = {
    segment: 2,
    startMs: 60_000,
    durationMs: 50_000,
    pcmBytes: 1_600_000,
    ciphertextBytes: 1_601_080,
    ciphertextSha256: 'ab'.repeat(32),
    keyCommitment: 'cd'.repeat(32),
    interrupted: false,
  }
  const [sealed] = ledgerItemsOf({ seq: 4, atMs: 7, type: 'segment_sealed', body })
  t.strictSame(sealed, { type: 'segment_sealed', data: { ...body, journal: 4, atMs: 7 } })
  t.ok(LEDGER_TYPES.includes(sealed?.type ?? 'ledger_opened'))
})
