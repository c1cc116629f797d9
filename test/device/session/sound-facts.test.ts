import t from 'tap'
import { SILENT_FAULT_MS, SoundFacts } from '../../../device/session/sound-facts.js'

const frames = (changes: object = {}) =>
  ({
    type: 'frames',
    positionMs: 100,
    capturedMs: 100,
    levelDbfs: -30,
    clippedPerMille: 0,
    silentMs: 0,
    ...changes,
  }) as const

t.test('before the first report and after closing nothing is known', async t => {
  const sound = new SoundFacts()
  const nothing = { levelDbfs: null, clippedPerMille: 0, silentMs: 0, positionMs: 0, error: null, isClipping: false }
  t.match(sound, nothing)
  sound.told(frames({ silentMs: 60_000, clippedPerMille: 9 }))
  sound.closed()
  t.match(sound, nothing)
})

t.test('silence becomes a fault at ten seconds, with what to do', async t => {
  const sound = new SoundFacts()
  sound.told(frames({ silentMs: SILENT_FAULT_MS - 1 }))
  t.equal(sound.error, null)
  sound.told(frames({ silentMs: SILENT_FAULT_MS }))
  t.match(sound.error, { code: 'CAPTURE_NO_AUDIO', hint: /\w/ })
})

t.test('clipping counts when it lasts', async t => {
  const sound = new SoundFacts()
  for (let report = 0; report < 23; report += 1) sound.told(frames({ clippedPerMille: 2 }))
  t.equal(sound.isClipping, false)
  sound.told(frames({ clippedPerMille: 2 }))
  t.equal(sound.isClipping, true)
  sound.told(frames({ clippedPerMille: 1 }))
  t.equal(sound.isClipping, false)
})
