/**
 * The box's certificates on disk (`EARSHOT_STATE/tls`): made at the first start, the leaf renewed in time.
 *
 * `root.pem` and `leaf.pem` hold secret key and certificate in one file each, mode 0600, so that no cut of power can
 * leave a key without its certificate. `root.crt` is the public half, for IT to fetch and install.
 */

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EarshotError } from '../../device/contracts/errors.js'
import { writeDurably } from '../vault/durable-file.js'
import { addressBytes, type BoxNames, boxNames } from './box-names.js'
import { certificateFingerprint } from './fingerprint.js'
import { type KeyAndCertificate, makeLeaf, makeRoot } from './issue.js'
import { nameConstraints } from './name-constraints.js'

/** A third of a leaf's life. */
const RENEW_BELOW_MS = 132 * 86_400_000

export interface BoxCertificates {
  /** PEM, public: what IT installs on the practice's computers. */
  readonly rootCertificate: string
  /** SHA-256 of the root, `AB:CD:…`, to be compared out of band. */
  readonly rootFingerprint: string
  /** For `https.createServer` and `server.setSecureContext`: the chain, leaf first. */
  readonly serverContext: { readonly key: string; readonly cert: string }
  /** What this opening made anew. A new root has to be installed again by IT. */
  readonly made: readonly ('root' | 'leaf')[]
}

/**
 * Reads the certificates; makes what is missing, is near its end or does not fit the names any more.
 * A root that does not permit a new host name is replaced, because browsers would refuse the leaf.
 *
 * @param names configuration `web.names`
 * @throws STORAGE_DAMAGED if the root is unreadable: it is not replaced silently, people's browsers trust it
 */
export async function openCertificates(
  directory: string,
  names: readonly string[],
  nowMs: number,
): Promise<BoxCertificates> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const wanted = boxNames(names)
  const made: ('root' | 'leaf')[] = []
  let root = await readRoot(join(directory, 'root.pem'))
  if (root === null || !permits(root, wanted)) {
    root = await makeRoot(wanted, nowMs)
    await writeDurably(join(directory, 'root.pem'), pem(root))
    made.push('root')
  }
  if (made.length > 0 || (await readOrNull(join(directory, 'root.crt'))) !== root.certificate) {
    await writeDurably(join(directory, 'root.crt'), Buffer.from(root.certificate))
  }
  let leaf = split(await readOrNull(join(directory, 'leaf.pem')))
  if (leaf === null || !serves(leaf, root, wanted, nowMs)) {
    leaf = await makeLeaf(root, wanted, nowMs)
    await writeDurably(join(directory, 'leaf.pem'), pem(leaf))
    made.push('leaf')
  }
  return {
    rootCertificate: root.certificate,
    rootFingerprint: certificateFingerprint(root.certificate),
    serverContext: { key: leaf.key, cert: leaf.certificate + root.certificate },
    made,
  }
}

async function readRoot(path: string): Promise<KeyAndCertificate | null> {
  const text = await readOrNull(path)
  if (text === null) return null
  const root = split(text)
  if (root === null) {
    throw new EarshotError('STORAGE_DAMAGED', 'root certificate is not readable', {
      hint: 'restore tls/root.pem from a backup, or remove it to make a new root and install that on every computer',
    })
  }
  return root
}

/** Whether the leaf is this root's, lives long enough and has exactly the names. */
function serves(leaf: KeyAndCertificate, root: KeyAndCertificate, names: BoxNames, nowMs: number): boolean {
  const certificate = new X509Certificate(leaf.certificate)
  const signed = certificate.checkIssued(new X509Certificate(root.certificate))
  const begun = Date.parse(certificate.validFrom) <= nowMs
  const lasts = Date.parse(certificate.validTo) - nowMs >= RENEW_BELOW_MS
  return signed && begun && lasts && sameNames(certificate.subjectAltName ?? '', names)
}

function sameNames(altName: string, names: BoxNames): boolean {
  const found = altName.split(', ').map(entry => {
    const [kind = '', ...value] = entry.split(':')
    return kind === 'IP Address' ? ipKey(value.join(':')) : `dns ${value.join(':')}`
  })
  const wanted = [...names.dns.map(name => `dns ${name}`), ...names.ips.map(ipKey)]
  return found.sort().join() === wanted.sort().join()
}

function ipKey(ip: string): string {
  return `ip ${Buffer.from(addressBytes(ip)).toString('hex')}`
}

/** Whether the root was made for these names: the constraint is compared byte by byte with the one it would get now. */
function permits(root: KeyAndCertificate, names: BoxNames): boolean {
  const constraint = Buffer.from(nameConstraints(names))
  return new X509Certificate(root.certificate).raw.includes(constraint)
}

function pem(pair: KeyAndCertificate): Uint8Array {
  return Buffer.from(pair.key + pair.certificate)
}

/** @returns null for what is absent or holds no usable pair */
function split(text: string | null): KeyAndCertificate | null {
  const key = /-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----\n/.exec(text ?? '')?.[0]
  const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n/.exec(text ?? '')?.[0]
  if (key === undefined || certificate === undefined) return null
  try {
    const matches = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
    return matches ? { key, certificate } : null
  } catch {
    return null
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
