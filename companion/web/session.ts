/** Who is signed in on this page. */

import type { Me } from '../http/api-types.js'
import { setCsrfToken } from './api.js'

let current: Me | null = null

export function signedIn(): Me | null {
  return current
}

export function setSignedIn(me: Me | null): void {
  current = me
  setCsrfToken(me?.csrfToken ?? '')
}
