/** Phrases of time, as spoken: "next Wednesday at two o'clock". Kept word for word. */

import { straighten, wordsOf } from './text.js'

const DAY = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?)'
const MONTH = '(?:january|february|march|april|may|june|july|august|september|october|november|december)'
const COUNT = '(?:\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)'
const ORDINAL =
  '(?:\\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\\w+teenth|twentieth|thirtieth|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))'
const MINUTES = '(?:[- ](?:fifteen|thirty|forty-five|twenty|ten|five|\\d{2}))?'
const HOUR = `(?:half(?: past)? ${COUNT}|quarter (?:to|past) ${COUNT}|(?:ten|twenty|five) (?:to|past) ${COUNT}|\\d{1,2}[:.]\\d{2}|${COUNT}${MINUTES} ?(?:o'clock|a\\.?m\\.?|p\\.?m\\.?)|(?:at|by) ${COUNT}${MINUTES}(?!\\s+(?:week|day|month|year|minute|hour))|${COUNT}[- ](?:fifteen|thirty|forty-five)|noon|midday)`
const SPAN = `(?:(?:in )?(?:a|${COUNT}) (?:weeks?|fortnight|months?)(?:'s? time| today)?)`
const PIECE = `(?:same time(?: next)?(?: week| ${DAY})?|next (?:week|month|time|${DAY})|this (?:coming )?${DAY}|tomorrow(?: (?:morning|afternoon|evening))?|${SPAN}|(?:on |by )?(?:the )?${ORDINAL}(?: of ${MONTH})?|${MONTH} (?:the )?(?:${ORDINAL}|\\d{1,2})|\\d{1,2} ${MONTH}|(?:on |by )?${DAY}(?: (?:morning|afternoon|evening))?(?: the ${ORDINAL})?|${HOUR})`
const PHRASE = new RegExp(`\\b${PIECE}(?:(?:,? (?:at |on |the |and )?| )${PIECE})*`, 'gi')

export function timePhrases(text: string): string[] {
  return (
    straighten(text)
      .match(PHRASE)
      ?.map(phrase => phrase.trim()) ?? []
  )
}

const CLOCK = new RegExp(`\\b${HOUR}`, 'i')

export function hasClock(text: string): boolean {
  return CLOCK.test(straighten(text))
}

/** Whether a sentence names a time and hardly anything else: "Two weeks, then. The second of April." */
export function isMostlyTime(text: string): boolean {
  const rest = straighten(text)
    .replace(PHRASE, ' ')
    .replace(
      /\b(?:(?:could|can|would) you (?:do|make|manage)|shall we say|how about|what about|does|would|work|suit you|next|great|perfect|so|and|then|okay|ok|yeah|yes|yep|good|right|at|on|the|same|time|is it|for|works|me|that|week|see you|let's|say|about|meet|again|i'll|for us)\b/gi,
      ' ',
    )
  return timePhrases(text).length > 0 && wordsOf(rest).filter(word => word !== 's').length === 0
}

/** Words of a time, for telling whether two phrases name the same one. */
export function timeWords(text: string): Set<string> {
  const words = timePhrases(text).flatMap(phrase => wordsOf(phrase))
  return new Set(words.filter(word => !/^(?:the|of|at|on|in|a|an|and|by|next|same|time|week|weeks|past)$/.test(word)))
}
