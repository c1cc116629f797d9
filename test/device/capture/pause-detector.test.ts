import t from 'tap'
import { PAUSE_MS, PauseDetector } from '../../../device/capture/pause-detector.js'

/** Feeds windows of 20 ms and returns the longest quiet seen. */
function longestQuiet(detector: PauseDetector, levels: readonly number[]): number {
  return Math.max(...levels.map(level => detector.add(level)))
}

const seconds = (level: number, count: number) => Array.from({ length: Math.round(count * 50) }, () => level)

t.test('quiet is counted from its first window, and speech ends it', t => {
  const detector = new PauseDetector(20)
  longestQuiet(detector, [...seconds(-50, 1), ...seconds(-20, 2)])
  t.equal(longestQuiet(detector, seconds(-50, PAUSE_MS / 1000)), PAUSE_MS)
  t.equal(detector.add(-20), 0)
  t.end()
})

t.test('a fan that starts is the new quiet ten seconds later', t => {
  const detector = new PauseDetector(20)
  longestQuiet(detector, [...seconds(-60, 2), ...seconds(-20, 2)])
  t.equal(longestQuiet(detector, seconds(-35, 5)), 0, 'not at once: it might be a voice')
  longestQuiet(detector, seconds(-35, 6))
  t.ok(detector.add(-35) > 0)
  t.equal(detector.add(-20), 0)
  t.end()
})

t.test('speech without a breath is no pause, however long', t => {
  const detector = new PauseDetector(20)
  // Syllables: loud for 200 ms, a dip of 60 ms to not quite the floor.
  const syllable = [...seconds(-20, 0.2), ...seconds(-45, 0.06)]
  const speech = Array.from({ length: 300 }, () => syllable).flat()
  t.ok(longestQuiet(detector, [...seconds(-60, 1), ...speech].slice(50)) < PAUSE_MS)
  t.end()
})

t.test('digital silence does not make a room sound like speech', t => {
  const detector = new PauseDetector(20)
  longestQuiet(detector, seconds(-96, 1))
  t.ok(longestQuiet(detector, seconds(-70, 1)) >= 1000)
  t.end()
})
