/** A browser's manners over real TLS: trusts the box's own root and nothing else, keeps its cookie, sends its token. */

import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'

export interface LanAnswer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: tests look at single members of many shapes
  readonly json: any
}

export class LanClient {
  readonly #port: number
  readonly #ca: string
  #cookie = ''
  csrfToken = ''

  private constructor(port: number, ca: string) {
    this.#port = port
    this.#ca = ca
  }

  static async of(state: string, port: number): Promise<LanClient> {
    return new LanClient(port, await readFile(join(state, 'tls', 'root.crt'), 'utf8'))
  }

  async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<LanAnswer> {
    const answer = await new Promise<LanAnswer>((resolve, reject) => {
      const outgoing = request(
        {
          host: 'localhost',
          port: this.#port,
          method,
          path,
          ca: this.#ca,
          agent: false,
          headers: {
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
            ...(method === 'GET' ? {} : { origin: `https://localhost:${this.#port}`, 'x-csrf-token': this.csrfToken }),
          },
        },
        response => {
          const parts: Buffer[] = []
          response.on('data', part => parts.push(part as Buffer))
          response.on('error', reject)
          response.on('end', () => {
            const bytes = Buffer.concat(parts)
            const isJson = String(response.headers['content-type']).includes('json')
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: bytes,
              json: isJson ? JSON.parse(bytes.toString('utf8')) : null,
            })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body === undefined ? undefined : JSON.stringify(body))
    })
    const cookie = /^(__Host-[^;]+)/.exec(String(answer.headers['set-cookie'] ?? ''))?.[1]
    if (cookie !== undefined) this.#cookie = cookie
    return answer
  }
}
