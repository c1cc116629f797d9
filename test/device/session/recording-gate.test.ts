import t from 'tap'
import { CONFIG_DEFAULTS } from '../../../device/contracts/config.js'
import { DOWNGRADES, type Downgrade } from '../../../device/contracts/downgrades.js'
import { requireProtections, spoolTrouble } from '../../../device/session/recording-gate.js'

const ALL = Object.keys(DOWNGRADES) as Downgrade[]
const MIB = 2 ** 20

t.test('invariant 1: a provisioned box refuses for every downgrade that refuses, and for no other', async t => {
  for (const downgrade of ALL) {
    if (DOWNGRADES[downgrade].refuses) {
      t.throws(() => requireProtections('provisioned', [downgrade]), { code: /^SPOOL_/, hint: /\w/ }, downgrade)
    } else t.doesNotThrow(() => requireProtections('provisioned', [downgrade]), downgrade)
  }
  t.throws(() => requireProtections('provisioned', ALL))
  t.doesNotThrow(() => requireProtections('provisioned', []))
})

t.test('a demo goes on without them', async t => {
  t.doesNotThrow(() => requireProtections('demo', ALL))
})

t.test('the backlog may come up to its bound, and memory down to its own', async t => {
  const { spool } = CONFIG_DEFAULTS
  const usage = (bytes: number, freeBytes: number) => ({ bytes, keys: 0, freeBytes })
  const bound = spool.maxMiB * MIB
  const least = spool.minFreeMiB * MIB
  t.equal(spoolTrouble(spool, usage(0, least)), null)
  t.equal(spoolTrouble(spool, usage(bound - 1, least)), null)
  t.match(spoolTrouble(spool, usage(bound, least)), { code: 'SPOOL_FULL', retryable: true, hint: /\w/ })
  t.match(spoolTrouble(spool, usage(0, least - 1)), { code: 'SPOOL_FULL', retryable: true, hint: /\w/ })
})
