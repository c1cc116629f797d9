/** Makes the box's own root certificate and the leaf that the LAN service shows. P-256, SHA-256. */

import { randomBytes, webcrypto } from 'node:crypto'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import type { BoxNames } from './box-names.js'
import { NAME_CONSTRAINTS_OID, nameConstraints } from './name-constraints.js'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000
/** Ten years: IT installs the root on every computer by hand, so it outlives the box. */
const ROOT_DAYS = 3650
/** Safari refuses leaves above 825 days even from own roots, public rules stop at 398: stay below both. */
export const LEAF_DAYS = 397
/** Clocks of other machines may be behind. */
const BACKDATE_MS = 3_600_000

/** A certificate with its secret key, both PEM. */
export interface KeyAndCertificate {
  readonly key: string
  readonly certificate: string
}

/** A root that may sign leaves (no further authority) for the names of this box and for private addresses only. */
export async function makeRoot(names: BoxNames, nowMs: number): Promise<KeyAndCertificate> {
  const keys = await newKeys()
  const notBefore = new Date(nowMs - BACKDATE_MS)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      // The suffix tells the roots of two boxes apart in a list of installed certificates.
      name: `CN=Earshot root ${randomBytes(3).toString('hex')}`,
      notBefore,
      notAfter: new Date(notBefore.getTime() + ROOT_DAYS * DAY_MS - 1000),
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        new x509.Extension(NAME_CONSTRAINTS_OID, true, Uint8Array.from(nameConstraints(names)).buffer),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  )
  return { key: await secretKeyPem(keys.privateKey), certificate: `${certificate.toString('pem').trim()}\n` }
}

/** A server certificate for the names, signed by the root. */
export async function makeLeaf(root: KeyAndCertificate, names: BoxNames, nowMs: number): Promise<KeyAndCertificate> {
  const keys = await newKeys()
  const issuer = new x509.X509Certificate(root.certificate)
  const notBefore = new Date(nowMs - BACKDATE_MS)
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: 'CN=Earshot box',
      issuer: issuer.subject,
      notBefore,
      notAfter: new Date(notBefore.getTime() + LEAF_DAYS * DAY_MS - 1000),
      publicKey: keys.publicKey,
      signingKey: await signingKey(root.key),
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          ...names.dns.map(value => ({ type: 'dns' as const, value })),
          ...names.ips.map(value => ({ type: 'ip' as const, value })),
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  )
  return { key: await secretKeyPem(keys.privateKey), certificate: `${certificate.toString('pem').trim()}\n` }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>
}

/** 127 random bits, positive and never zero. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

async function secretKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  der.fill(0)
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
}

function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']) as Promise<webcrypto.CryptoKey>
}
