/** The shapes of what is sealed: checked when it is opened, because an older or newer program may have written it. */

import {
  type Check,
  hexOf,
  isCount,
  isFiniteNumber,
  isFlag,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  shape,
} from '../../device/contracts/shape.js'
import type { Turn } from '../../device/contracts/turn.js'
import {
  type DraftSection,
  type DraftSentence,
  type NoteDraft,
  RISK_STATUSES,
  RISK_TOPICS,
  type RiskFinding,
  type RiskMention,
  SENTENCE_SOURCES,
} from '../drafting/note-draft.js'
import type { SegmentMeasures } from '../transcriber/messages.js'
import type { SegmentTurns } from '../transcriber/segment-turns.js'
import type { Addendum, Consent, Note, NoteSection, RiskAnswer, Signature } from './note.js'
import { parserOf } from './sealed-document.js'
import { isSessionIdText } from './session-record.js'

export const isTurn: Check<Turn> = shape<Turn>({
  id: isText,
  start: isFiniteNumber,
  end: isFiniteNumber,
  seat: optional(isText),
  text: isText,
  confidence: optional(isFiniteNumber),
  uncertainWords: optional(listOf(isCount)),
})

const isSentence = shape<DraftSentence>({
  id: isText,
  text: isText,
  source: oneOf(SENTENCE_SOURCES),
  evidence: listOf(isText),
  reason: optional(isText),
})

const isFinding = shape<RiskFinding>({
  topic: oneOf(RISK_TOPICS),
  status: oneOf(RISK_STATUSES),
  evidence: listOf(isText),
  others: optional(
    listOf(shape<RiskMention>({ about: oneOf(['third-party', 'hypothetical']), evidence: listOf(isText) })),
  ),
})

const isNoteDraft = shape<NoteDraft>({
  version: oneOf([1]),
  format: oneOf(['SOAP', 'DAP']),
  drafter: isText,
  risk: listOf(isFinding),
  sections: listOf(
    shape<DraftSection>({ key: isText, title: isText, sentences: listOf(isSentence), blank: optional(isText) }),
  ),
  offTheRecord: listOf(isText),
  speakersUncertain: isFlag,
})

const isNote = shape<Note>({
  version: oneOf([1]),
  sessionId: isSessionIdText,
  revision: isCount,
  status: oneOf(['ready', 'signed']),
  startedAtMs: isFiniteNumber,
  endedAtMs: isFiniteNumber,
  durationMs: isFiniteNumber,
  pausedMs: isFiniteNumber,
  coverage: isFiniteNumber,
  transcript: listOf(isTurn),
  draft: orNull(isNoteDraft),
  sections: listOf(
    shape<NoteSection>({
      key: isText,
      title: isText,
      sentences: listOf(isSentence),
      blank: optional(isText),
      edited: isFlag,
    }),
  ),
  riskAnswers: listOf(
    shape<RiskAnswer>({
      topic: oneOf(RISK_TOPICS),
      answer: oneOf(['asked_denied', 'endorsed', 'endorsed_past_only', 'not_discussed']),
    }),
  ),
  consent: shape<Consent>({
    state: oneOf(['attested-by-press', 'given', 'declined', 'withdrawn', 'unresolved']),
    method: oneOf(['verbal', 'paper', 'electronic']),
    scope: listOf(oneOf(['record', 'transcribe', 'draft'])),
    textVersion: isText,
    atMs: isFiniteNumber,
    attestedBy: orNull(isText),
  }),
  incompleteAcknowledged: optional(isFlag),
  signature: orNull(
    shape<Signature>({
      name: isText,
      credentials: isText,
      attestation: isText,
      atMs: isFiniteNumber,
      lateEntry: isFlag,
      sha256: hexOf(32),
    }),
  ),
  addenda: listOf(shape<Addendum>({ author: isText, atMs: isFiniteNumber, reason: isText, text: isText })),
})

const isSegmentTurns = shape<SegmentTurns>({
  version: oneOf([1]),
  segment: isCount,
  startMs: isFiniteNumber,
  measures: shape<SegmentMeasures>({
    capturedMs: isFiniteNumber,
    transcribedMs: isFiniteNumber,
    silenceMs: isFiniteNumber,
    turns: isCount,
    words: isCount,
    meanConfidence: isFiniteNumber,
    dropped: isCount,
  }),
  turns: listOf(isTurn),
})

/** @throws STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN */
export const parseNote = parserOf<Note>(isNote, 1)
/** @throws STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN */
export const parseNoteDraft = parserOf<NoteDraft>(isNoteDraft, 1)
/** @throws STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN */
export const parseSegmentTurns = parserOf<SegmentTurns>(isSegmentTurns, 1)
