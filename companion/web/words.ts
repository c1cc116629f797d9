/** Codes of the notes and sessions in words. Pure. */

import type { DraftSentence, RiskStatus, RiskTopic } from '../drafting/note-draft.js'
import type { Consent, Note } from '../vault/note.js'
import { plural } from './format.js'

const PHASES: Readonly<Record<string, string>> = {
  idle: 'No session',
  recording: 'Recording',
  paused: 'Off the record',
  finishing: 'Transcribing the rest',
  transcribed: 'Transcribed',
  drafting: 'Drafting the note',
  ready: 'Draft is ready',
  signed: 'Signed',
  discarded: 'Discarded',
  failed: 'Needs you',
}

export function phaseWords(phase: string): string {
  return PHASES[phase] ?? phase
}

export const TOPIC_WORDS: Readonly<Record<RiskTopic, string>> = {
  'suicidal-ideation': 'Suicidal thoughts',
  'self-harm': 'Self-harm',
  'harm-to-others': 'Harm to others',
  'abuse-or-neglect': 'Abuse or neglect',
}

/** What the screen found in the transcript: where to look, not what it means. */
export const FINDING_WORDS: Readonly<Record<RiskStatus, string>> = {
  asked_denied: 'The transcript has a question about it and a denial.',
  endorsed: 'The transcript has words that affirm it.',
  endorsed_past_only: 'The transcript has words that affirm it for the past.',
  mentioned: 'The transcript has words about it. Read them: they are neither a plain denial nor a plain yes.',
  not_discussed: 'Nothing about it was found in the transcript.',
}

export const ANSWER_WORDS: Readonly<Record<Exclude<RiskStatus, 'mentioned'>, string>> = {
  asked_denied: 'Asked and denied',
  endorsed: 'Endorsed',
  endorsed_past_only: 'Endorsed, past only',
  not_discussed: 'Not discussed',
}

/** Where a sentence comes from. */
export function sourceWords({ source, evidence }: DraftSentence): string {
  switch (source) {
    case 'evidenced':
      return `From the transcript, ${plural(evidence.length, 'turn')}`
    case 'clinician':
      return evidence.length > 0 ? `Yours, beside ${plural(evidence.length, 'turn')}` : 'Yours'
    case 'history':
      return 'From a signed note'
    case 'measured':
      return 'Measured by the box'
    case 'unsupported':
      return 'Not supported: confirm, edit or remove'
  }
}

export const CONSENT_WORDS: Readonly<Record<Consent['state'], string>> = {
  'attested-by-press': 'Attested by pressing the button',
  given: 'Given',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  unresolved: 'Not recorded yet',
}

/** What is open on a note, in words, and the id of the element where it is dealt with. */
export function openQuestion(code: string, note: Note): { readonly words: string; readonly anchor: string } {
  const [kind = '', rest = ''] = code.split(/:(.*)/s)
  switch (kind) {
    case 'unsupported': {
      const section = note.sections.find(({ sentences }) => sentences.some(({ id }) => id === rest))
      return { words: `${section?.title ?? 'Note'}: a sentence is not supported`, anchor: `sentence-${rest}` }
    }
    case 'risk':
      return { words: `Risk: answer "${TOPIC_WORDS[rest as RiskTopic] ?? rest}"`, anchor: `risk-${rest}` }
    case 'consent':
      return { words: 'Consent: record whether it was given', anchor: 'consent' }
    case 'consent-declined':
      return { words: 'Consent was not given: discard the session', anchor: 'consent' }
    case 'coverage':
      return { words: 'The session is incomplete: read and acknowledge', anchor: 'coverage' }
    case 'empty':
      return { words: 'The note has no sentence yet', anchor: 'sections' }
    default:
      return { words: code, anchor: 'sections' }
  }
}
