/** A publisher's server on this machine, with the faults that real ones have. */

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ServerHabits {
  readonly content: Buffer
  /** Answers in place of the file: a status, or null to serve. Counted from 1. */
  readonly status?: (request: number) => number | null
  readonly etag?: string
  /** Goes on from where the client asks. */
  readonly ranges?: boolean
  /** Obeys If-Range. */
  readonly ifRange?: boolean
  /** Drops the connection after so many bytes of a request's body; null serves it whole. */
  readonly cutAfterBytes?: (request: number) => number | null
  /** Stops sending after so many bytes, and keeps the line open. */
  readonly stallAfterBytes?: number
  readonly pieceBytes?: number
  readonly pauseMs?: number
  /** Leaves out Content-Length. */
  readonly chunked?: boolean
  /** Redirects so many times first; the last target serves. */
  readonly redirects?: number
  /** Redirects there and nowhere else. */
  readonly redirectTo?: string
  /** Speaks of this range instead of the right one. */
  readonly contentRange?: string
}

export interface ModelServer {
  readonly url: string
  readonly requests: IncomingHttpHeaders[]
  /** From the next request on. */
  habits: ServerHabits
  readonly close: () => Promise<void>
}

export async function modelServer(habits: ServerHabits): Promise<ModelServer> {
  const requests: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    const now = self.habits
    const hop = Number(/[?&]hop=(\d+)/.exec(request.url ?? '')?.[1] ?? 0)
    if (now.redirectTo !== undefined) return redirect(response, now.redirectTo)
    if (hop < (now.redirects ?? 0)) return redirect(response, `/moved?hop=${hop + 1}`)
    requests.push(request.headers)
    void serve(now, requests.length, request.headers, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const self: ModelServer = {
    url: `http://127.0.0.1:${port}/{repository}/resolve/{revision}/{file}`,
    requests,
    habits,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return self
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end('moved')
}

async function serve(
  habits: ServerHabits,
  number: number,
  headers: IncomingHttpHeaders,
  response: ServerResponse,
): Promise<void> {
  const { content } = habits
  const status = habits.status?.(number) ?? null
  if (status !== null) {
    response.writeHead(status).end('<html>no</html>')
    return
  }
  const asked = /^bytes=(\d+)-$/.exec(headers.range ?? '')
  const current = headers['if-range'] === undefined || habits.ifRange === false || headers['if-range'] === habits.etag
  const start = asked !== null && habits.ranges !== false && current ? Number(asked[1]) : null
  if (start !== null && start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end()
    return
  }
  const body = content.subarray(start ?? 0)
  response.writeHead(start === null ? 200 : 206, {
    ...(habits.etag === undefined ? {} : { etag: habits.etag }),
    ...(habits.chunked ? {} : { 'content-length': body.length }),
    ...(start === null
      ? {}
      : { 'content-range': habits.contentRange ?? `bytes ${start}-${content.length - 1}/${content.length}` }),
  })
  const pieceBytes = habits.pieceBytes ?? 16_384
  const cutAt = habits.cutAfterBytes?.(number) ?? Number.POSITIVE_INFINITY
  const stallAt = habits.stallAfterBytes ?? Number.POSITIVE_INFINITY
  for (let at = 0; at < body.length; at += pieceBytes) {
    const end = Math.min(at + pieceBytes, body.length, cutAt, stallAt)
    if (end > at && !response.write(body.subarray(at, end))) await once(response, 'drain').catch(() => {})
    if (end === stallAt) return
    if (end === cutAt) {
      // What was written is let through before the line is dropped, as with a cable that is pulled.
      setTimeout(() => response.destroy(), 30)
      return
    }
    if (habits.pauseMs !== undefined) await new Promise(resolve => setTimeout(resolve, habits.pauseMs))
    if (response.destroyed) return
  }
  response.end()
}
