import type { NoteFormat } from './format.js'
import { ASSESSMENT, PLAN } from './shared-sections.js'

export const SOAP: NoteFormat = {
  key: 'SOAP',
  title: 'SOAP progress note',
  sections: [
    {
      key: 'subjective',
      title: 'Subjective',
      belongs: 'What the client reports: symptoms, events since last time, concerns, homework, own words.',
      sources: ['T'],
      places: ['risk', 'account', 'homework-review', 'substances', 'strengths'],
      agreedOnly: false,
      blank: 'not discussed this session',
      blankAlways: false,
      mostSentences: 26,
      mostWords: 620,
    },
    {
      key: 'objective',
      title: 'Objective',
      belongs:
        'Observations and measures said aloud, interventions; appearance, affect and mental status by the clinician.',
      sources: ['C', 'T'],
      places: ['ratings', 'observed', 'interventions'],
      agreedOnly: false,
      blank: 'not recorded',
      blankAlways: false,
      mostSentences: 12,
      mostWords: 280,
    },
    ASSESSMENT,
    PLAN,
  ],
}
