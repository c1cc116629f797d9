/** Pieces that several routes share. Every text has a bound, every request is closed. */

import { type TProperties, type TSchema, Type } from '@fastify/type-provider-typebox'
import { ERROR_CODES, type ErrorCode } from '../../../device/contracts/errors.js'
import type { SessionId } from '../../../device/contracts/session-id.js'

/** An object of a request: has these fields and no other. */
export function closed<const T extends TProperties>(properties: T) {
  return Type.Object(properties, { additionalProperties: false })
}

/** An object of an answer: has these fields; what else the value holds is left out on the way. */
export function shape<const T extends TProperties>(properties: T, title?: string) {
  return Type.Object(properties, title === undefined ? {} : { title })
}

/** One of a fixed list of words. */
export function oneOf<const T extends string>(values: readonly T[]) {
  return Type.Unsafe<T>(Type.String({ enum: [...values], maxLength: 60 }))
}

export function text(maxLength: number, minLength = 0) {
  return Type.String({ minLength, maxLength })
}

export function nullable<const T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

export const sessionId = Type.Unsafe<SessionId>(
  Type.String({ pattern: '^[a-z2-7]{25}[aeimquy4]$', maxLength: 26, description: 'session id' }),
)
export const count = Type.Integer({ minimum: 0 })
export const milliseconds = Type.Number({ description: 'milliseconds' })
export const turnId = Type.String({ maxLength: 40 })

export const sessionParams = closed({ id: sessionId })

export const errorAnswer = shape({
  code: Type.Unsafe<ErrorCode>(Type.String({ maxLength: 60, examples: [...ERROR_CODES] })),
  hint: Type.Optional(text(2000)),
})

/** What a route may answer: its own 200, and everyone's errors. */
export function answers<const T extends TSchema>(ok: T) {
  return { 200: ok, '4xx': errorAnswer, '5xx': errorAnswer }
}

/** For what answers without a body. */
export const done = { 204: Type.Null({ description: 'done' }), '4xx': errorAnswer, '5xx': errorAnswer }

export const turn = shape(
  {
    id: turnId,
    start: Type.Number({ description: 'seconds from the press' }),
    end: Type.Number({ description: 'seconds from the press' }),
    seat: Type.Optional(text(40)),
    text: Type.String({ maxLength: 20_000 }),
    confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    uncertainWords: Type.Optional(Type.Array(count)),
  },
  'Turn',
)
