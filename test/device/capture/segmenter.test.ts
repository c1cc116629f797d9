import t from 'tap'
import { Segmenter, type SegmenterOptions } from '../../../device/capture/segmenter.js'
import type { JournalBodies } from '../../../device/contracts/journal.js'
import { allPcm, openStored, segmentsOf } from '../../support/spool-folder.js'
import { noise, wavOf } from '../../support/wav.js'

const OPTIONS = {
  session: Buffer.alloc(16, 1),
  firstSegment: 1,
  startMs: 1000,
  sampleRate: 16_000,
  channels: 1,
  targetSeconds: 5,
  maxSeconds: 8,
}

function segmenter(directory: string, more: Partial<SegmenterOptions> = {}) {
  const sealed: JournalBodies['segment_sealed'][] = []
  const events = {
    onOpened: () => undefined,
    onSealed: (body: (typeof sealed)[0]) => void sealed.push(body),
    onLevel: () => undefined,
  }
  return { subject: new Segmenter({ directory, ...OPTIONS, ...more }, events), sealed }
}

/** From the beginning of a pause: half of what makes one. */
const CUT_AFTER_MS = 160

/** Speech is noise, a pause is much less of it. */
function spoken(...stretches: readonly (readonly ['speech' | 'pause', number])[]): Buffer {
  return Buffer.concat(
    stretches.map(([kind, ms], at) =>
      wavOf(noise((ms * 16_000) / 1000, at + 1, kind === 'speech' ? 0.3 : 0.001)).subarray(44),
    ),
  )
}

function feed(subject: Segmenter, pcm: Buffer, piece: number): void {
  for (let at = 0; at < pcm.length; at += piece) subject.push(pcm.subarray(at, at + piece))
}

t.test('a segment ends in the middle of the first pause after its target, wherever seconds begin', t => {
  for (const pauseAtMs of [5000, 5100, 5680, 5700, 5840, 5860, 5980, 6000, 6300]) {
    const folder = t.testdir({})
    const { subject, sealed } = segmenter(folder)
    const pcm = spoken(['speech', 2000], ['pause', 400], ['speech', pauseAtMs - 2400], ['pause', 400], ['speech', 900])
    feed(subject, pcm, 1111)
    subject.finish()
    t.strictSame(
      sealed.map(({ durationMs }) => durationMs),
      [pauseAtMs + CUT_AFTER_MS, 400 - CUT_AFTER_MS + 900],
      `pause at ${pauseAtMs} ms`,
    )
    t.ok(allPcm(folder).equals(pcm))
  }
  t.end()
})

t.test('less than 300 ms of quiet is no pause, and without one the segment ends at its maximum', t => {
  const folder = t.testdir({})
  const { subject, sealed } = segmenter(folder)
  const pcm = spoken(['pause', 100], ['speech', 5600], ['pause', 280], ['speech', 8000])
  feed(subject, pcm, 4096)
  subject.finish()
  t.strictSame(
    sealed.map(({ durationMs }) => durationMs),
    [8000, 5980],
  )
  t.strictSame(
    sealed.map(({ startMs }) => startMs),
    [1000, 9000],
  )
  t.ok(allPcm(folder).equals(pcm))
  t.end()
})

t.test('a pause that began before the target ends the segment at the target', t => {
  const folder = t.testdir({})
  const { subject, sealed } = segmenter(folder)
  feed(subject, spoken(['speech', 3000], ['pause', 4000]), 3200)
  subject.finish()
  t.equal(sealed[0]?.durationMs, 5000 - 140)
  t.end()
})

t.test('pieces of any size, splitting samples and windows, give the same segments', t => {
  const pcm = spoken(['pause', 100], ['speech', 5400], ['pause', 500], ['speech', 900])
  const wanted = [5500 + CUT_AFTER_MS, 500 - CUT_AFTER_MS + 900]
  for (const piece of [1, 639, 640, 641, 31_999, 32_000, 32_001, pcm.length]) {
    const folder = t.testdir({})
    const { subject, sealed } = segmenter(folder)
    feed(subject, pcm, piece)
    subject.finish()
    t.strictSame(
      sealed.map(({ durationMs }) => durationMs),
      wanted,
      `pieces of ${piece}`,
    )
    t.ok(allPcm(folder).equals(pcm), `pieces of ${piece}`)
  }
  t.end()
})

t.test('finishing at any moment around a second keeps all whole frames', t => {
  for (const bytes of [0, 1, 2, 3, 639, 640, 31_998, 31_999, 32_000, 32_001, 32_002, 64_000, 36_799]) {
    for (const channels of [1, 2]) {
      const folder = t.testdir({})
      const { subject, sealed } = segmenter(folder, { channels })
      const pcm = Buffer.from(spoken(['speech', 2000])).subarray(0, bytes)
      subject.push(pcm)
      subject.finish()
      subject.finish()
      const whole = bytes - (bytes % (channels * 2))
      t.equal(sealed.length, whole === 0 ? 0 : 1, `${bytes} bytes`)
      t.equal(allPcm(folder).length, whole)
      if (whole > 0) t.equal(openStored(folder, 1).ending, 'sealed')
    }
  }
  t.end()
})

t.test('finishing while a full second waits for a pause to show keeps both', t => {
  const folder = t.testdir({})
  const { subject, sealed } = segmenter(folder)
  const pcm = spoken(['pause', 100], ['speech', 5700], ['pause', 260])
  subject.push(pcm)
  subject.finish()
  t.strictSame(
    sealed.map(({ durationMs }) => durationMs),
    [6060],
  )
  t.ok(allPcm(folder).equals(pcm))
  t.end()
})

t.test('half a second lost ends the segment; less moves the next one', t => {
  const folder = t.testdir({})
  const { subject, sealed } = segmenter(folder)
  subject.push(spoken(['speech', 1000]))
  subject.skip(499)
  subject.push(spoken(['speech', 1000]))
  subject.skip(500)
  subject.push(spoken(['speech', 1000]))
  t.equal(subject.positionMs, 1000 + 3000 + 999)
  t.equal(subject.capturedMs, 3000)
  subject.finish()
  t.match(sealed, [
    { startMs: 1000, durationMs: 2000 },
    { startMs: 1000 + 2000 + 999, durationMs: 1000 },
  ])
  t.end()
})

t.test('after a finish a next segment begins with the next sound', t => {
  const folder = t.testdir({})
  const { subject } = segmenter(folder, { firstSegment: 9 })
  subject.push(spoken(['speech', 100]))
  subject.finish()
  t.strictSame(segmentsOf(folder), [9])
  subject.push(spoken(['speech', 100]))
  subject.finish()
  t.strictSame(segmentsOf(folder), [9, 10])
  t.equal(openStored(folder, 10).header.startMs, 1100)
  t.end()
})
