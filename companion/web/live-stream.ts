/** The box's live state, for whoever wants to show it. One stream for the page: browsers allow six a host. */

import type { LiveStatus } from '../http/services.js'
import { ask } from './api.js'

type Listener = (status: LiveStatus | null) => void

const RETRY_MS = 3000

const listeners = new Set<Listener>()
let source: EventSource | null = null
let newest: LiveStatus | null = null
/** Whether somebody is signed in: a refused stream is not tried again before. */
let wanted = false

/** @param listener called with the newest state at once and on change; with null while the box does not answer */
export function watchLive(listener: Listener): () => void {
  listeners.add(listener)
  listener(newest)
  return () => void listeners.delete(listener)
}

export function openLive(): void {
  closeLive()
  wanted = true
  source = new EventSource('/api/v1/live/events')
  source.addEventListener('live', event => tell(JSON.parse((event as MessageEvent<string>).data) as LiveStatus))
  source.addEventListener('error', () => {
    tell(null)
    // A stream that was refused is over for good. Asking says why: a 401 leads to the sign-in.
    if (source?.readyState !== EventSource.CLOSED) return
    source = null
    setTimeout(retry, RETRY_MS)
    ask('me', { background: true }).catch(() => undefined)
  })
}

export function closeLive(): void {
  source?.close()
  source = null
  wanted = false
  tell(null)
}

function retry(): void {
  if (wanted && source === null) openLive()
}

function tell(status: LiveStatus | null): void {
  newest = status
  for (const listener of listeners) listener(status)
}
