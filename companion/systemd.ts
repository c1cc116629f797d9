/**
 * Readiness and watchdog for systemd, by its own small program: Node has no datagram sockets. Where there is no
 * NOTIFY_SOCKET there is no one to tell, and nothing happens.
 */

import { spawn } from 'node:child_process'

/** Says READY=1, and WATCHDOG=1 at half the interval systemd asks for. @returns the way to stop */
export function notifyReady(environment: NodeJS.ProcessEnv = process.env): () => void {
  if (environment['NOTIFY_SOCKET'] === undefined) return () => {}
  tell('READY=1')
  const intervalUs = Number(environment['WATCHDOG_USEC'] ?? 0)
  const timer = intervalUs > 0 ? setInterval(() => tell('WATCHDOG=1'), intervalUs / 2000) : null
  return () => {
    if (timer !== null) clearInterval(timer)
    tell('STOPPING=1')
  }
}

function tell(state: string): void {
  // Without the program there is no watchdog either: systemd would not have asked.
  spawn('systemd-notify', [state], { stdio: 'ignore' }).on('error', () => {})
}
