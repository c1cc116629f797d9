/** A note as the drafter leaves it, invented from nothing: evidence, an unsupported sentence, a risk topic, a blank. */

import type { RiskFinding } from '../../companion/drafting/note-draft.js'
import type { Note } from '../../companion/vault/note.js'
import { type SessionId, sessionIdFrom } from '../../device/contracts/session-id.js'
import type { Turn } from '../../device/contracts/turn.js'

export const SESSION: SessionId = sessionIdFrom(new Uint8Array(16).fill(9))
export const OTHER_SESSION: SessionId = sessionIdFrom(new Uint8Array(16).fill(10))

const LINES = [
  'How has your week been since we last met?',
  'Honestly a bit better. I slept through on four nights, which has not happened in months.',
  'That is a change. What was different on those nights?',
  'I did the breathing before bed, and I left my phone in the kitchen.',
  'And the meeting on Thursday that you were dreading?',
  'I still felt my chest go tight in the lift. I nearly turned around, but I went in and stayed.',
  'You stayed. Have you had any thoughts of hurting yourself this week?',
  'No. Not this week. Last spring I did, but not now.',
  'Thank you for telling me. Shall we plan the next step for the meetings?',
  'I could speak first once, just one sentence, on Monday.',
]

export const TURNS: readonly Turn[] = LINES.map((text, index) => ({
  id: `s${1 + Math.floor(index / 6)}-${String(1 + (index % 6)).padStart(2, '0')}`,
  start: index * 14.2,
  end: index * 14.2 + 11.5,
  text,
  confidence: index === 5 ? 0.62 : 0.91,
  ...(index === 5 ? { uncertainWords: [8] } : {}),
}))

export const RISK: readonly RiskFinding[] = [
  { topic: 'suicidal-ideation', status: 'mentioned', evidence: ['s2-01', 's2-02'] },
  { topic: 'self-harm', status: 'asked_denied', evidence: ['s2-01', 's2-02'] },
  { topic: 'harm-to-others', status: 'not_discussed', evidence: [] },
  { topic: 'abuse-or-neglect', status: 'not_discussed', evidence: [] },
]

const SECTIONS = [
  {
    key: 'subjective',
    title: 'Subjective',
    sentences: [
      {
        id: 'subjective-1',
        text: 'The client reported sleeping through on four nights of the past week.',
        source: 'evidenced' as const,
        evidence: ['s1-02'],
      },
      {
        id: 'subjective-2',
        text: 'The client described a tight chest in the lift before the Thursday meeting and stayed in the meeting.',
        source: 'evidenced' as const,
        evidence: ['s1-05', 's1-06'],
      },
      {
        id: 'subjective-3',
        text: 'The client slept eight hours on every night.',
        source: 'unsupported' as const,
        evidence: ['s1-02'],
        reason: 'a number is not in the cited turns',
      },
    ],
  },
  { key: 'objective', title: 'Objective', sentences: [], blank: 'for the clinician' },
  { key: 'assessment', title: 'Assessment', sentences: [], blank: 'for the clinician' },
  {
    key: 'plan',
    title: 'Plan',
    sentences: [
      {
        id: 'plan-1',
        text: 'The client will speak first once, with one sentence, in the meeting on Monday.',
        source: 'evidenced' as const,
        evidence: ['s2-03', 's2-04'],
      },
    ],
  },
]

export function sampleNote(startedAtMs: number = Date.now() - 3_600_000, sessionId: SessionId = SESSION): Note {
  return {
    version: 1,
    sessionId,
    revision: 1,
    status: 'ready',
    startedAtMs,
    endedAtMs: startedAtMs + 3_000_000,
    durationMs: 3_000_000,
    pausedMs: 120_000,
    coverage: 0.998,
    transcript: TURNS,
    draft: {
      version: 1,
      format: 'SOAP',
      drafter: 'extractive 1',
      risk: RISK,
      sections: SECTIONS,
      offTheRecord: [],
      speakersUncertain: true,
    },
    sections: SECTIONS.map(section => ({ ...section, edited: false })),
    riskAnswers: [],
    consent: {
      state: 'unresolved',
      method: 'verbal',
      scope: ['record', 'transcribe', 'draft'],
      textVersion: '2025-1',
      atMs: startedAtMs,
      attestedBy: null,
    },
    signature: null,
    addenda: [],
  }
}
