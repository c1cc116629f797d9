/** Why a sentence is marked unsupported: fixed phrases for the reader, closed list. */

export const UNSUPPORTED_REASONS = [
  'no evidence given',
  'evidence is not in the transcript',
  'says what the cited turns do not say',
  'a number, dose or date is not in the cited turns',
  'a name is not in the cited turns',
  'a negation is not in the cited turns',
  'not agreed aloud',
  'a denial needs a question and a plain no',
] as const
export type UnsupportedReason = (typeof UNSUPPORTED_REASONS)[number]
