/** The routes of device/contracts/device-api.ts: what each request means. Input is checked here, once, all of it. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { ACTIVITIES, type DestroyAnswer, GESTURES, type JournalPage } from '../contracts/device-api.js'
import { EarshotError } from '../contracts/errors.js'
import type { DestroyReason } from '../contracts/journal.js'
import { parseSessionId } from '../contracts/session-id.js'
import type { Device } from '../device.js'
import { LEASE_MAX_MS } from '../light/leases.js'
import { invalid, readObject, sendJson, sendNothing } from './http-answers.js'
import type { WatchHub } from './watch-hub.js'

const DESTROY_REASONS: readonly DestroyReason[] = ['text-stored', 'discarded', 'expired', 'struck']
/** Segment numbers are written with four digits and more; nothing near this is ever reached. */
const MAX_SEGMENT = 999_999

export interface RouteContext {
  readonly device: Device
  readonly hub: WatchHub
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly query: URLSearchParams
  /** What the pattern's groups matched. */
  readonly at: readonly string[]
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** For the log: no ids. */
  readonly name: string
  readonly pattern: RegExp
  readonly answer: (context: RouteContext) => Promise<void>
}

type Body = Readonly<Record<string, unknown>>

/** @throws DEVICE_REQUEST_INVALID for a member that is not among `known` */
function only(body: Body, known: readonly string[]): Body {
  if (Object.keys(body).some(name => !known.includes(name))) throw invalid('request body has an unknown member')
  return body
}

function choice<T extends string>(value: unknown, allowed: readonly T[], message: string): T {
  const found = allowed.find(one => one === value)
  if (found === undefined) throw invalid(message)
  return found
}

function integer(value: unknown, least: number, most: number, message: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) throw invalid(message)
  return value
}

const SESSION = '/v1/sessions/([^/]+)'

export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    name: 'state',
    pattern: /^\/v1\/state$/,
    answer: async ({ device, response }) => sendJson(response, 200, await device.freshState()),
  },
  {
    method: 'GET',
    name: 'watch',
    pattern: /^\/v1\/watch$/,
    answer: async ({ hub, response }) => hub.add(response),
  },
  {
    method: 'POST',
    name: 'gestures',
    pattern: /^\/v1\/gestures$/,
    answer: async ({ device, request, response }) => {
      const body = only(await readObject(request), ['gesture'])
      await device.service.gesture(choice(body['gesture'], GESTURES, 'gesture is not one of the four'), 'page')
      sendJson(response, 200, device.state())
    },
  },
  {
    method: 'POST',
    name: 'button',
    pattern: /^\/v1\/button$/,
    answer: async ({ device, request, response }) => {
      const body = only(await readObject(request), ['edge'])
      const edge = choice(body['edge'], ['down', 'up'] as const, 'edge is neither down nor up')
      device.hand.socketButton.edge(edge)
      sendNothing(response)
    },
  },
  {
    method: 'GET',
    name: 'journal',
    pattern: new RegExp(`^${SESSION}/journal$`),
    answer: async ({ device, response, query, at: [id] }) => {
      const session = parseSessionId(id)
      const after = query.get('after') ?? '0'
      if (!/^\d{1,9}$/.test(after)) throw invalid('after is not a number of an entry')
      const page: JournalPage = { entries: device.book.journal(session, Number(after)) }
      sendJson(response, 200, page)
    },
  },
  {
    method: 'POST',
    name: 'destroy',
    pattern: new RegExp(`^${SESSION}/segments/(\\d{1,6})/destroy$`),
    answer: async ({ device, request, response, at: [id, number] }) => {
      const body = only(await readObject(request), ['reason'])
      const reason = choice(body['reason'], DESTROY_REASONS, 'reason is not one of the four')
      const segment = integer(Number(number), 1, MAX_SEGMENT, 'segment is not a number from 1')
      const steps = await device.book.destroy(parseSessionId(id), segment, reason)
      const answer: DestroyAnswer = { segment, steps }
      sendJson(response, 200, answer)
    },
  },
  {
    method: 'POST',
    name: 'discard',
    pattern: new RegExp(`^${SESSION}/discard$`),
    answer: async ({ device, request, response, at: [id] }) => {
      only(await readObject(request), [])
      await device.book.discard(parseSessionId(id))
      sendJson(response, 200, await device.freshState())
    },
  },
  {
    method: 'POST',
    name: 'release',
    pattern: new RegExp(`^${SESSION}/release$`),
    answer: async ({ device, request, response, at: [id] }) => {
      only(await readObject(request), [])
      device.book.release(parseSessionId(id))
      sendNothing(response)
    },
  },
  {
    method: 'PUT',
    name: 'leases',
    pattern: /^\/v1\/leases\/([^/]+)$/,
    answer: async ({ device, request, response, at: [name] }) => {
      const activity = choice(name, ACTIVITIES, 'activity is not one of the four')
      const body = only(await readObject(request), ['ttlMs', 'progress'])
      const ttlMs = integer(body['ttlMs'], 0, LEASE_MAX_MS, 'ttlMs is not from 0 to ten minutes')
      const { progress = 0 } = body
      if (typeof progress !== 'number' || !(progress >= 0 && progress <= 1))
        throw invalid('progress is not from 0 to 1')
      device.setLease(activity, ttlMs)
      sendNothing(response)
    },
  },
]

export function findRoute(method: string, path: string): { route: Route; at: readonly string[] } {
  for (const route of ROUTES) {
    const match = route.pattern.exec(path)
    if (match !== null && route.method === method) return { route, at: match.slice(1) }
  }
  throw new EarshotError('ROUTE_NOT_FOUND', 'device has no such route')
}
