/** A LAN service on a free port with fake services behind it and real certificates before it. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../companion/http/clock.js'
import { type LanService, startLanService } from '../../companion/http/lan-service.js'
import type { Accounts } from '../../companion/http/services.js'
import type { CompanionEvents } from '../../companion/log.js'
import { openCertificates } from '../../companion/tls/certificate-store.js'
import { CONFIG_DEFAULTS, type EarshotConfig } from '../../device/contracts/config.js'
import { EventLog } from '../../device/contracts/event-log.js'
import { FakeServices } from './fake-services.js'

export interface BrowserBox {
  readonly services: FakeServices
  readonly service: LanService
  readonly url: string
  readonly leafCertificate: string
  readonly rootCertificate: string
  readonly stateDirectory: string
  readonly log: string[]
  close(): Promise<void>
}

export const NAMES = ['localhost', '127.0.0.1']

export async function browserBox(
  options: {
    services?: FakeServices
    /** The real vault in place of the fake one. */
    accounts?: Accounts
    clock?: Clock
    web?: Partial<EarshotConfig['web']>
  } = {},
): Promise<BrowserBox> {
  const services = options.services ?? new FakeServices()
  const { live, receipts, ledger } = services
  const stateDirectory = await mkdtemp(join(tmpdir(), 'earshot-web-'))
  const log: string[] = []
  const web = { ...CONFIG_DEFAULTS.web, host: '127.0.0.1', port: 0, names: NAMES, ...options.web }
  const service = await startLanService({
    services: { live, receipts, ledger, accounts: options.accounts ?? services.accounts },
    config: { ...CONFIG_DEFAULTS, mode: 'demo', web },
    stateDirectory,
    log: new EventLog<CompanionEvents>(line => log.push(line)),
    version: '0.1.0',
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  })
  const { serverContext, rootCertificate } = await openCertificates(
    join(stateDirectory, 'tls'),
    NAMES,
    options.clock?.wallMs() ?? Date.now(),
  )
  return {
    services,
    service,
    url: service.url,
    leafCertificate: serverContext.cert,
    rootCertificate,
    stateDirectory,
    log,
    close: async () => {
      await service.close()
      await rm(stateDirectory, { recursive: true, force: true })
    },
  }
}
