import t from 'tap'
import { FRAME_MS, findSpeech, SpeechFrames, type SpeechRegion } from '../../../companion/transcriber/speech-regions.js'
import { VoiceDetector } from '../../../companion/transcriber/vad.js'
import { demoManifest, demoSession } from '../../support/demo-speech.js'
import { noise, tone } from '../../support/wav.js'

const SECONDS = 60
const samplesOf = (sound: Float64Array): Int16Array => Int16Array.from(sound, value => Math.round(value * 32_767))
const detector = await VoiceDetector.load()
t.teardown(() => detector.close())

function regionsOf(samples: Int16Array): readonly SpeechRegion[] {
  return findSpeech(new SpeechFrames(detector.frames(samples)), Math.floor(samples.length / 16))
}

t.test('no sound, less than a frame and a whole frame', async t => {
  t.equal(detector.frames(new Int16Array(0)).length, 0)
  t.equal(detector.frames(new Int16Array(16 * FRAME_MS - 1)).length, 0)
  t.strictSame(detector.frames(new Int16Array(16 * FRAME_MS)), [{ voiced: false, levelDbfs: -100 }])
  t.equal(detector.frames(new Int16Array(16 * FRAME_MS + 1)).length, 1)
})

t.test('levels are dBFS of what lies above 200 Hz: an offset or a hum is no sound', async t => {
  const last = (samples: Int16Array): number => detector.frames(samples).at(-1)?.levelDbfs ?? 0
  const square = Int16Array.from({ length: 3200 }, (_, at) => (at % 2 === 0 ? 16_384 : -16_384))
  t.ok(Math.abs(last(square) + 6.02) < 0.1)
  t.ok(last(new Int16Array(3200).fill(12_000)) < -90)
  const hertz = (frequency: number): number => last(samplesOf(tone(16_000, frequency, 16_000, 0.5)))
  t.ok(Math.abs(hertz(1000) + 9.03) < 0.2, 'a voice is let through')
  t.ok(hertz(50) < hertz(1000) - 20, 'mains hum is not')
})

t.test('digital silence has no speech', async t => {
  t.strictSame(regionsOf(new Int16Array(SECONDS * 16_000)), [])
})

t.test('noise has no speech, from the quietest room to a loud fan', async t => {
  for (const amplitude of [0.0001, 0.001, 0.01, 0.08]) {
    t.strictSame(regionsOf(samplesOf(noise(SECONDS * 16_000, 7, amplitude))), [], `amplitude ${amplitude}`)
  }
})

t.test('deep noise (wind, ventilation) has no speech', async t => {
  let level = 0
  const brown = noise(SECONDS * 16_000, 3, 0.015).map(value => {
    level = level * 0.995 + value
    return level
  })
  t.strictSame(regionsOf(samplesOf(brown)), [])
})

t.test('mains hum has no speech', async t => {
  const hum = tone(SECONDS * 16_000, 50, 16_000, 0.02)
  const overtone = tone(SECONDS * 16_000, 150, 16_000, 0.01)
  t.strictSame(regionsOf(samplesOf(hum.map((value, at) => value + (overtone[at] ?? 0)))), [])
})

t.test('every turn of the demo session is found, with its edges, and its pauses are left out', async t => {
  const samples = demoSession()
  const regions = regionsOf(samples)
  for (const { start, end } of demoManifest.session.turns) {
    const inside = regions.filter(region => region.endMs > start * 1000 && region.startMs < end * 1000)
    const first = inside[0]?.startMs ?? Number.POSITIVE_INFINITY
    const last = inside.at(-1)?.endMs ?? 0
    t.ok(first <= start * 1000 && last >= end * 1000, `turn at ${start} s whole`)
    t.ok(first > start * 1000 - 400 && last < end * 1000 + 400, `turn at ${start} s without its pauses`)
  }
  const speechMs = regions.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  t.ok(speechMs < 0.85 * (samples.length / 16))
})

t.test('soft speech is found: the session at a fiftieth of its loudness', async t => {
  const loud = regionsOf(demoSession())
  const soft = regionsOf(demoSession().map(sample => Math.round(sample / 50)))
  const voiced = (regions: readonly SpeechRegion[]): number => regions.reduce((sum, { voicedMs }) => sum + voicedMs, 0)
  t.ok(voiced(soft) > 0.9 * voiced(loud))
})

t.test('speech above a fan is found', async t => {
  const fan = samplesOf(noise(demoSession().length, 5, 0.01))
  const samples = demoSession().map((sample, at) => Math.max(-32_768, Math.min(32_767, sample + (fan[at] ?? 0))))
  const regions = regionsOf(samples)
  for (const { start, end } of demoManifest.session.turns) {
    const middleMs = (start + end) * 500
    t.ok(regions.some(region => region.startMs < middleMs && region.endMs > middleMs))
  }
})

t.test('the same samples give the same frames, whatever came before', async t => {
  const samples = demoSession().slice(0, 10 * 16_000)
  const first = detector.frames(samples)
  detector.frames(samplesOf(noise(5 * 16_000, 9, 0.5)))
  t.strictSame(detector.frames(samples), first)
})
