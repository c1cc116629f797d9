/** What the box can show of itself: receipts, keys, what protects it and what does not. */

import { createHash } from 'node:crypto'
import { Type } from '@fastify/type-provider-typebox'
import { DOWNGRADES } from '../../../device/contracts/downgrades.js'
import { HONEST_LIMITS } from '../honest-limits.js'
import { answers, count, nullable, sessionParams, shape, text } from '../schemas/common.js'
import type { LanApp, RouteContext } from './context.js'

export function proofRoutes(app: LanApp, { services, config, rootCertificate, version }: RouteContext): void {
  app.get(
    '/api/v1/receipts/:id',
    { schema: { summary: "A session's destruction receipt, as a file", tags: ['proof'], params: sessionParams } },
    async (request, reply) => {
      const bytes = await services.receipts.read(request.params.id)
      return await reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="earshot-${request.params.id}.receipt"`)
        .send(Buffer.from(bytes))
    },
  )

  app.get(
    '/api/v1/proof',
    {
      schema: {
        summary: 'Keys, ledger head, missing protections and honest limits',
        tags: ['proof'],
        response: answers(
          shape(
            {
              version: text(40),
              mode: text(20),
              publicKey: Type.String({ maxLength: 64, description: 'Ed25519, 32 bytes, hex' }),
              box: Type.String({ maxLength: 64, description: 'SHA-256 of the public key, hex: the id in receipts' }),
              rootFingerprint: text(100),
              ledgerHead: shape({ seq: Type.Integer(), sha256: text(64) }),
              downgrades: nullable(Type.Array(shape({ name: text(60), means: text(400), refuses: Type.Boolean() }))),
              spool: nullable(shape({ medium: text(60), bytes: count, keys: count })),
              limits: Type.Array(text(600)),
            },
            'Proof',
          ),
        ),
      },
    },
    async () => {
      const publicKey = services.receipts.publicKey()
      const { device } = services.live.status()
      const spool = device?.spool
      return {
        version,
        mode: config.mode,
        publicKey: Buffer.from(publicKey).toString('hex'),
        box: createHash('sha256').update(publicKey).digest('hex'),
        rootFingerprint: rootCertificate().fingerprint,
        ledgerHead: services.ledger.head(),
        // Not knowing is not the same as "none": an absent device answers null.
        downgrades: device?.downgrades.map(name => ({ name, ...DOWNGRADES[name] })) ?? null,
        spool: spool === undefined ? null : { medium: spool.medium, bytes: spool.bytes, keys: spool.keys },
        limits: [...HONEST_LIMITS],
      }
    },
  )
}
