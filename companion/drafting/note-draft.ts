/** What a drafter makes: observations on the way, a note draft at the end. Shapes only. */

/** Where a sentence comes from. There is nothing in between and nothing else. */
export const SENTENCE_SOURCES = ['evidenced', 'clinician', 'history', 'measured', 'unsupported'] as const
export type SentenceSource = (typeof SENTENCE_SOURCES)[number]

export const OBSERVATION_KINDS = [
  'symptom',
  'affect',
  'event',
  'cognition',
  'behaviour',
  'strength',
  'risk',
  'medication',
  'substance',
  'relationship',
  'intervention',
  'response',
  'homework-review',
  'homework',
  'plan',
  'goal',
  'measure',
] as const
export type ObservationKind = (typeof OBSERVATION_KINDS)[number]

/** One thing that was said, with where it was said. The unit between map and reduce. */
export interface Observation {
  readonly kind: ObservationKind
  /** Third person, short, ready for a note. */
  readonly statement: string
  /** Turn ids it rests on; at least one. */
  readonly evidence: readonly string[]
  /** A verbatim stretch of one of those turns that is worth quoting. */
  readonly quote?: string
  /** `client`, `therapist`, or `unknown` where the text does not make it plain. */
  readonly speaker: 'client' | 'therapist' | 'unknown'
}

export interface DraftSentence {
  /** Unique within the draft: `subjective-3`. */
  readonly id: string
  readonly text: string
  readonly source: SentenceSource
  /** Turn ids; not empty for `evidenced`. */
  readonly evidence: readonly string[]
  /** Why a sentence is unsupported, or what the reader should look at; one of the checker's fixed phrases. */
  readonly reason?: string
}

export interface DraftSection {
  /** `subjective`, `data`, `plan` … */
  readonly key: string
  readonly title: string
  readonly sentences: readonly DraftSentence[]
  /** Shown where nothing may be drafted: "not discussed this session", "not recorded", "for the clinician". */
  readonly blank?: string
}

export const RISK_TOPICS = ['suicidal-ideation', 'self-harm', 'harm-to-others', 'abuse-or-neglect'] as const
export type RiskTopic = (typeof RISK_TOPICS)[number]
export const RISK_STATUSES = ['asked_denied', 'endorsed', 'endorsed_past_only', 'mentioned', 'not_discussed'] as const
export type RiskStatus = (typeof RISK_STATUSES)[number]

/** Information, never a verdict: what was said on a topic and where. */
export interface RiskFinding {
  readonly topic: RiskTopic
  /** Of the client. `mentioned`: the words are there, but not plainly asked, denied or endorsed. */
  readonly status: RiskStatus
  readonly evidence: readonly string[]
  /** Lines with the same words that speak of somebody else, or of what is not the case; they do not set the status. */
  readonly others?: readonly RiskMention[]
}

export interface RiskMention {
  readonly about: 'third-party' | 'hypothetical'
  readonly evidence: readonly string[]
}

export type FormatKey = 'SOAP' | 'DAP'

export interface NoteDraft {
  readonly version: 1
  readonly format: FormatKey
  readonly drafter: string
  /** All topics, always, in the order of {@link RISK_TOPICS}. */
  readonly risk: readonly RiskFinding[]
  readonly sections: readonly DraftSection[]
  /** Turns a speaker asked to keep out of the notes; left out of the sections, listed for the clinician to decide. */
  readonly offTheRecord: readonly string[]
  /** Stated where seats are unknown: who spoke was worked out from the text. */
  readonly speakersUncertain: boolean
}
