/** Appends to a ledger without end and tells each entry that is said to be there; the test kills it at some moment. */

import { openIdentity } from '../../companion/ledger/identity.js'
import { Ledger } from '../../companion/ledger/ledger.js'

const state = process.argv[2] ?? ''
const ledger = await Ledger.open(`${state}/ledger`, await openIdentity(state), 'boot-one')
for (;;) {
  const entries = await Promise.all([1, 2, 3].map(n => ledger.append('sign_in', null, { n })))
  process.send?.(entries.at(-1)?.seq)
}
