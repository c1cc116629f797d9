/** The ways in: claim, sign in, recover. None of them needs a sign-in, all of them end one that was sent along. */

import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { EarshotError } from '../../../device/contracts/errors.js'
import { nameKey } from '../../vault/account.js'
import { answers, closed, shape, text } from '../schemas/common.js'
import type { UnlockedClinician } from '../services.js'
import { SIGN_IN_COOKIE } from '../sign-ins.js'
import { claimWindow } from './box.js'
import type { LanApp, RouteContext } from './context.js'
import { me, meAnswer } from './me.js'

/** Twelve characters are the least that a guesser with the sealed file and a rented computer leaves alone. */
const passphrase = text(256, 12)
const name = text(100, 1)
const recoveryCode = text(100, 1)
const withRecoveryCode = shape({ me: meAnswer, recoveryCode: Type.String({ maxLength: 100 }) })

export function entranceRoutes(app: LanApp, context: RouteContext): void {
  const { services, hashing } = context
  const rateLimit = { max: context.entrancePerMinute, timeWindow: '1 minute' }

  app.post(
    '/api/v1/claim',
    {
      config: { access: 'public', rateLimit },
      schema: {
        summary: 'Makes the first clinician. Needs the claim code and the button held for ten seconds before',
        tags: ['entrance'],
        body: closed({ code: text(64, 1), name, credentials: text(120), passphrase }),
        response: answers(withRecoveryCode),
      },
    },
    async (request, reply) => {
      const { clinician, recoveryCode } = await hashing.run(() =>
        services.accounts.claim({ ...request.body, ...claimWindow(context) }),
      )
      return { me: await enter(context, request, reply, clinician, 'claim'), recoveryCode }
    },
  )

  app.post(
    '/api/v1/sign-in',
    {
      config: { access: 'entrance', rateLimit },
      schema: {
        summary: "Opens a clinician's vault with the passphrase",
        tags: ['entrance'],
        body: closed({ name, passphrase: text(256, 1) }),
        response: answers(meAnswer),
      },
    },
    async (request, reply) => {
      const { name, passphrase } = request.body
      const clinician = await guarded(context, request, reply, name, () => services.accounts.signIn(name, passphrase))
      return await enter(context, request, reply, clinician, 'passphrase')
    },
  )

  app.post(
    '/api/v1/recover',
    {
      config: { access: 'entrance', rateLimit },
      schema: {
        summary: 'Opens the vault with the recovery code and sets a new passphrase; answers with a new code',
        tags: ['entrance'],
        body: closed({ name, recoveryCode, newPassphrase: passphrase }),
        response: answers(withRecoveryCode),
      },
    },
    async (request, reply) => {
      const { name, recoveryCode, newPassphrase } = request.body
      const recovered = await guarded(context, request, reply, name, () =>
        services.accounts.recover(name, recoveryCode, newPassphrase),
      )
      // Whoever knew the old passphrase is out.
      context.signIns.endClinician(recovered.clinician.clinicianId, 'replaced')
      const answer = await enter(context, request, reply, recovered.clinician, 'recovery-code')
      return { me: answer, recoveryCode: recovered.recoveryCode }
    },
  )
}

/** Lockout around a try, inside the queue: no other try can come between asking and counting. */
async function guarded<T>(
  { lockout, hashing, services, log }: RouteContext,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  attempt: () => Promise<T>,
): Promise<T> {
  const keys = [`name ${nameKey(name)}`, `address ${request.ip}`]
  return await hashing.run(async () => {
    const waitSeconds = Math.ceil(lockout.waitMs(keys) / 1000)
    if (waitSeconds > 0) {
      void reply.header('retry-after', String(waitSeconds))
      throw new EarshotError('SIGN_IN_LOCKED_OUT', 'too many failed sign-ins', {
        hint: `wait ${waitSeconds} seconds and try again`,
        retryable: true,
      })
    }
    try {
      const result = await attempt()
      lockout.succeeded(keys)
      return result
    } catch (error) {
      if (error instanceof EarshotError && error.code === 'SIGN_IN_FAILED') {
        lockout.failed(keys)
        const nextWait = Math.ceil(lockout.waitMs(keys) / 1000)
        if (nextWait > 0) log.write('sign_in_lockout', { waitSeconds: nextWait })
        await services.ledger.append('sign_in_failed', { address: request.ip })
      }
      throw error
    }
  })
}

/** Opens a sign-in under an id that nobody has seen before, whatever cookie came with the request. */
async function enter(
  { signIns, services, config }: RouteContext,
  request: FastifyRequest,
  reply: FastifyReply,
  clinician: UnlockedClinician,
  method: 'claim' | 'passphrase' | 'recovery-code',
) {
  try {
    await services.ledger.append('sign_in', { clinician: clinician.clinicianId, method })
  } catch (error) {
    clinician.lock()
    throw error
  }
  const before = request.cookies[SIGN_IN_COOKIE]
  if (before !== undefined) signIns.end(before, 'replaced')
  const token = signIns.open(clinician)
  void reply.setCookie(SIGN_IN_COOKIE, token, { path: '/', secure: true, httpOnly: true, sameSite: 'strict' })
  const signIn = signIns.find(token)
  if (signIn === null) throw new EarshotError('SIGN_IN_REQUIRED', 'sign-in ended at once')
  return me(signIn, config)
}
