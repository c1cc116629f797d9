/** The LAN service for tests: built with a clock to turn, a log to read and a browser that behaves. */

import { type AppOptions, buildApp } from '../../companion/http/app.js'
import type { Clock } from '../../companion/http/clock.js'
import type { LanApp } from '../../companion/http/routes/context.js'
import type { CompanionEvents } from '../../companion/log.js'
import { makeLeaf, makeRoot } from '../../companion/tls/issue.js'
import { CONFIG_DEFAULTS, type EarshotConfig } from '../../device/contracts/config.js'
import { EventLog } from '../../device/contracts/event-log.js'
import { FakeServices } from './fake-services.js'

export const HOST = 'earshot.local'
export const ORIGIN = `https://${HOST}`
export const PASSPHRASE = 'correct horse battery'

const names = { dns: [HOST, 'localhost'], ips: [] }
export const root = await makeRoot(names, Date.now())
const leaf = await makeLeaf(root, names, Date.now())

export class FakeClock implements Clock {
  nowMs = 1_000_000
  wallMs = (): number => Date.now()
  monotonicMs = (): number => this.nowMs
}

export interface TestBox {
  readonly app: LanApp
  readonly services: FakeServices
  readonly clock: FakeClock
  readonly log: string[]
}

interface Teardown {
  teardown(fn: () => unknown): void
}

/** @param people whether the box has its clinician "Dr Example" already */
export async function testBox(
  t: Teardown,
  { people = true, options = {} }: { people?: boolean; options?: Partial<AppOptions> } = {},
): Promise<TestBox> {
  const services = new FakeServices()
  if (people) services.addPerson('Dr Example', PASSPHRASE)
  const clock = new FakeClock()
  const log: string[] = []
  const config: EarshotConfig = {
    ...CONFIG_DEFAULTS,
    web: { ...CONFIG_DEFAULTS.web, names: [HOST, 'localhost', '::1'] },
  }
  const app = await buildApp(services, config, {
    log: new EventLog<CompanionEvents>(line => log.push(line)),
    tls: { key: leaf.key, cert: leaf.certificate },
    rootCertificate: () => ({ pem: root.certificate, fingerprint: 'AB:CD' }),
    version: '0.1.0',
    clock,
    perMinute: { all: 100_000, entrance: 100_000 },
    ...options,
  })
  t.teardown(() => app.close())
  return { app, services, clock, log }
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
  json(): Record<string, unknown>
}

export interface Asked {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly remoteAddress?: string
}

/** What a browser on a page of the box sends; `undefined` leaves a header out. */
export class Browser {
  readonly #app: LanApp
  cookie: string | null = null
  csrfToken: string | null = null

  constructor(app: LanApp) {
    this.#app = app
  }

  async ask(url: string, { method, body, headers = {}, remoteAddress = '192.168.1.2' }: Asked = {}): Promise<Answer> {
    const verb = method ?? (body === undefined ? 'GET' : 'POST')
    const all: Record<string, string | undefined> = {
      host: HOST,
      cookie: this.cookie === null ? undefined : `__Host-sid=${this.cookie}`,
      ...(verb === 'GET' ? {} : { origin: ORIGIN, 'x-csrf-token': this.csrfToken ?? undefined }),
      'sec-fetch-site': 'same-origin',
      ...headers,
    }
    const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
    const response = await this.#app.inject({
      method: verb as 'GET',
      url,
      headers: present as Record<string, string>,
      remoteAddress,
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const set = response.cookies.find(({ name }) => name === '__Host-sid')
    if (set !== undefined) this.cookie = set.value === '' ? null : set.value
    return { status: response.statusCode, headers: response.headers, body: response.body, json: () => response.json() }
  }

  async signIn(name = 'Dr Example', passphrase = PASSPHRASE): Promise<Answer> {
    const answer = await this.ask('/api/v1/sign-in', { body: { name, passphrase } })
    this.csrfToken = answer.status === 200 ? String(answer.json()['csrfToken']) : null
    return answer
  }
}
