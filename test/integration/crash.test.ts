import t from 'tap'
import { startBox } from '../support/demo-box.js'
import { killStorm } from '../support/kill-storm.js'
import { type ProgramRole, pidsOf } from '../support/processes.js'

/** How much of the sound a kill may cost: what was not sealed yet, and the time until the next recorder runs. */
const LOST_SECONDS: Readonly<Record<ProgramRole, number>> = {
  device: 25,
  capture: 10,
  companion: 0.1,
  transcriber: 0.1,
  drafter: 0.1,
}

t.setTimeout(1_200_000)

for (const role of ['capture', 'transcriber', 'companion', 'device', 'drafter'] as const) {
  t.test(`invariant 10: SIGKILL of the ${role} process costs seconds of a session, never a note`, async t => {
    const { box } = await startBox(t, { speed: 20, config: { spool: { targetSeconds: 15, maxSeconds: 25 } } })
    const { report, kills, seen } = await killStorm(box, { role, kills: 3, everyMs: 2500, seed: role.length * 7919 })
    t.ok(kills >= 2, `${kills} kills`)
    t.equal(report.keysLeft, 0, 'no key is orphaned')
    t.equal(report.spoolBytesLeft, 0, 'no audio is orphaned')
    t.equal(report.segmentsDestroyed, report.segments)
    t.ok(report.receiptVerified, 'the receipt verifies')
    t.ok(report.coverage >= 0.99, `coverage ${report.coverage}: all that was captured became text or silence`)
    t.ok(report.note !== null, 'there is a draft')
    t.ok(report.capturedSeconds >= 233 - kills * LOST_SECONDS[role], `captured ${report.capturedSeconds} s`)
    t.strictSame(report.transcript, seen, 'no stored text was lost or changed')
    t.equal(new Set(seen.map(turn => turn.id)).size, seen.length, 'no turn came twice')
    for (const gone of ['capture', 'transcriber', 'drafter'] as const) t.strictSame(await pidsOf(box.run, gone), [])
  })
}
