import t from 'tap'
import { judgeRegion, judgeRegions } from '../../../companion/transcriber/region-outcomes.js'
import { speechFrames } from '../../support/speech-frames.js'

const frames = speechFrames('.1000 #10000 .1000')
const region = { startMs: 800, endMs: 11_200, voicedMs: 10_000 }
const span = (startMs: number, endMs: number): { startMs: number; endMs: number } => ({ startMs, endMs })

t.test('speech with text for all of it is text', async t => {
  t.equal(judgeRegion(region, [span(1000, 11_000)], [], frames), 'text')
  t.equal(judgeRegion(region, [span(1000, 5000), span(5000, 11_000)], [], frames), 'text')
  t.equal(judgeRegion(region, [span(0, 60_000)], [], frames), 'text', 'a text that lasts longer covers it too')
})

t.test('speech without any text is unheard from a second of voice on', async t => {
  t.equal(judgeRegion(region, [], [], frames), 'unheard')
  t.equal(judgeRegion(region, [span(20_000, 30_000)], [], frames), 'unheard')
  const brief = speechFrames('.1000 #980 .1000')
  t.equal(judgeRegion({ startMs: 800, endMs: 2180, voicedMs: 980 }, [], [], brief), 'no-words')
  const second = speechFrames('.1000 #1000 .1000')
  t.equal(judgeRegion({ startMs: 800, endMs: 2200, voicedMs: 1000 }, [], [], second), 'unheard')
})

t.test('more than a second and a half of voice beyond the text is unheard', async t => {
  t.equal(judgeRegion(region, [span(1000, 9220)], [], frames), 'text')
  t.equal(judgeRegion(region, [span(1000, 9180)], [], frames), 'unheard')
  t.equal(judgeRegion(region, [span(1000, 5000), span(7200, 11_000)], [], frames), 'unheard', 'in the middle as well')
})

t.test('overlapping texts count once', async t => {
  t.equal(judgeRegion(region, [span(1000, 6000), span(1000, 6000), span(2000, 6000)], [], frames), 'unheard')
})

t.test('sounds that the recogniser calls no words are accounted for', async t => {
  t.equal(judgeRegion(region, [], [span(1000, 11_000)], frames), 'no-words')
  t.equal(judgeRegion(region, [span(1000, 5000)], [span(5000, 11_000)], frames), 'text')
  t.equal(judgeRegion(region, [], [span(1000, 5000)], frames), 'unheard')
})

t.test('each region is judged', async t => {
  t.strictSame(judgeRegions([region], [], [], frames), [{ startMs: 800, endMs: 11_200, outcome: 'unheard' }])
  t.strictSame(judgeRegions([], [], [], frames), [])
})
