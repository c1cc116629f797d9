import t from 'tap'
import { startBox } from '../support/demo-box.js'
import { killStorm } from '../support/kill-storm.js'
import type { ProgramRole } from '../support/processes.js'

/** Ten storms of five kills for each program: fifty random moments. */
const STORMS = 10

t.setTimeout(1_200_000)

for (const role of ['device', 'capture', 'transcriber', 'companion', 'drafter'] as const satisfies ProgramRole[]) {
  t.test(`invariant 10: fifty SIGKILLs of the ${role} process orphan no key and lose no stored text`, async t => {
    for (let storm = 1; storm <= STORMS; storm += 1) {
      const { box } = await startBox(t, { speed: 15, config: { spool: { targetSeconds: 15, maxSeconds: 25 } } })
      const { report, kills, seen } = await killStorm(box, { role, kills: 5, everyMs: 1800, seed: storm * 104_729 })
      t.comment(`storm ${storm}: ${kills} kills, ${report.capturedSeconds.toFixed(1)} s captured`)
      t.equal(report.keysLeft + report.spoolBytesLeft, 0, `storm ${storm}: nothing is orphaned`)
      t.ok(report.receiptVerified, `storm ${storm}: the receipt verifies`)
      t.strictSame(report.transcript, seen, `storm ${storm}: no stored text was lost`)
      t.ok(report.note !== null, `storm ${storm}: there is a draft`)
      await box.stop()
    }
  })
}
