/** What the hand at the button does: edges of every button there is, made into gestures and given to the service. */

import type { Clock } from '../clock.js'
import type { EarshotConfig } from '../contracts/config.js'
import type { Gesture } from '../contracts/device-api.js'
import { EarshotError, type ErrorMessage, toErrorMessage } from '../contracts/errors.js'
import type { RecordingService } from '../session/recording-service.js'
import { type Button, ButtonReader } from './button.js'
import { SocketButton } from './button-socket.js'
import { TerminalButton } from './button-terminal.js'

const STUCK: ErrorMessage = toErrorMessage(
  new EarshotError('DEVICE_BUTTON_STUCK', 'button has been down for half a minute', {
    hint: 'see what leans on the button; it works again once it is up',
  }),
)

export class Hand {
  /** For `POST /v1/button`; every adapter so far is a simulated one. */
  readonly socketButton: SocketButton
  readonly #service: RecordingService
  readonly #buttons: readonly Button[]
  readonly #reader: ButtonReader
  /** A hold that has discarded a session must not, held on, open the pairing window as well. */
  #holdSpent = false

  /** @param touched the light answers at once */
  constructor(config: EarshotConfig['button'], clock: Clock, service: RecordingService, touched: () => void) {
    const { debounceMs } = config
    this.#service = service
    this.socketButton = new SocketButton(clock)
    this.#buttons = [
      this.socketButton,
      ...(config.adapter === 'terminal' ? [new TerminalButton(clock, debounceMs)] : []),
    ]
    this.#reader = new ButtonReader({
      debounceMs,
      clock,
      doubleMeans: () => service.phase === 'recording' || service.phase === 'paused',
      onGesture: gesture => void this.#gesture(gesture),
      onTouch: () => {
        if (!this.#reader.isTouched) this.#holdSpent = false
        touched()
      },
    })
  }

  get isTouching(): boolean {
    return this.#reader.isTouched
  }

  get error(): ErrorMessage | null {
    return this.#reader.isStuck ? STUCK : null
  }

  start(): void {
    for (const button of this.#buttons) button.start(edge => this.#reader.edge(edge))
  }

  stop(): void {
    for (const button of this.#buttons) button.stop()
    this.#reader.stop()
  }

  async #gesture(gesture: Gesture): Promise<void> {
    if (gesture === 'hold_10s' && this.#holdSpent) return
    try {
      const meant = await this.#service.gesture(gesture, 'button')
      if (meant && gesture === 'hold_3s') this.#holdSpent = true
    } catch {
      // Refused: the fault says why, and the light shows it.
    }
  }
}
