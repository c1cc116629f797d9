/** A session as device and ledger tell of it, whole, so that a test can break one thing at a time. */

import { createHash } from 'node:crypto'
import type { Test } from 'tap'
import type { BoxIdentity } from '../../companion/ledger/identity.js'
import { Ledger } from '../../companion/ledger/ledger.js'
import { ledgerItemsOf } from '../../companion/pipeline/ledger-journal.js'
import type { Evidence } from '../../companion/receipts/evidence.js'
import type { JournalBodies, JournalEntry, JournalType } from '../../device/contracts/journal.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import { commitToKey } from '../../device/contracts/spool-format.js'

export const STEPS = {
  keyOverwritten: true,
  keyUnlinked: true,
  ciphertextOverwritten: true,
  ciphertextUnlinked: true,
  pathsAbsent: true,
} as const

export const STARTED_AT = 1_700_000_000_000

export function segmentKey(segment: number): Uint8Array {
  return createHash('sha256').update(`segment key ${segment}`).digest()
}
export function ciphertext(segment: number): Uint8Array {
  return Buffer.from(`sealed sound of segment ${segment}`)
}

/** A journal of so many segments, ended by a press, each destroyed when its text was stored. */
export function wholeJournal(session: SessionId, segments: number): JournalEntry[] {
  const journal: JournalEntry[] = []
  const add = <T extends JournalType>(type: T, body: JournalBodies[T]): void => {
    const atMs = STARTED_AT + journal.length * 1000
    journal.push({ seq: journal.length + 1, atMs, type, body } as unknown as JournalEntry)
  }
  add('session_started', {
    sessionId: session,
    sampleRate: 16_000,
    channels: 1,
    microphone: 'wav-file',
    downgrades: ['simulated-microphone'],
    medium: 'tmpfs',
  })
  add('capture_opened', { pid: 4711, startMs: 0 })
  for (let segment = 1; segment <= segments; segment++) {
    const startMs = (segment - 1) * 60_000
    const keyCommitment = Buffer.from(commitToKey(segmentKey(segment))).toString('hex')
    add('segment_opened', { segment, startMs, keyCommitment })
    add('segment_sealed', {
      segment,
      startMs,
      durationMs: 60_000,
      pcmBytes: 1_920_000,
      ciphertextBytes: ciphertext(segment).length,
      ciphertextSha256: createHash('sha256').update(ciphertext(segment)).digest('hex'),
      keyCommitment,
      interrupted: false,
    })
    add('segment_destroyed', { segment, reason: 'text-stored', steps: STEPS })
  }
  add('capture_closed', { pid: 4711, reason: 'stopped', exitCode: 0, signal: null })
  add('session_ended', { durationMs: segments * 60_000, capturedMs: segments * 60_000, reason: 'press' })
  return journal
}

/** Writes the journal into the ledger as the pipeline does. */
export async function record(ledger: Ledger, session: SessionId, journal: readonly JournalEntry[]): Promise<void> {
  for (const entry of journal) {
    for (const { type, data } of ledgerItemsOf(entry)) await ledger.append(type, session, data)
  }
}

/** Opened for a test, and closed after it. */
export async function openLedger(t: Test, state: string, identity: BoxIdentity, boot = 'boot-one'): Promise<Ledger> {
  let now = STARTED_AT
  const ledger = await Ledger.open(`${state}/ledger`, identity, boot, () => now++)
  t.teardown(() => ledger.close())
  return ledger
}

export function evidenceOf(
  session: SessionId,
  journal: readonly JournalEntry[],
  ledger: Evidence['ledger'],
  change: Partial<Evidence> = {},
): Evidence {
  return {
    kind: 'destroyed',
    session,
    journal,
    ledger,
    remaining: { keys: 0, ciphertexts: 0, texts: 2 },
    microphoneOpen: false,
    captureGone: true,
    transcriberGone: true,
    system: { swapTotalKiB: 0, initOnFree: true, coreDumps: false, kernel: '6.1.0', software: '0.1.0' },
    downgrades: ['simulated-microphone'],
    clock: 'synced',
    nowMs: STARTED_AT + 600_000,
    ...change,
  }
}
