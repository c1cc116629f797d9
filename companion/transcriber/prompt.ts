/** The practice's vocabulary as the text that the recogniser takes to have gone before. */

/**
 * Longer prompts cost time with every window, and whisper.cpp keeps only the last 224 tokens, so about 800 characters.
 * The text of the segment before is left out on purpose: on the demo session it won nothing, and a loop or a mishearing
 * in it would spread.
 */
const MOST_CHARACTERS = 600

/** Empty for no vocabulary. Whole words only; the first of a list that is too long count. */
export function promptOf(vocabulary: readonly string[]): string {
  let prompt = ''
  for (const word of vocabulary) {
    const longer = prompt === '' ? word : `${prompt}, ${word}`
    if (longer.length > MOST_CHARACTERS) break
    prompt = longer
  }
  return prompt === '' ? '' : `${prompt}.`
}
