/**
 * Runs jobs one after the other. A passphrase hash takes 128 MB and half a second of a core that also transcribes:
 * one at a time. It also closes the gap between asking the lockout and telling it, through which parallel guesses
 * would slip.
 */

import { EarshotError } from '../../device/contracts/errors.js'

export class OneAtATime {
  readonly #mostWaiting: number
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting
  }

  /** @throws REQUEST_TOO_MANY when the queue is full; what `job` throws */
  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#mostWaiting) {
      throw new EarshotError('REQUEST_TOO_MANY', 'too many sign-ins at the same time', {
        hint: 'wait a few seconds and try again',
        retryable: true,
      })
    }
    this.#waiting += 1
    const before = this.#last
    const mine = (async () => {
      await before.catch(() => undefined)
      return await job()
    })()
    this.#last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      this.#waiting -= 1
    }
  }
}
