/** Builds the LAN service: everything but listening, so that tests can ask it without a port. */

import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import { fastifySSE } from '@fastify/sse'
import swagger from '@fastify/swagger'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyReply } from 'fastify'
import type { EarshotConfig } from '../../device/contracts/config.js'
import { EarshotError } from '../../device/contracts/errors.js'
import type { CompanionLog } from '../log.js'
import { type Clock, SYSTEM_CLOCK } from './clock.js'
import { errorReply, routeOf, sendError } from './error-replies.js'
import { guards } from './guards.js'
import { Lockout } from './lockout.js'
import { OneAtATime } from './one-at-a-time.js'
import { boxRoutes } from './routes/box.js'
import type { LanApp, RouteContext } from './routes/context.js'
import { entranceRoutes } from './routes/entrance.js'
import { liveRoutes } from './routes/live.js'
import { meRoutes } from './routes/me.js'
import { noteRoutes } from './routes/notes.js'
import { pageRoutes } from './routes/pages.js'
import { proofRoutes } from './routes/proof.js'
import { securityHeaders } from './security-headers.js'
import type { Services } from './services.js'
import { SignIns } from './sign-ins.js'

/** A note change is a few thousand characters; a page of addendum in four-byte characters is 32 KiB. */
const BODY_LIMIT_BYTES = 128 * 1024
/** A request that trickles in holds a connection no longer than this. */
const REQUEST_TIMEOUT_MS = 30_000
/** How often others ask is nobody's business, and identical answers must stay identical. */
const NO_RATE_HEADERS = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false }
const SWEEP_MS = 5000
/** Proxies and browsers drop silent connections after a minute or so. */
const KEEP_ALIVE_MS = 15_000

export interface AppOptions {
  readonly log: CompanionLog
  /** Certificate and secret key, PEM, as `https.createServer` takes them. */
  readonly tls: { readonly key: string; readonly cert: string }
  /** The root as it is now: it may be made anew while the service runs. */
  readonly rootCertificate: RouteContext['rootCertificate']
  readonly version: string
  readonly clock?: Clock
  /** Most requests a minute and address: in all, and on claim, sign-in and recover. */
  readonly perMinute?: { readonly all: number; readonly entrance: number }
  /** How often ended sign-ins are looked for. */
  readonly sweepMs?: number
  /** Told every route, so that a test can hold the list against what it knows. */
  readonly onRoute?: (route: { readonly method: string; readonly url: string }) => void
}

/** @returns an app that is ready; the caller listens and closes. Closing ends every sign-in and locks every vault. */
export async function buildApp(services: Services, config: EarshotConfig, options: AppOptions): Promise<LanApp> {
  const { log, tls, rootCertificate, version, clock = SYSTEM_CLOCK, perMinute = { all: 1200, entrance: 30 } } = options
  const signIns = new SignIns(
    clock,
    { idleMs: config.web.idleMinutes * 60_000, absoluteMs: config.web.absoluteHours * 3_600_000 },
    log,
  )
  const app: LanApp = Fastify({
    https: { ...tls, minVersion: 'TLSv1.2' },
    // Fastify's own log writes URLs and errors' words: the one event below says what may be said.
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 64 },
    frameworkErrors: (error, _request, reply) => {
      const { status, body } = errorReply(error)
      void (reply as FastifyReply).code(status).send(body)
    },
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(TypeBoxValidatorCompiler)

  app.removeContentTypeParser('text/plain')
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) options.onRoute?.({ method: each, url })
  })
  app.setErrorHandler(sendError(log, signIns))
  app.setNotFoundHandler(() => {
    throw new EarshotError('ROUTE_NOT_FOUND', 'no route has this address')
  })
  app.decorateRequest('signIn', null)
  await securityHeaders(app)
  await app.register(cookie)
  app.addHook('onRequest', guards({ names: config.web.names, signIns, claimed: () => services.accounts.claimed() }))
  app.addHook('onResponse', async (request, reply) => {
    if (!request.url.startsWith('/api/') && reply.statusCode < 400) return
    const { statusCode: status, elapsedTime } = reply
    log.write('request_answered', {
      method: request.method,
      route: routeOf(request),
      status,
      ms: Math.round(elapsedTime),
    })
  })
  await app.register(rateLimit, {
    max: perMinute.all,
    timeWindow: '1 minute',
    addHeadersOnExceeding: NO_RATE_HEADERS,
    addHeaders: { ...NO_RATE_HEADERS, 'retry-after': true },
    errorResponseBuilder: () =>
      new EarshotError('REQUEST_TOO_MANY', 'too many requests from one address', {
        hint: 'wait a minute and try again',
      }),
  })
  await app.register(swagger, {
    openapi: { info: { title: 'Earshot box API', version, description: 'Everything the pages of this box use.' } },
  })
  await app.register(fastifySSE, { heartbeatInterval: KEEP_ALIVE_MS })

  const context: RouteContext = {
    services,
    config,
    clock,
    log,
    signIns,
    rootCertificate,
    version,
    lockout: new Lockout(clock),
    hashing: new OneAtATime(20),
    entrancePerMinute: perMinute.entrance,
  }
  boxRoutes(app, context)
  entranceRoutes(app, context)
  meRoutes(app, context)
  liveRoutes(app, context)
  noteRoutes(app)
  proofRoutes(app, context)
  await app.register((scope, _options, done) => {
    pageRoutes(scope.withTypeProvider<TypeBoxTypeProvider>() as LanApp).then(() => done(), done)
  })

  const sweeper = setInterval(() => signIns.sweep(), options.sweepMs ?? SWEEP_MS)
  sweeper.unref()
  app.addHook('preClose', async () => {
    clearInterval(sweeper)
    signIns.endAll('closing')
  })
  await app.ready()
  return app
}
