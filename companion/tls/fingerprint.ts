/** Fingerprints of certificates, for people to compare out of band. */

import { X509Certificate } from 'node:crypto'

/** SHA-256 of the certificate as browsers and `openssl x509 -fingerprint` show it: `AB:CD:…`, 32 pairs. */
export function certificateFingerprint(certificatePem: string): string {
  return new X509Certificate(certificatePem).fingerprint256
}
