/** Headers of every answer, errors included: the pages may use what this box serves and nothing else. */

import helmet from '@fastify/helmet'
import type { LanApp } from './routes/context.js'

export async function securityHeaders(app: LanApp): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    // Strict-Transport-Security takes away the way past a certificate warning: it waits until IT installed the root.
    hsts: false,
  })
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
    if (request.url.startsWith('/api/') || request.url.startsWith('/docs')) {
      void reply.header('cache-control', 'no-store')
    }
  })
}
