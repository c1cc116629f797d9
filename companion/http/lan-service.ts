/** The LAN service as main.ts starts it: certificates, app, port. */

import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { EarshotConfig } from '../../device/contracts/config.js'
import type { CompanionLog } from '../log.js'
import { type BoxCertificates, openCertificates } from '../tls/certificate-store.js'
import { buildApp } from './app.js'
import { type Clock, SYSTEM_CLOCK } from './clock.js'
import type { Services } from './services.js'

/** Often enough for a clock that is set right only after the start. */
const LOOK_AT_CERTIFICATES_MS = 3_600_000

export interface LanServiceOptions {
  readonly services: Services
  readonly config: EarshotConfig
  /** EARSHOT_STATE; certificates are kept in its folder `tls`. */
  readonly stateDirectory: string
  readonly log: CompanionLog
  readonly version: string
  readonly clock?: Clock
}

export interface LanService {
  /** With the first name of the configuration. */
  readonly url: string
  readonly port: number
  /** SHA-256 of the root certificate, to be compared out of band. */
  readonly rootFingerprint: string
  /** Looks at the certificates now; renewed ones serve the next connection, running ones go on. */
  renewCertificates(): Promise<void>
  /** Ends every sign-in, locks every vault, closes every connection. */
  close(): Promise<void>
}

/** @throws STORAGE_DAMAGED for an unreadable root; the system's error if the port is taken */
export async function startLanService(options: LanServiceOptions): Promise<LanService> {
  const { services, config, stateDirectory, log, version, clock = SYSTEM_CLOCK } = options
  const open = async (): Promise<BoxCertificates> => {
    const opened = await openCertificates(join(stateDirectory, 'tls'), config.web.names, clock.wallMs())
    const [root, leaf] = [opened.made.includes('root'), opened.made.includes('leaf')]
    if (root || leaf) log.write('certificates_made', { root, leaf })
    return opened
  }
  let certificates = await open()
  const root = () => ({ pem: certificates.rootCertificate, fingerprint: certificates.rootFingerprint })
  const app = await buildApp(services, config, {
    log,
    clock,
    version,
    tls: certificates.serverContext,
    rootCertificate: root,
  })
  const renewCertificates = async (): Promise<void> => {
    certificates = await open()
    if (certificates.made.length > 0)
      app.server.setSecureContext({ ...certificates.serverContext, minVersion: 'TLSv1.2' })
  }
  await app.listen({ host: config.web.host, port: config.web.port })
  const { port } = app.server.address() as AddressInfo
  log.write('lan_service_listening', { port })
  const timer = setInterval(() => {
    renewCertificates().catch(() => log.write('step_failed', { sessionId: '', code: 'STORAGE_DAMAGED' }))
  }, LOOK_AT_CERTIFICATES_MS)
  timer.unref()
  const [name = 'localhost'] = config.web.names
  return {
    url: `https://${name.includes(':') ? `[${name}]` : name}${port === 443 ? '' : `:${port}`}`,
    port,
    rootFingerprint: root().fingerprint,
    renewCertificates,
    close: async () => {
      clearInterval(timer)
      await app.close()
    },
  }
}
