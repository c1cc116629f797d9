/** Waits until both programs of a demo box answer, and reads what its label would say. */

import { readFile } from 'node:fs/promises'
import { get } from 'node:https'
import { join } from 'node:path'
import { certificateFingerprint } from '../../companion/tls/fingerprint.js'
import type { Box } from './box.js'

const PATIENCE_MS = 30_000
const LOOK_MS = 100

/** @throws Error naming the log to read when the box does not come up */
export async function waitForBox(box: Box, port: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const device = await box.device.state().catch(() => null)
    if (device !== null && (await answers(box.state, port))) return
    await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  }
  throw new Error(`the box did not start within 30 s: see device.log and companion.log in ${box.state}`)
}

export function rootCertificate(state: string): Promise<string> {
  return readFile(join(state, 'tls', 'root.crt'), 'utf8')
}

export async function fingerprintOf(state: string): Promise<string> {
  return certificateFingerprint(await rootCertificate(state))
}

/** Over real TLS, trusting the box's own root and nothing else. */
async function answers(state: string, port: number): Promise<boolean> {
  const ca = await rootCertificate(state).catch(() => null)
  if (ca === null) return false
  return await new Promise(resolve => {
    const request = get({ host: 'localhost', port, path: '/api/v1/box', ca, agent: false }, response => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('error', () => resolve(false))
    request.setTimeout(2000, () => request.destroy())
  })
}
