/** How the socket answers: JSON, a status for every code, bodies that are small. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { DEVICE_BODY_LIMIT } from '../contracts/device-api.js'
import { EarshotError, type ErrorCode, toErrorMessage } from '../contracts/errors.js'

const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  DEVICE_REQUEST_INVALID: 400,
  ROUTE_NOT_FOUND: 404,
  SESSION_NOT_FOUND: 404,
  SESSION_BUSY: 409,
  SESSION_NOT_ALLOWED: 409,
  SESSION_NOT_DESTROYED: 409,
  SPOOL_NOT_RAM: 409,
  SPOOL_SWAP_ON: 409,
  SPOOL_NO_INIT_ON_FREE: 409,
  SPOOL_FULL: 507,
}

export function statusOf(code: ErrorCode): number {
  return STATUSES[code] ?? 500
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(`${body}`)
}

export function sendNothing(response: ServerResponse): void {
  response.writeHead(204)
  response.end()
}

export function sendError(response: ServerResponse, error: unknown): { code: ErrorCode; status: number } {
  const message = toErrorMessage(error)
  const status = statusOf(message.code)
  if (response.headersSent) response.destroy()
  else sendJson(response, status, message)
  return { code: message.code, status }
}

/**
 * The body as an object; an empty one is `{}`.
 * @throws DEVICE_REQUEST_INVALID if it is too long or is not an object
 */
export async function readObject(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    // What lies beyond is not read: the answer closes the connection.
    if (length > DEVICE_BODY_LIMIT) throw invalid('request body is too long')
    parts.push(part)
  }
  if (length === 0) return {}
  let value: unknown
  try {
    value = JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw invalid('request body is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('request body is not an object')
  }
  return value as Readonly<Record<string, unknown>>
}

export function invalid(message: string): EarshotError {
  return new EarshotError('DEVICE_REQUEST_INVALID', message, { hint: 'see device/contracts/device-api.ts' })
}
