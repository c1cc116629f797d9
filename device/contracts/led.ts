/** The LED's vocabulary. Meaning is carried by shape, never by colour alone. */

export const LED_PATTERNS = {
  off: 'nothing is going on and no microphone is open',
  solid: 'a microphone is open',
  'slow-blink': 'off the record: the microphone is closed, the session is not over',
  breathe: 'transcribing or drafting; the microphone is closed',
  'double-blink': 'a draft is ready and its audio is destroyed',
  'fast-blink': 'something needs a person',
  alternate: 'the pairing window is open',
  countdown: 'the button is being held: let go to keep the session',
} as const

export type LedPattern = keyof typeof LED_PATTERNS
