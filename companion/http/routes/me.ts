/** Who is signed in here, and the way out. */

import { type Static, Type } from '@fastify/type-provider-typebox'
import type { EarshotConfig } from '../../../device/contracts/config.js'
import { EarshotError } from '../../../device/contracts/errors.js'
import { answers, done, shape, text } from '../schemas/common.js'
import type { SignIn } from '../sign-ins.js'
import { SIGN_IN_COOKIE } from '../sign-ins.js'
import type { LanApp, RouteContext } from './context.js'

export const meAnswer = shape(
  {
    clinicianId: text(80),
    name: text(120),
    credentials: text(120),
    csrfToken: text(80),
    idleMinutes: Type.Integer(),
  },
  'Me',
)

export function me({ clinician, csrfToken }: SignIn, config: EarshotConfig): Static<typeof meAnswer> {
  return {
    clinicianId: clinician.clinicianId,
    name: clinician.name,
    credentials: clinician.credentials ?? '',
    csrfToken,
    idleMinutes: config.web.idleMinutes,
  }
}

export function meRoutes(app: LanApp, { config, signIns }: RouteContext): void {
  app.get(
    '/api/v1/me',
    {
      schema: {
        summary: 'Who is signed in, and the token for changes',
        tags: ['entrance'],
        response: answers(meAnswer),
      },
    },
    async request => {
      if (request.signIn === null) throw new EarshotError('SIGN_IN_REQUIRED', 'nobody is signed in')
      return me(request.signIn, config)
    },
  )

  app.post(
    '/api/v1/sign-out',
    { schema: { summary: 'Ends the sign-in and locks the vault', tags: ['entrance'], response: done } },
    async (request, reply) => {
      signIns.end(request.cookies[SIGN_IN_COOKIE] ?? '', 'signed-out')
      await reply
        .clearCookie(SIGN_IN_COOKIE, { path: '/', secure: true, httpOnly: true, sameSite: 'strict' })
        .code(204)
        .send(null)
    },
  )
}
