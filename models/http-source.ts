/** One HTTP answer with a body, redirects followed: https, or http to this very machine (test servers). */

import { EarshotError } from '../device/contracts/errors.js'

/** Publishers need two or three. */
const MOST_REDIRECTS = 10
const REDIRECTS = [301, 302, 303, 307, 308]

export interface HttpSource {
  readonly status: number
  readonly headers: Headers
  /** Pieces as they arrive. Rejects with the abort reason, or with the network's own error. */
  readonly body: AsyncIterable<Uint8Array>
  /** Ends the request if its body is not wanted. */
  readonly cancel: () => Promise<void>
}

/**
 * @throws MODEL_DOWNLOAD_FAILED if a redirect leads away from https, nowhere or in circles; otherwise the network's own error
 */
export async function openHttpSource(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpSource> {
  let at = url
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    refuseInsecure(at)
    // A compressed answer would make Range and Content-Length speak of other bytes than ours.
    const answer = await fetch(at, {
      headers: { ...headers, 'accept-encoding': 'identity' },
      redirect: 'manual',
      signal,
    })
    const cancel = async (): Promise<void> => {
      await answer.body?.cancel().catch(() => {})
    }
    if (!REDIRECTS.includes(answer.status)) {
      return { status: answer.status, headers: answer.headers, body: answer.body ?? nothing(), cancel }
    }
    await cancel()
    const location = answer.headers.get('location')
    if (location === null || !URL.canParse(location, at.href)) throw badRedirect('nowhere')
    at = new URL(location, at)
  }
  throw badRedirect('too-many')
}

function refuseInsecure(url: URL): void {
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return
  throw new EarshotError('MODEL_DOWNLOAD_FAILED', 'address is not https', {
    detail: { reason: 'insecure', protocol: url.protocol },
    hint: 'use an https address; a model from elsewhere comes in with scripts/models import',
  })
}

function badRedirect(reason: string): EarshotError {
  return new EarshotError('MODEL_DOWNLOAD_FAILED', 'server redirects in a way that cannot be followed', {
    detail: { reason: `redirect-${reason}` },
    hint: 'fetch the file with a browser and bring it in with scripts/models import',
  })
}

async function* nothing(): AsyncIterable<Uint8Array> {}
