/** Sections that several formats have, with the same meaning in each. */

import type { SectionFormat } from './format.js'

export const ASSESSMENT: SectionFormat = {
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
}

export const PLAN: SectionFormat = {
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
}
