/** A real browser against a real LAN service: headless Chromium over HTTPS, trusting this box's leaf and nothing else. */

import { createHash, X509Certificate } from 'node:crypto'
import { accessSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Kept quiet: a browser of its own accord talks to its maker. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** @throws Error that says how to get it */
export function chromiumPath(): string {
  const found = CANDIDATES.find(path => {
    try {
      accessSync(path)
      return true
    } catch {
      return false
    }
  })
  if (found === undefined) {
    throw new Error('chromium is missing: apt-get install -y --no-install-recommends chromium')
  }
  return found
}

/** @param leafCertificate PEM; null: trust nothing, as a computer on which the root was not installed */
export async function openBrowser(leafCertificate: string | null): Promise<Browser> {
  const trust =
    leafCertificate === null
      ? []
      : // Takes effect only for a browser with a profile folder of its own, which playwright gives it.
        [`--ignore-certificate-errors-spki-list=${publicKeyDigest(leafCertificate)}`]
  return await chromium.launch({ executablePath: chromiumPath(), args: [...QUIET, ...trust] })
}

function publicKeyDigest(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest('base64')
}

export interface Watched {
  readonly page: Page
  /** Origins asked, console errors and page errors seen so far. */
  readonly origins: Set<string>
  readonly complaints: string[]
}

/** A page whose every request and complaint is written down. */
export async function watchedPage(context: BrowserContext): Promise<Watched> {
  const page = await context.newPage()
  const origins = new Set<string>()
  const complaints: string[] = []
  page.on('request', request => void origins.add(new URL(request.url()).origin))
  page.on('pageerror', error => void complaints.push(`${error.name}: ${error.message}`))
  page.on('console', message => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    // Chromium writes every answer of 400 and above to the console; the tests below mean to get some.
    if (/^Failed to load resource: the server responded with a status of/.test(message.text())) return
    complaints.push(message.text())
  })
  return { page, origins, complaints }
}
