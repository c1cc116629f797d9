/**
 * The pages: static files and the API's description. They hold no content of anyone's, so everyone may have them.
 * Every file is a route of its own, known at the start: nothing else of the folders can be asked for.
 */

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { projectRoot } from '../../project-root.js'
import { docsPage } from '../docs-page.js'
import type { LanApp } from './context.js'

/** HTML, CSS and pictures as they stand in the sources. */
const STATIC = join(projectRoot(), 'companion', 'web', 'static')
/** The browser's modules, compiled by `companion/web/tsconfig.json` into `browser/` beside this program's output. */
const MODULES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'browser')

/** Asked for again at each visit, answered "not modified": an update of the box is seen at once. */
const CACHING = { cacheControl: false, etag: true, lastModified: false } as const

export async function pageRoutes(app: LanApp): Promise<void> {
  app.addHook('onRoute', route => {
    route.config = { ...route.config, access: 'public' }
  })
  const setHeaders = (response: { setHeader(name: string, value: string): void }) => {
    response.setHeader('cache-control', 'no-cache')
  }
  await app.register(fastifyStatic, {
    root: STATIC,
    prefix: '/',
    wildcard: false,
    index: ['index.html'],
    setHeaders,
    ...CACHING,
  })
  if (existsSync(MODULES)) {
    await app.register(fastifyStatic, {
      root: MODULES,
      prefix: '/modules/',
      wildcard: false,
      decorateReply: false,
      globIgnore: ['**/*.tsbuildinfo', '**/*.d.ts'],
      setHeaders,
      ...CACHING,
    })
  }

  app.get('/docs/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/docs', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(app.swagger())),
  )
}
