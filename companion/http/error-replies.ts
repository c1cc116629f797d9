/** How an error becomes an answer: a status, a code and perhaps a hint. Never the message: it may quote a person. */

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { EarshotError, type ErrorCode } from '../../device/contracts/errors.js'
import type { CompanionLog } from '../log.js'
import type { SignIns } from './sign-ins.js'
import { SIGN_IN_COOKIE } from './sign-ins.js'
import { stackFrames } from './stack-frames.js'

/** What is not listed answers 500: it should not have come this far. */
const STATUS: { readonly [C in ErrorCode]?: number } = {
  STORAGE_FULL: 507,
  STORAGE_READ_ONLY: 507,
  SESSION_NOT_FOUND: 404,
  SESSION_BUSY: 409,
  SESSION_NOT_ALLOWED: 409,
  DEVICE_UNREACHABLE: 503,
  VAULT_LOCKED: 401,
  NOTE_NOT_FOUND: 404,
  NOTE_ALREADY_SIGNED: 409,
  NOTE_NOT_SIGNED: 409,
  NOTE_UNRESOLVED: 409,
  NOTE_CONFLICT: 409,
  RECEIPT_CHECKS_FAILED: 409,
  RECEIPT_NOT_FOUND: 404,
  CLAIM_REQUIRED: 403,
  CLAIM_NOT_OPEN: 403,
  CLAIM_WRONG_CODE: 403,
  CLAIM_ALREADY_DONE: 410,
  CLAIM_NEEDS_PRESS: 403,
  SIGN_IN_REQUIRED: 401,
  SIGN_IN_FAILED: 401,
  SIGN_IN_LOCKED_OUT: 429,
  REQUEST_INVALID: 400,
  REQUEST_ORIGIN_REFUSED: 403,
  REQUEST_HOST_REFUSED: 421,
  REQUEST_TOO_MANY: 429,
  ROUTE_NOT_FOUND: 404,
}

export interface ErrorReply {
  readonly status: number
  readonly body: { readonly code: ErrorCode; readonly hint?: string }
}

export function errorReply(error: unknown): ErrorReply {
  if (error instanceof EarshotError) {
    const { code, hint } = error
    return { status: STATUS[code] ?? 500, body: hint === undefined ? { code } : { code, hint } }
  }
  const refused = refusedByFastify(error)
  if (refused !== null) return { status: refused, body: { code: 'REQUEST_INVALID' } }
  return { status: 500, body: { code: 'INTERNAL' } }
}

/** Fastify's own refusals (not JSON, too long, against the schema …) carry a 4xx status that says enough. */
function refusedByFastify(error: unknown): number | null {
  const { statusCode, code } = (error ?? {}) as Partial<FastifyError>
  if (code === undefined || !code.startsWith('FST_ERR_')) return null
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : null
}

/** Fastify's error handler. A vault that has been locked from elsewhere ends the sign-in that pointed to it. */
export function sendError(log: CompanionLog, signIns: SignIns) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const { status, body } = errorReply(error)
    if (status === 500) {
      const { method } = request
      log.write('request_failed', { method, route: routeOf(request), code: body.code, frames: stackFrames(error) })
    }
    if (body.code === 'VAULT_LOCKED') signIns.end(request.cookies[SIGN_IN_COOKIE] ?? '', 'vault-locked')
    void reply.code(status).type('application/json; charset=utf-8').send(body)
  }
}

/** The route's pattern, which holds no value of the request. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions?.url ?? 'unknown'
}
