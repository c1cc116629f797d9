import t from 'tap'
import { DOWNGRADES, isDowngrade } from '../../../device/contracts/downgrades.js'

t.test('only what is in the table is a downgrade', async t => {
  for (const name of Object.keys(DOWNGRADES)) t.ok(isDowngrade(name))
  for (const name of ['toString', '', 'SWAP-ON', 3, null]) t.notOk(isDowngrade(name))
})

t.test('invariant 1: what lets audio reach a disk or outlive a process refuses recording', async t => {
  const refusing = Object.entries(DOWNGRADES)
    .filter(([, { refuses }]) => refuses)
    .map(([name]) => name)
  t.strictSame(refusing.sort(), ['no-init-on-free', 'spool-not-ram', 'swap-on'])
})
