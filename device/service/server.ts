/**
 * HTTP/1.1 on a Unix socket; its file mode is the access control, and there is no other way in. The socket is taken
 * before anything is recovered: of two devices on one spool, the second must not touch a file.
 */

import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { EarshotError } from '../contracts/errors.js'
import type { Device } from '../device.js'
import type { Log } from '../log.js'
import { sendError } from './http-answers.js'
import { findRoute } from './routes.js'
import { WatchHub } from './watch-hub.js'

/** unix(7): 108 bytes with the closing zero. A longer path would be cut off without a word. */
const MAX_SOCKET_PATH_BYTES = 107
/** Owner and group: the companion is in the group. */
const SOCKET_MODE = 0o660
/** One companion and a few people with curl. */
const MAX_CONNECTIONS = 64
const HEADERS_TIMEOUT_MS = 5000

export class DeviceServer {
  readonly #socketPath: string
  readonly #device: Device
  readonly #log: Log
  readonly #server: Server
  readonly #hub: WatchHub
  #ready: Promise<void> = Promise.resolve()

  constructor(socketPath: string, device: Device, log: Log) {
    this.#socketPath = socketPath
    this.#device = device
    this.#log = log
    this.#hub = new WatchHub(() => device.state(), log)
    this.#server = createServer((request, response) => void this.#answer(request, response))
    this.#server.maxConnections = MAX_CONNECTIONS
    this.#server.headersTimeout = HEADERS_TIMEOUT_MS
    device.onChange(() => this.#hub.notify())
  }

  /**
   * @param ready requests wait for it
   * @throws DEVICE_ALREADY_RUNNING if another process answers there; a socket that nobody answers on is replaced
   */
  async start(ready: () => Promise<void>): Promise<void> {
    if (Buffer.byteLength(this.#socketPath) > MAX_SOCKET_PATH_BYTES) {
      throw new EarshotError('CONFIG_INVALID', 'path of the device socket is too long for the kernel', {
        detail: { bytes: Buffer.byteLength(this.#socketPath), most: MAX_SOCKET_PATH_BYTES },
        hint: 'give EARSHOT_RUN a shorter path',
      })
    }
    mkdirSync(dirname(this.#socketPath), { recursive: true, mode: 0o755 })
    if (await answers(this.#socketPath)) {
      throw new EarshotError('DEVICE_ALREADY_RUNNING', 'another device process answers on the socket', {
        hint: 'stop the other earshot-device first, or give this one an EARSHOT_RUN of its own',
      })
    }
    rmSync(this.#socketPath, { force: true })
    const mask = process.umask(0o777 & ~SOCKET_MODE)
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject)
        this.#server.listen(this.#socketPath, resolve)
      })
    } finally {
      process.umask(mask)
    }
    chmodSync(this.#socketPath, SOCKET_MODE)
    this.#ready = ready()
    await this.#ready
  }

  async stop(): Promise<void> {
    this.#hub.stop()
    // Removes the socket file as well.
    const closed = new Promise(resolve => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let name = 'unknown'
    try {
      await this.#ready
      const url = new URL(request.url ?? '/', 'http://device')
      const { route, at } = findRoute(request.method ?? '', url.pathname)
      name = route.name
      await route.answer({
        device: this.#device,
        hub: this.#hub,
        request,
        response,
        query: url.searchParams,
        at,
      })
    } catch (error) {
      // A body that was not read to its end must not be taken for the next request.
      if (!request.complete) response.setHeader('connection', 'close')
      const { code, status } = sendError(response, error)
      this.#log.write('request_failed', { route: name, code, status })
    }
  }
}

/** Whether a living process listens there. */
function answers(socketPath: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(socketPath)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
