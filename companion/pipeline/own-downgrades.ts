/** Protections that are the companion's to look after, and are missing. The device cannot know of them. */

import type { Downgrade } from '../../device/contracts/downgrades.js'

/** The egress lock is provisioning's; as long as there is none, page, ledger and receipt say so. */
export const OWN_DOWNGRADES: readonly Downgrade[] = ['no-egress-lock']
