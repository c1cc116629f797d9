import type { NoteFormat } from './format.js'
import { ASSESSMENT, PLAN } from './shared-sections.js'

export const DAP: NoteFormat = {
  key: 'DAP',
  title: 'DAP progress note',
  sections: [
    {
      key: 'data',
      title: 'Data',
      belongs:
        'What was said, done and measured in the session; what the clinician observed is the clinician’s to add.',
      sources: ['T', 'C'],
      places: ['risk', 'account', 'homework-review', 'substances', 'strengths', 'ratings', 'observed', 'interventions'],
      agreedOnly: false,
      blank: 'not discussed this session',
      blankAlways: false,
      mostSentences: 36,
      mostWords: 860,
    },
    ASSESSMENT,
    PLAN,
  ],
}
