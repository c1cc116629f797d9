/** Word errors: Levenshtein distance over lower-case words without punctuation, as models/demo/make_model counts them. */

export interface WordErrors {
  readonly errors: number
  /** In the reference. */
  readonly words: number
  /** `errors / words`, 0 for an empty reference without errors. */
  readonly rate: number
}

export function normalWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^a-z0-9' ]+/g, ' ')
    .split(' ')
    .filter(word => word !== '')
}

export function wordErrors(reference: string, hypothesis: string): WordErrors {
  const wanted = normalWords(reference)
  const heard = normalWords(hypothesis)
  let row = Array.from({ length: heard.length + 1 }, (_, at) => at)
  for (const [index, word] of wanted.entries()) {
    const next = [index + 1]
    for (let at = 0; at < heard.length; at += 1) {
      const substituted = (row[at] ?? 0) + (heard[at] === word ? 0 : 1)
      next.push(Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, substituted))
    }
    row = next
  }
  const errors = row.at(-1) ?? 0
  return { errors, words: wanted.length, rate: errors === 0 ? 0 : errors / Math.max(1, wanted.length) }
}

/** Errors per word of the reference. */
export function wordErrorRate(reference: string, hypothesis: string): number {
  return wordErrors(reference, hypothesis).rate
}
