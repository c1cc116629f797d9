/** What goes on right now: state, its stream, and the gestures that a page may make. */

import { Type } from '@fastify/type-provider-typebox'
import { EarshotError } from '../../../device/contracts/errors.js'
import { PHASES } from '../../../device/contracts/session-machine.js'
import { discardAll } from '../discard.js'
import { answers, closed, done, oneOf, sessionParams, shape, turn } from '../schemas/common.js'
import { liveStatus } from '../schemas/live.js'
import type { LiveStatus } from '../services.js'
import { clinicianOf } from './clinician-of.js'
import type { LanApp, RouteContext } from './context.js'

/** `hold_10s` is missing on purpose: the pairing window opens by a hand on the box, never from afar. */
const PAGE_GESTURES = ['press', 'double_press', 'hold_3s'] as const

export function liveRoutes(app: LanApp, { services }: RouteContext): void {
  app.get(
    '/api/v1/live',
    { schema: { summary: 'State of the device and the sessions', tags: ['live'], response: answers(liveStatus) } },
    async () => services.live.status(),
  )

  app.get(
    '/api/v1/live/events',
    {
      config: { background: true },
      // The data is serialized below, by the schema.
      sse: { kind: 'only', serializer: String },
      schema: {
        summary: 'The live state as server-sent events named `live`; ends with the sign-in',
        tags: ['live'],
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const ended = request.signIn?.ended
      if (ended === undefined || ended.aborted) throw new EarshotError('SIGN_IN_REQUIRED', 'nobody is signed in')
      const serialize = reply.compileSerializationSchema({ ...liveStatus })
      let newest: LiveStatus | null = null
      let sending = false
      // A slow reader is given the newest state, never a queue of old ones.
      const send = async (status: LiveStatus): Promise<void> => {
        newest = status
        if (sending) return
        sending = true
        try {
          while (newest !== null && reply.sse.isConnected) {
            const data = serialize(newest as never)
            newest = null
            await reply.sse.send({ event: 'live', data })
          }
        } catch {
          // The reader went away between two writes: onClose has cleaned up.
        } finally {
          sending = false
        }
      }
      reply.sse.keepAlive()
      const stop = services.live.watch(status => void send(status))
      const close = () => reply.sse.close()
      ended.addEventListener('abort', close, { once: true })
      reply.sse.onClose(() => {
        stop()
        ended.removeEventListener('abort', close)
      })
      await send(services.live.status())
    },
  )

  app.post(
    '/api/v1/gestures',
    {
      schema: {
        summary: 'A gesture, as from the button',
        tags: ['live'],
        body: closed({
          gesture: oneOf(PAGE_GESTURES),
          phase: Type.Optional(
            Type.Unsafe<(typeof PHASES)[number]>(
              Type.String({
                enum: [...PHASES],
                description: 'the phase that the person saw; refused if it is another',
              }),
            ),
          ),
        }),
        response: done,
      },
    },
    async (request, reply) => {
      const { gesture, phase } = request.body
      const now = services.live.status().device?.phase
      // A press means start or stop: it must not mean the opposite of what the person read on the page.
      if (phase !== undefined && now !== undefined && phase !== now) {
        throw new EarshotError('SESSION_NOT_ALLOWED', 'session is in another phase by now', {
          hint: 'look at the new state and decide again',
        })
      }
      await services.live.gesture(gesture)
      await reply.code(204).send(null)
    },
  )

  app.post(
    '/api/v1/sessions/:id/discard',
    {
      schema: {
        summary: 'Destroys audio, text and draft of a session that is not signed',
        tags: ['live'],
        params: sessionParams,
        response: done,
      },
    },
    async (request, reply) => {
      await discardAll(services.live, clinicianOf(request), request.params.id)
      await reply.code(204).send(null)
    },
  )

  app.get(
    '/api/v1/sessions/:id/transcript',
    {
      schema: {
        summary: 'The text stored so far of a session that still runs',
        tags: ['live'],
        params: sessionParams,
        response: answers(shape({ turns: Type.Array(turn) })),
      },
    },
    async request => {
      const turns = await clinicianOf(request).liveTranscript(request.params.id)
      return { turns: turns as never }
    },
  )
}
