/** What is stored of a clinician and of the box's claim: names and wraps, in the clear, no health information. */

import { EarshotError } from '../../device/contracts/errors.js'
import { hexOf, isCount, isText, oneOf, optional, orNull, shape, textLike } from '../../device/contracts/shape.js'
import { isWrappedSecret, type WrappedSecret } from './key-wrap.js'
import { parserOf } from './sealed-document.js'

/**
 * `pending` until the claim: the key pair exists, so that sessions recorded before the claim have someone to be sealed
 * to; its secret half is wrapped by the claim code alone. `claimed` afterwards: `claim` is gone, the other two are there.
 */
export interface Account {
  readonly version: 1
  readonly clinicianId: string
  readonly state: 'pending' | 'claimed'
  readonly name: string
  readonly credentials: string
  /** X25519, hex. */
  readonly publicKey: string
  /** The chart key, sealed to `publicKey`, hex. */
  readonly sealedChartKey: string
  readonly createdAtMs: number
  readonly claimedAtMs: number | null
  readonly wraps: {
    readonly claim?: WrappedSecret
    readonly passphrase?: WrappedSecret
    readonly recovery?: WrappedSecret
  }
}

export interface BoxAccounts {
  readonly version: 1
  /** To whom sessions go that nobody armed. */
  readonly defaultClinicianId: string
  /** Wrong claim codes since provisioning. */
  readonly wrongClaimCodes: number
}

const CLINICIAN_ID = /^c-[a-z2-7]{16}$/

export const parseAccount = parserOf(
  shape<Account>({
    version: oneOf([1]),
    clinicianId: textLike(CLINICIAN_ID),
    state: oneOf(['pending', 'claimed']),
    name: isText,
    credentials: isText,
    publicKey: hexOf(32),
    // Magic, ephemeral key, nonce, and 32 bytes in a box.
    sealedChartKey: hexOf(8 + 32 + 24 + 16 + 32),
    createdAtMs: isCount,
    claimedAtMs: orNull(isCount),
    wraps: shape<Account['wraps']>({
      claim: optional(isWrappedSecret),
      passphrase: optional(isWrappedSecret),
      recovery: optional(isWrappedSecret),
    }),
  }),
  1,
)

export const parseBoxAccounts = parserOf(
  shape<BoxAccounts>({ version: oneOf([1]), defaultClinicianId: textLike(CLINICIAN_ID), wrongClaimCodes: isCount }),
  1,
)

/** Opaque: a clinician's name is in no path and no ledger line. */
export function isClinicianId(value: unknown): value is string {
  return typeof value === 'string' && CLINICIAN_ID.test(value)
}

/** Two spellings that people take for one name are one name. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}

/** @throws REQUEST_INVALID */
export function checkedName(value: string, field: 'name' | 'credentials'): string {
  const text = value.normalize('NFC').trim().replace(/\s+/g, ' ')
  const longest = 100
  const wanted = field === 'name' ? text.length > 0 : true
  if (!wanted || text.length > longest || /\p{C}/u.test(text)) {
    throw new EarshotError('REQUEST_INVALID', 'account details are not usable', {
      detail: { field },
      hint: field === 'name' ? 'enter a name of 1 to 100 characters' : 'enter credentials of at most 100 characters',
    })
  }
  return text
}
