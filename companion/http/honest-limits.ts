/** What the box cannot promise, in words for the Proof page (design.md, "Honest limits"). */
export const HONEST_LIMITS: readonly string[] = [
  'A receipt proves what the signed software of this box did. It cannot prove that nobody else had a microphone in the room.',
  'Someone with full control of the running box could read a session while it runs. After it, there is no audio left to read.',
  'Memory chips are not tamper-proof. A laboratory with the box in its hands and the power still on could read them.',
  'JavaScript cannot overwrite all of its own memory. That is why sound is held only by programs that end with the session.',
  'A language program can misread what was said. That is why every sentence shows its evidence, and why a person signs.',
  'Words that were recognised wrongly can hide a statement about risk. The list above a note helps to find such statements and can miss some.',
]
