import type { NoteFormat } from './format.js'

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
    {
      key: 'assessment',
      title: 'Assessment',
      belongs: 'Meaning, progress, diagnosis, risk judgement: the clinician’s. Only change stated aloud is drafted.',
      sources: ['C', 'T'],
      places: ['progress'],
      agreedOnly: false,
      blank: 'for the clinician',
      blankAlways: true,
      mostSentences: 5,
      mostWords: 130,
    },
    {
      key: 'plan',
      title: 'Plan',
      belongs: 'What was agreed aloud: homework, steps, next date. What was only wondered about is no plan.',
      sources: ['T', 'C'],
      places: ['plan', 'next-session'],
      agreedOnly: true,
      blank: 'none agreed',
      blankAlways: false,
      mostSentences: 12,
      mostWords: 340,
    },
  ],
}
