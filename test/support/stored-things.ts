/** Material for the tests of the vault, the ledger and the receipts: small, whole, and of nobody. */

import { createHash, randomBytes } from 'node:crypto'
import type { NoteDraft } from '../../companion/drafting/note-draft.js'
import type { SegmentTurns } from '../../companion/transcriber/segment-turns.js'
import type { ScryptCost } from '../../companion/vault/key-wrap.js'
import { jsonBytes, sealToRecipient } from '../../companion/vault/sealing.js'
import { newRecord, type SessionRecord } from '../../companion/vault/session-record.js'
import { type SessionId, sessionIdFrom } from '../../device/contracts/session-id.js'

/** Enough to take the same way through the code, little enough for many tests. */
export const CHEAP: ScryptCost = { N: 1024, r: 8, p: 1 }

export const PASSPHRASE = 'quiet harbour lantern moss'

export function someSession(): SessionId {
  return sessionIdFrom(randomBytes(16))
}

/** The same id for the same number. */
export function sessionNumber(number: number): SessionId {
  return sessionIdFrom(createHash('sha256').update(`session ${number}`).digest().subarray(0, 16))
}

const MEASURES = { silenceMs: 10_000, turns: 2, words: 9, meanConfidence: 0.9, dropped: 0 }

export function turnsOf(segment: number, words = 'I slept badly this week.'): SegmentTurns {
  const start = (segment - 1) * 60
  return {
    version: 1,
    segment,
    startMs: start * 1000,
    measures: { capturedMs: 60_000, transcribedMs: 50_000, ...MEASURES },
    turns: [
      { id: `s${segment}-01`, start, end: start + 2.5, text: 'How was the week?', confidence: 0.91 },
      {
        id: `s${segment}-02`,
        start: start + 3,
        end: start + 6.25,
        text: words,
        confidence: 0.875,
        uncertainWords: [1],
      },
    ],
  }
}

export function someDraft(): NoteDraft {
  return {
    version: 1,
    format: 'SOAP',
    drafter: 'extractive',
    risk: [
      { topic: 'suicidal-ideation', status: 'not_discussed', evidence: [] },
      { topic: 'self-harm', status: 'not_discussed', evidence: [] },
      { topic: 'harm-to-others', status: 'not_discussed', evidence: [] },
      { topic: 'abuse-or-neglect', status: 'not_discussed', evidence: [] },
    ],
    sections: [
      {
        key: 'subjective',
        title: 'Subjective',
        sentences: [
          { id: 'subjective-1', text: 'Slept badly this week.', source: 'evidenced', evidence: ['s1-02'] },
          {
            id: 'subjective-2',
            text: 'Slept three hours.',
            source: 'unsupported',
            evidence: ['s1-02'],
            reason: 'number',
          },
        ],
      },
      { key: 'objective', title: 'Objective', sentences: [], blank: 'for the clinician' },
      { key: 'assessment', title: 'Assessment', sentences: [], blank: 'for the clinician' },
      { key: 'plan', title: 'Plan', sentences: [], blank: 'not discussed this session' },
    ],
    offTheRecord: [],
    speakersUncertain: true,
  }
}

export function finishedRecord(
  session: SessionId,
  clinicianId: string,
  startedAtMs: number,
  change: Partial<SessionRecord> = {},
): SessionRecord {
  return {
    ...newRecord(session, clinicianId, startedAtMs),
    phase: 'ready',
    endedAtMs: startedAtMs + 120_000,
    durationMs: 120_000,
    capturedMs: 120_000,
    segments: { 1: turnsOf(1).measures, 2: turnsOf(2).measures },
    segmentsSealed: 2,
    segmentsDestroyed: 2,
    stopToDraftMs: 900,
    receiptFile: `${session}.receipt`,
    ...change,
  }
}

export function sealed(value: unknown, publicKey: Uint8Array): Uint8Array {
  return sealToRecipient(jsonBytes(value), publicKey)
}
