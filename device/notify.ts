/**
 * systemd readiness and watchdog, by the `systemd-notify` program: Node has no datagram sockets of this kind. Without
 * NOTIFY_SOCKET, which is everywhere else, all of it does nothing. The unit needs `NotifyAccess=all`.
 */

import { spawn } from 'node:child_process'

type State = 'READY=1' | 'STOPPING=1' | 'WATCHDOG=1'

export interface NotifyEnvironment {
  readonly NOTIFY_SOCKET?: string | undefined
  readonly WATCHDOG_USEC?: string | undefined
  readonly PATH?: string | undefined
}

function tell(state: State, environment: NotifyEnvironment): void {
  if (environment.NOTIFY_SOCKET === undefined) return
  const child = spawn('systemd-notify', [state], { stdio: 'ignore', env: { ...environment } })
  // Not installed: the service manager notices by itself that nothing was told.
  child.on('error', () => {})
}

export class Notifier {
  readonly #environment: NotifyEnvironment
  #timer: NodeJS.Timeout | undefined

  constructor(environment: NotifyEnvironment = process.env) {
    this.#environment = environment
  }

  /** Ready; and from now on alive, twice in every watchdog interval, as long as the event loop turns. */
  ready(): void {
    tell('READY=1', this.#environment)
    const watchdogMs = Number(this.#environment.WATCHDOG_USEC) / 1000
    if (!(watchdogMs > 0)) return
    this.#timer = setInterval(() => tell('WATCHDOG=1', this.#environment), watchdogMs / 2)
    this.#timer.unref()
  }

  stopping(): void {
    clearInterval(this.#timer)
    tell('STOPPING=1', this.#environment)
  }
}
