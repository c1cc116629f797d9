/**
 * A note format is data: its sections in order, what belongs in each, and where a sentence may come from. A new format
 * is a new table; no code reads a section by its key.
 */

import type { FormatKey } from '../note-draft.js'

/** What a sentence is about, as far as it decides where it stands. */
export const PLACES = [
  'risk',
  'account',
  'homework-review',
  'substances',
  'strengths',
  'ratings',
  'observed',
  'interventions',
  'progress',
  'plan',
  'next-session',
] as const
export type Place = (typeof PLACES)[number]

/** T transcript with evidence, C clinician only, H signed records, M measured by the box (docs of the note formats). */
export type SourceRule = 'T' | 'C' | 'H' | 'M'

export interface SectionFormat {
  readonly key: string
  readonly title: string
  /** For people: what belongs here. */
  readonly belongs: string
  readonly sources: readonly SourceRule[]
  /** In this order; within one, in the order of the session. */
  readonly places: readonly Place[]
  /** A plan holds only what was agreed aloud; the verifier asks for the agreement. */
  readonly agreedOnly: boolean
  /** Shown when nothing may be written, or beside what only the clinician can add. */
  readonly blank: string
  readonly blankAlways: boolean
  /** Standard length. The most informative sentences stay. */
  readonly mostSentences: number
  readonly mostWords: number
}

export interface NoteFormat {
  readonly key: FormatKey
  readonly title: string
  readonly sections: readonly SectionFormat[]
}
