/** Asks the box. Every answer that is no answer becomes an ApiError with words for a person. */

import { errorText } from './error-texts.js'

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, hint: string | undefined) {
    super(errorText(code, hint))
    this.code = code
    this.status = status
  }
}

export interface AskOptions {
  readonly body?: unknown
  readonly method?: 'GET' | 'POST'
  /** Asked by the page, not by the person: does not keep the sign-in from idling out. */
  readonly background?: boolean
}

let csrfToken = ''
let onSignedOut: () => void = () => undefined

export function setCsrfToken(token: string): void {
  csrfToken = token
}

/** @param listener called when the box says that nobody is signed in any more */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

/** @throws ApiError */
export async function ask<T>(path: string, { body, method, background = false }: AskOptions = {}): Promise<T> {
  const verb = method ?? (body === undefined ? 'GET' : 'POST')
  const response = await fetch(`/api/v1/${path}`, {
    method: verb,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(verb === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
      ...(background ? { 'x-earshot-background': '1' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null)
  if (response === null) throw new ApiError('UNREACHABLE', 0, undefined)
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T
  const { code = 'INTERNAL', hint } = await response.json().catch(() => ({}) as { code?: string; hint?: string })
  if (code === 'SIGN_IN_REQUIRED' || code === 'VAULT_LOCKED') onSignedOut()
  throw new ApiError(code, response.status, hint)
}

/** A file as text. @throws ApiError */
export async function askText(path: string): Promise<string> {
  const response = await fetch(`/api/v1/${path}`, { credentials: 'same-origin', cache: 'no-store' }).catch(() => null)
  if (response === null) throw new ApiError('UNREACHABLE', 0, undefined)
  if (response.ok) return await response.text()
  const { code = 'INTERNAL', hint } = await response.json().catch(() => ({}) as { code?: string; hint?: string })
  throw new ApiError(code, response.status, hint)
}

/** Words for whatever was thrown. What the box did not answer is a fault of these pages, and is reported as one. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  reportError(error)
  return errorText('PAGE_FAULT', undefined)
}
