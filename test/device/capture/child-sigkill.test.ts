import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { scanSegments } from '../../../device/spool/scan-segments.js'
import { beginFile, CaptureChild } from '../../support/capture-child.js'
import { root } from '../../support/root.js'
import { hasPair, openStored } from '../../support/spool-folder.js'

const DEMO = join(root, 'models/demo/demo-session.wav')
const demoPcm = readFileSync(DEMO).subarray(44)
const SPEED = 40
const KILLS = 20

t.test(
  'invariant 10: killed at any instant, it leaves a genuine prefix, about a second short at most, and no stray key',
  async t => {
    let interruptedSegments = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const spool = t.testdir({})
      const child = new CaptureChild()
      child.tell(beginFile(spool, DEMO, { speed: SPEED, targetSeconds: 5, maxSeconds: 8 }))
      await child.until(() => child.of('opened').length === 1)
      await pause(Math.random() * 700)
      child.process.kill('SIGKILL')
      t.match(await child.exited, { signal: 'SIGKILL' })

      const scans = await scanSegments(spool)
      const byName = new Set(readdirSync(spool).map(name => Number.parseInt(name, 10)))
      t.strictSame(
        scans.map(scan => scan.segment),
        [...byName].sort((a, b) => a - b),
        'recovery sees every file',
      )
      t.ok(
        scans.every(scan => scan.hasSealed),
        'no key is without its segment',
      )
      t.ok(
        scans.every(scan => scan.hasKey || scan.stillborn),
        'no segment with sound is without its key',
      )
      let at = 0
      for (const scan of scans.filter(scan => hasPair(spool, scan.segment))) {
        const opened = openStored(spool, scan.segment)
        if (opened.ending === 'interrupted') interruptedSegments++
        t.equal(opened.pcm.length, scan.pcmBytes)
        t.ok(
          Buffer.from(opened.pcm).equals(demoPcm.subarray(at, at + opened.pcm.length)),
          'genuine, and nothing missing',
        )
        at += opened.pcm.length
      }
      const reportedMs = child.of('frames').at(-1)?.capturedMs ?? 0
      t.ok(at / 32 >= reportedMs - 1150, `${Math.round(at / 32)} of ${reportedMs} ms are kept`)
    }
    t.ok(interruptedSegments > 0, `${interruptedSegments} segments were caught open`)
  },
)

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
