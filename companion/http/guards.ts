/**
 * What every request passes before its body is read, in this order: Host, origin, claimed, signed in, CSRF token.
 * A route says in its `config.access` whom it serves; one that says nothing serves the signed-in only.
 */

import type { FastifyRequest } from 'fastify'
import { EarshotError } from '../../device/contracts/errors.js'
import { boxNames } from '../tls/box-names.js'
import { SIGN_IN_COOKIE, type SignIn, type SignIns, sameToken } from './sign-ins.js'

/**
 * `public`: everyone, claimed or not. `entrance`: everyone, once the box is claimed. `signed-in`: who has signed in.
 */
export type Access = 'public' | 'entrance' | 'signed-in'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Asked by pages on their own, again and again: does not count as somebody being there. */
    background?: boolean
  }
  interface FastifyRequest {
    /** Set on `signed-in` routes. */
    signIn: SignIn | null
  }
}

export const CSRF_HEADER = 'x-csrf-token'
/**
 * Set by a page on what it asks by itself (progress, lists), so that an open page without a person before it still
 * runs into the idle limit. Lying about it can only shorten the liar's own sign-in.
 */
export const BACKGROUND_HEADER = 'x-earshot-background'

export interface GuardOptions {
  /** Configuration `web.names`. */
  readonly names: readonly string[]
  readonly signIns: SignIns
  readonly claimed: () => boolean
}

/** @returns Fastify's `onRequest` hook */
export function guards({ names, signIns, claimed }: GuardOptions) {
  const { dns, ips } = boxNames(names)
  const hosts = new Set([...dns, ...ips.map(ip => (ip.includes(':') ? new URL(`http://[${ip}]`).hostname : ip))])

  return async (request: FastifyRequest): Promise<void> => {
    const host = refuseForeignHost(request, hosts)
    refuseForeignOrigin(request, host)
    // What is no route is answered by the not-found handler, the same for everyone.
    if (request.is404) return
    const access = request.routeOptions.config.access ?? 'signed-in'
    if (access === 'public') return
    if (!claimed()) {
      throw new EarshotError('CLAIM_REQUIRED', 'box is not claimed', { hint: 'claim this box first' })
    }
    if (access === 'entrance') return
    request.signIn = requireSignIn(request, signIns)
  }
}

/** A page of a foreign name that was made to point here (DNS rebinding) sends that name. */
function refuseForeignHost(request: FastifyRequest, hosts: ReadonlySet<string>): string {
  const host = request.headers.host ?? ''
  const name = host.toLowerCase().replace(/:\d{1,5}$/, '')
  if (!hosts.has(name)) {
    throw new EarshotError('REQUEST_HOST_REFUSED', 'request was sent to a name that is not of this box', {
      hint: 'use one of the names in web.names of earshot.json',
    })
  }
  return host
}

/** Changes come only from pages that this very host and port served. */
function refuseForeignOrigin(request: FastifyRequest, host: string): void {
  const site = request.headers['sec-fetch-site']
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  const sameOrigin = request.headers.origin?.toLowerCase() === `https://${host.toLowerCase()}`
  const refused = changes
    ? !sameOrigin || (site !== undefined && site !== 'same-origin')
    : // A read from another site gets nothing either, but following a link to the pages must work.
      request.url.startsWith('/api/') &&
      request.routeOptions.config?.access !== 'public' &&
      (site === 'cross-site' || site === 'same-site')
  if (refused) {
    throw new EarshotError('REQUEST_ORIGIN_REFUSED', 'request does not come from a page of this box', {
      hint: 'open the pages of this box and try again',
    })
  }
}

function requireSignIn(request: FastifyRequest, signIns: SignIns): SignIn {
  const token = request.cookies[SIGN_IN_COOKIE]
  const signIn = token === undefined ? null : signIns.find(token)
  if (token === undefined || signIn === null) {
    throw new EarshotError('SIGN_IN_REQUIRED', 'nobody is signed in', { hint: 'sign in' })
  }
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  if (changes && !sameToken(request.headers[CSRF_HEADER], signIn.csrfToken)) {
    throw new EarshotError('REQUEST_ORIGIN_REFUSED', 'request lacks the token of its sign-in', {
      hint: 'load the page again',
    })
  }
  const background = request.routeOptions.config.background === true || BACKGROUND_HEADER in request.headers
  if (!background) signIns.use(token)
  return signIn
}
