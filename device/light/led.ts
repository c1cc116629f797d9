/** The light as a port. An adapter shows a pattern until it is told another, and goes dark when its owner ends. */

import type { LedPattern } from '../contracts/led.js'

export interface Led {
  /** Called on change only. */
  show(pattern: LedPattern, reason: string): void
  /** The owner ends: the light must not outlive it. */
  stop(): void
}

/** No lamp: whoever watches the socket sees the pattern in the state. */
export const socketLed: Led = {
  show: () => {},
  stop: () => {},
}
