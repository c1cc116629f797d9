import t from 'tap'
import {
  FRAME_MS,
  type Frame,
  findSpeech,
  gateDbfs,
  SpeechFrames,
  smoothedLevels,
} from '../../../companion/transcriber/speech-regions.js'
import { speechFrames } from '../../support/speech-frames.js'

const regionsOf = (pattern: string): readonly [number, number, number][] => {
  const frames = speechFrames(pattern)
  return findSpeech(frames, frames.length * FRAME_MS).map(({ startMs, endMs, voicedMs }) => [startMs, endMs, voicedMs])
}
const level = (levelDbfs: number, voiced = true): Frame => ({ voiced, levelDbfs })

t.test('nothing, silence and the room alone have no speech', async t => {
  t.strictSame(regionsOf(''), [])
  t.strictSame(regionsOf('.60000'), [])
  t.strictSame(regionsOf('v60000'), [], 'a voice verdict on the room itself is the room')
  t.strictSame(regionsOf('.2000 !3000 .2000'), [], 'a loud sound that is no voice is no speech')
})

t.test('speech is padded by 200 ms, within the segment', async t => {
  t.strictSame(regionsOf('.1000 #500 .1000'), [[800, 1700, 500]])
  t.strictSame(regionsOf('.100 #500 .100'), [[0, 700, 500]])
  t.strictSame(regionsOf('#500'), [[0, 500, 500]])
})

t.test('speech without a pause from end to end is speech when it is loud', async t => {
  const frames = new SpeechFrames(Array.from({ length: 500 }, () => level(-15)))
  t.strictSame(findSpeech(frames, 10_000), [{ startMs: 0, endMs: 10_000, voicedMs: 10_000 }])
})

t.test('gaps below 300 ms are within speech, padded regions that touch are one', async t => {
  t.strictSame(regionsOf('.1000 #200 .280 #200 .1000'), [[800, 1880, 400]])
  t.strictSame(regionsOf('.1000 #200 .400 #200 .1000'), [[800, 2000, 400]])
  t.strictSame(regionsOf('.1000 #200 .420 #200 .1000'), [
    [800, 1400, 200],
    [1420, 2020, 200],
  ])
})

t.test('less than 100 ms of voice is a knock', async t => {
  t.strictSame(regionsOf('.1000 #80 .1000'), [])
  t.strictSame(regionsOf('.1000 #100 .1000'), [[800, 1300, 100]])
})

t.test('the end of the sound, not of its last whole frame, is the end of the last region', async t => {
  t.equal(findSpeech(speechFrames('.1000 #500'), 1513)[0]?.endMs, 1513)
})

t.test('the gate stands above the room, not below digital silence and not in dense speech', async t => {
  const room = (levelDbfs: number): number =>
    gateDbfs([...Array.from({ length: 50 }, () => -20), ...Array.from({ length: 50 }, () => levelDbfs)])
  t.equal(room(-50), -47)
  t.equal(room(-100), -80)
  t.equal(gateDbfs([]), -77)
  t.equal(gateDbfs(Array.from({ length: 50 }, () => -10)), -22)
})

t.test('levels are smoothed over five frames, by power, fewer at the ends', async t => {
  const levels = smoothedLevels([level(-20), level(-100), level(-100), level(-100), level(-100), level(-100)])
  const near = (at: number, wanted: number): boolean => Math.abs((levels[at] ?? 0) - wanted) < 0.01
  t.ok(near(0, -24.77) && near(1, -26.02) && near(2, -26.99) && near(3, -100) && near(5, -100))
  t.strictSame(smoothedLevels([]), [])
})

t.test('voiced time is counted between any two times, and nothing lies outside', async t => {
  const frames = speechFrames('.1000 #500 .1000')
  t.equal(frames.voicedMs(0, 2500), 500)
  t.equal(frames.voicedMs(1200, 1300), 100)
  t.equal(frames.voicedMs(-500, 99_999), 500)
  t.equal(frames.voicedMs(1300, 1200), 0)
  t.equal(frames.voicedMs(5000, 6000), 0)
})
