import { readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { segmentFile } from '../../../device/contracts/spool-format.js'
import { beginFile, CaptureChild } from '../../support/capture-child.js'
import { noise, wavAround, wavOf } from '../../support/wav.js'

/** Minutes of sound; EARSHOT_SOAK_HOURS=12 makes it a day's work instead. */
const MINUTES = 60 * Number(process.env['EARSHOT_SOAK_HOURS'] ?? '0.75')

t.test('memory does not grow with the length of the recording', async t => {
  const spool = t.testdir({})
  const file = join(spool, 'long.wav')
  const minute = wavOf(noise(16_000 * 60)).subarray(44)
  const header = wavAround(Buffer.alloc(0), { dataSize: minute.length * MINUTES }).subarray(0, 44)
  const writing = await open(file, 'w')
  await writing.write(header)
  for (let at = 0; at < MINUTES; at++) await writing.write(minute)
  await writing.close()

  const child = new CaptureChild()
  const residentMiB: number[] = []
  let destroyed = 0
  child.process.on('message', () => {
    for (const { segment } of child.of('segment_sealed').slice(destroyed)) {
      destroyed++
      residentMiB.push(resident(child.process.pid ?? 0))
      const names = segmentFile(segment)
      rmSync(join(spool, names.sealed))
      rmSync(join(spool, names.key))
    }
  })
  child.tell(beginFile(spool, file, { speed: 1_000_000 }))
  await child.until(() => child.of('source_ended').length === 1)
  await child.stop()
  const seconds = child.of('segment_sealed').reduce((sum, report) => sum + report.durationMs, 0) / 1000
  t.equal(seconds, MINUTES * 60)
  // The first third is warm-up: the heap finds its size.
  const third = Math.floor(residentMiB.length / 3)
  const early = Math.max(...residentMiB.slice(third, 2 * third))
  const late = Math.max(...residentMiB.slice(2 * third))
  t.comment(`${Math.round(early)} MiB, then ${Math.round(late)} MiB, after ${MINUTES} minutes of sound`)
  t.ok(late - early < 20, `${Math.round(early)} MiB, then ${Math.round(late)} MiB`)
})

function resident(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}
