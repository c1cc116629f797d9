/**
 * The companion's side of the device's Unix socket (device/contracts/device-api.ts). Requests are small and time out;
 * the watch reconnects by itself, because the device may restart at any time and recording goes on without us.
 */

import { request as httpRequest, type IncomingMessage } from 'node:http'
import type {
  Activity,
  DestroyAnswer,
  DestroyRequest,
  DeviceState,
  Gesture,
  JournalPage,
  LeaseRequest,
} from '../device/contracts/device-api.js'
import { EarshotError, type ErrorMessage, fromErrorMessage, isErrorCode } from '../device/contracts/errors.js'
import type { JournalEntry } from '../device/contracts/journal.js'
import type { SessionId } from '../device/contracts/session-id.js'

/** A local socket answers at once or not at all; destroying a large segment is the slowest request. */
const REQUEST_TIMEOUT_MS = 15_000
/** How soon a lost watch is opened again: quick enough to miss nothing a person would see. */
const RECONNECT_MS = 250
const HEADERS = { 'content-type': 'application/json' }

export class DeviceClient {
  readonly #socketPath: string

  constructor(socketPath: string) {
    this.#socketPath = socketPath
  }

  state(): Promise<DeviceState> {
    return this.#ask('GET', '/v1/state')
  }

  gesture(gesture: Gesture): Promise<DeviceState> {
    return this.#ask('POST', '/v1/gestures', { gesture })
  }

  async journal(session: SessionId, after: number): Promise<readonly JournalEntry[]> {
    const page: JournalPage = await this.#ask('GET', `/v1/sessions/${session}/journal?after=${after}`)
    return page.entries
  }

  /** Asked twice it answers the same: a lost answer is no reason to worry. */
  destroySegment(session: SessionId, segment: number, reason: DestroyRequest['reason']): Promise<DestroyAnswer> {
    return this.#ask('POST', `/v1/sessions/${session}/segments/${segment}/destroy`, { reason })
  }

  discard(session: SessionId): Promise<DeviceState> {
    return this.#ask('POST', `/v1/sessions/${session}/discard`, {})
  }

  async release(session: SessionId): Promise<void> {
    await this.#ask('POST', `/v1/sessions/${session}/release`, {})
  }

  async lease(activity: Activity, lease: LeaseRequest): Promise<void> {
    await this.#ask('PUT', `/v1/leases/${activity}`, lease)
  }

  /**
   * Every state the device tells, the present one first; `null` while the device cannot be reached.
   * Ends when `signal` is aborted.
   */
  async *watch(signal: AbortSignal): AsyncGenerator<DeviceState | null, void, undefined> {
    while (!signal.aborted) {
      try {
        yield* this.#watchOnce(signal)
      } catch {
        // The device went away or is not there yet; what counts is said by the null below.
      }
      if (signal.aborted) return
      yield null
      await new Promise(resolve => setTimeout(resolve, RECONNECT_MS))
    }
  }

  async *#watchOnce(signal: AbortSignal): AsyncGenerator<DeviceState, void, undefined> {
    const response = await this.#send('GET', '/v1/watch', undefined, { signal })
    let rest = ''
    for await (const part of response.setEncoding('utf8')) {
      rest += part as string
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      // Only the newest state matters: an older one that waited behind it says nothing more.
      const newest = lines.findLast(line => line !== '')
      if (newest !== undefined) yield JSON.parse(newest) as DeviceState
    }
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#send(method, path, body, { timeout: REQUEST_TIMEOUT_MS })
    let text = ''
    for await (const part of response.setEncoding('utf8')) text += part as string
    const status = response.statusCode ?? 0
    if (status === 204) return undefined as T
    let answer: unknown
    try {
      answer = JSON.parse(text)
    } catch {
      throw new EarshotError('DEVICE_UNREACHABLE', 'device answered with something that is not JSON', {
        detail: { status },
        retryable: true,
      })
    }
    if (status >= 400) {
      const error = answer as Partial<ErrorMessage>
      throw fromErrorMessage(
        isErrorCode(error.code) ? (error as ErrorMessage) : { code: 'INTERNAL', message: 'internal error' },
      )
    }
    return answer as T
  }

  #send(
    method: string,
    path: string,
    body: unknown,
    options: { readonly signal?: AbortSignal; readonly timeout?: number },
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { socketPath: this.#socketPath, method, path, headers: HEADERS, agent: false, ...options },
        resolve,
      )
      outgoing.on('timeout', () => outgoing.destroy())
      outgoing.on('error', cause => {
        reject(
          new EarshotError('DEVICE_UNREACHABLE', 'device does not answer on its socket', {
            hint: 'start earshot-device; recording needs it, reviewing notes does not',
            retryable: true,
            cause,
          }),
        )
      })
      outgoing.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }
}
