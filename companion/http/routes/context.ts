/** What the routes are given. */

import type { Server } from 'node:https'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
} from 'fastify'
import type { EarshotConfig } from '../../../device/contracts/config.js'
import type { CompanionLog } from '../../log.js'
import type { Clock } from '../clock.js'
import type { Lockout } from '../lockout.js'
import type { OneAtATime } from '../one-at-a-time.js'
import type { Services } from '../services.js'
import type { SignIns } from '../sign-ins.js'

export type LanApp = FastifyInstance<
  Server,
  RawRequestDefaultExpression<Server>,
  RawReplyDefaultExpression<Server>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

export interface RouteContext {
  readonly services: Services
  readonly config: EarshotConfig
  readonly clock: Clock
  readonly log: CompanionLog
  readonly signIns: SignIns
  readonly lockout: Lockout
  readonly hashing: OneAtATime
  /** PEM and its SHA-256, public. */
  readonly rootCertificate: () => { readonly pem: string; readonly fingerprint: string }
  readonly version: string
  /** Most tries a minute and address on claim, sign-in and recover. */
  readonly entrancePerMinute: number
}
