/** What anyone on the LAN may know of the box: that it is one, whether it has a clinician, and its root certificate. */

import { Type } from '@fastify/type-provider-typebox'
import { answers, shape, text } from '../schemas/common.js'
import type { LanApp, RouteContext } from './context.js'

export function boxRoutes(app: LanApp, { services, config, clock, rootCertificate, version }: RouteContext): void {
  app.get(
    '/api/v1/box',
    {
      config: { access: 'public' },
      schema: {
        summary: 'What this box is',
        tags: ['box'],
        response: answers(
          shape({
            claimed: Type.Boolean(),
            pairingOpen: Type.Boolean({ description: 'the button was held: a claim is possible now' }),
            mode: Type.Union([Type.Literal('provisioned'), Type.Literal('demo')]),
            names: Type.Array(text(253)),
            version: text(40),
            rootFingerprint: text(100),
          }),
        ),
      },
    },
    async () => ({
      claimed: services.accounts.claimed(),
      pairingOpen: claimWindow({ services, clock }).windowOpen,
      mode: config.mode,
      names: [...config.web.names],
      version,
      rootFingerprint: rootCertificate().fingerprint,
    }),
  )

  app.get(
    '/api/v1/ca.crt',
    {
      config: { access: 'public' },
      schema: { summary: "The box's root certificate, to be installed by IT", tags: ['box'] },
    },
    async (_request, reply) =>
      reply
        .type('application/x-x509-ca-cert')
        .header('content-disposition', 'attachment; filename="earshot-root.crt"')
        .send(rootCertificate().pem),
  )
}

/** Whether somebody held the button a moment ago, and until when that counts. */
export function claimWindow({ services, clock }: Pick<RouteContext, 'services' | 'clock'>): {
  readonly windowOpen: boolean
  readonly windowUntilMs: number
} {
  const windowUntilMs = services.live.status().device?.pairingUntilMs ?? 0
  return { windowOpen: windowUntilMs > clock.wallMs(), windowUntilMs }
}
