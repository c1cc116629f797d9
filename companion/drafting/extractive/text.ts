/** Words and sentences: how transcript text is cut, folded for comparison and freed of fillers. Pure. */

/** A sentence without any full stop is cut here, so that no text, however strange, makes one unit without end. */
const MAX_SENTENCE_WORDS = 60
const ABBREVIATION = /(?:^|[\s("])(?:Dr|Mr|Mrs|Ms|St|Prof|vs|e\.g|i\.e|a\.m|p\.m|approx)\.$/
const WORD = /[\p{L}\p{N}]+(?:['.:,][\p{L}\p{N}]+)*/gu

/** Straight quotation marks and apostrophes, single spaces. */
export function straighten(text: string): string {
  return text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Lower-case words without punctuation: two texts with the same words are the same to a quote. */
export function wordsOf(text: string): string[] {
  return straighten(text).toLowerCase().match(WORD) ?? []
}

/** Words between single blanks, with a blank at both ends, so that `includes` finds whole words only. */
export function folded(text: string): string {
  return ` ${wordsOf(text).join(' ')} `
}

/** Whether `part` stands in `whole` word for word, case and punctuation aside. */
export function isVerbatim(part: string, whole: string): boolean {
  const words = folded(part)
  return words.trim() !== '' && folded(whole).includes(words)
}

/** Sentences in order. Text in quotation marks is not cut, because a cut quote is no quote. */
export function sentencesOf(text: string): string[] {
  const line = straighten(text)
  const balanced = (line.match(/"/g)?.length ?? 0) % 2 === 0
  const sentences: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    if (char === '"' && balanced) quoted = !quoted
    if (!isStop(char)) continue
    while (isStop(line.charAt(at + 1))) at++
    if (balanced && quoted && line.charAt(at + 1) === '"') {
      quoted = false
      at++
    }
    if (quoted || !endsSentence(line, from, at)) continue
    sentences.push(line.slice(from, at + 1))
    from = at + 2
  }
  if (from < line.length) sentences.push(line.slice(from))
  return sentences.flatMap(cutLong).filter(sentence => wordsOf(sentence).length > 0)
}

function isStop(char: string): boolean {
  return char === '.' || char === '?' || char === '!' || char === '\u2026'
}

function endsSentence(line: string, from: number, at: number): boolean {
  if (at + 1 >= line.length) return true
  if (line.charAt(at + 1) !== ' ') return false
  if (ABBREVIATION.test(line.slice(Math.max(from, at - 8), at + 1))) return false
  const next = line.charAt(at + 2)
  return next === next.toUpperCase()
}

function cutLong(sentence: string): string[] {
  const words = sentence.split(' ')
  if (words.length <= MAX_SENTENCE_WORDS) return [sentence]
  const parts: string[] = []
  for (let at = 0; at < words.length; at += MAX_SENTENCE_WORDS) {
    parts.push(words.slice(at, at + MAX_SENTENCE_WORDS).join(' '))
  }
  return parts
}

const FILLER = /(?:,\s*)?(?<![\w'-])(?:um+|uh+|erm?|hmm+|mm+)(?![\w'-])(?:\s*,)?/gi
const ASIDE = /,\s*(?:like|you know|i mean|honestly|basically|to be honest|see|what|weirdly)\s*(?=[,.]|$),?/gi
const OPENER =
  /^(?:(?:so|and|but|well|oh|ooh|god|right|honestly|actually|anyway|like|i mean|you know|look|see)\b,?\s+)+/i
const STUTTER = /\b([\p{L}']+(?: [\p{L}']+)?),? \1\b(?!')/giu
const MEANT_TWICE = /^(?:had|that|really|very|so|no|never|long)$/i

/** Without um and er, asides and stutters: what was said, as a note may report it. A quote needs {@link isVerbatim}. */
export function withoutFillers(sentence: string): string {
  const bare = sentence
    .replace(FILLER, ' ')
    .replace(/\s+([.,?!])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  const steady = bare
    .replace(ASIDE, '')
    .replace(STUTTER, (whole, word: string) => (MEANT_TWICE.test(word) ? whole : word))
    .replace(/^[,.\s]+/, '')
  const opened = steady.replace(OPENER, '')
  return (opened === '' ? steady : opened).replace(/\s+/g, ' ').trim()
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Without the sentence's own stop. */
export function withoutStop(text: string): string {
  return text.replace(/[\s.,;:!?\u2026-]+$/u, '')
}

/** In quotation marks; those inside become single ones. */
export function quoted(text: string): string {
  return `"${upperFirst(text).replace(/"/g, "'")}"`
}

const EMPTY_WORDS = new Set(
  (
    'a an the and or but so if then than that this these those there here it its is are was were be been being am do ' +
    "does did done have has had having i me my mine you your yours he him his she her hers we us our they them their i'm " +
    "i've i'd i'll it's that's he's she's you're we're they're don't didn't can't of to in on at by for from with about " +
    'as into up down out off over just really very quite bit like know think well oh yeah yes no not okay ok um what ' +
    'when where who how why which will would could can should may might must go going get got one some any all more ' +
    'again too now sort kind thing things lot because before after client therapist said reported'
  ).split(' '),
)

/** Words that carry the matter of a sentence. */
export function contentWords(text: string): string[] {
  return wordsOf(text).filter(word => word.length > 1 && !EMPTY_WORDS.has(word))
}

/** A crude common root: enough to see that "drink" and "drinking" are the same matter. */
export function stem(word: string): string {
  const bare = word.replace(/'s$/, '')
  const root = bare.length > 4 ? bare.replace(/(?:ing|ed|es|s|ly)$/, '') : bare.replace(/s$/, '')
  return root.length > 3 ? root.replace(/(.)\1$/, '$1').replace(/e$/, '') : root
}

export function stems(text: string): Set<string> {
  return new Set(contentWords(text).map(stem))
}
