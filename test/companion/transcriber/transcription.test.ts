import t from 'tap'
import { accountsForAll } from '../../../companion/transcriber/coverage.js'
import { FRAME_MS, type Frame } from '../../../companion/transcriber/speech-regions.js'
import { type Transcription, transcribeSegment } from '../../../companion/transcriber/transcription.js'
import { ScriptedEngine, said } from '../../support/scripted-engine.js'
import { framesOf } from '../../support/speech-frames.js'

const loop = Array.from({ length: 6 }, () => 'and then I went home').join(' ')

function run(pattern: string, engine: ScriptedEngine, prompt = ''): Promise<Transcription> {
  const frames = framesOf(pattern)
  // Sound at every sample, so that a piece that was not cleared shows.
  const samples = new Int16Array(frames.length * FRAME_MS * 16).fill(1000)
  const judged = (): readonly Frame[] => frames
  return transcribeSegment({ segment: 4, startMs: 120_000, samples }, { engine, frames: judged, prompt })
}

t.test('speech becomes turns in session time, silence is left out', async t => {
  const engine = new ScriptedEngine(() => [said(200, 2200, 'Good morning.'), said(3400, 6400, 'Come in and sit down.')])
  const { turns, measures } = await run('.5000 #2000 .20000 #3000 .10000', engine)
  t.match(turns, [
    { id: 's4-01', start: 125, end: 127, text: 'Good morning.' },
    { id: 's4-02', start: 147, end: 150, text: 'Come in and sit down.' },
  ])
  t.strictSame(measures, {
    capturedMs: 40_000,
    transcribedMs: 5800,
    silenceMs: 34_200,
    turns: 2,
    words: 7,
    meanConfidence: 0.9,
    dropped: 0,
  })
  t.equal(engine.asked.length, 1)
  t.equal(engine.asked[0]?.ms, 2400 + 800 + 3400 + 1200)
})

t.test('silence is never given to the recogniser', async t => {
  const engine = new ScriptedEngine(() => [said(0, 1000, 'Thanks for watching.')])
  const { turns, measures } = await run('.60000', engine)
  t.strictSame(turns, [])
  t.match(measures, { capturedMs: 60_000, silenceMs: 60_000, transcribedMs: 0, words: 0, meanConfidence: 0 })
  t.equal(engine.asked.length, 0)
})

t.test('a segment without a sample is no words and no error', async t => {
  const { turns, measures } = await run('', new ScriptedEngine(() => []))
  t.strictSame(turns, [])
  t.equal(measures.capturedMs, 0)
})

t.test('the vocabulary is given the first time only', async t => {
  const engine = new ScriptedEngine((_, call) => (call === 1 ? [] : [said(200, 2200, 'I take sertraline.')]))
  await run('.1000 #2000 .1000', engine, 'Sertraline.')
  t.strictSame(
    engine.asked.map(({ options }) => options),
    [{ decoding: 'greedy', prompt: 'Sertraline.' }, { decoding: 'sampled' }],
  )
})

t.test('a loop is dropped, counted and tried once more in another way', async t => {
  const engine = new ScriptedEngine((_, call) => [said(200, 3200, call === 1 ? loop : 'And then I went home.')])
  const { turns, measures } = await run('.1000 #3000 .1000', engine)
  t.match(turns, [{ text: 'And then I went home.' }])
  t.equal(measures.dropped, 1)
  t.equal(measures.transcribedMs, 3400)
})

t.test('only what was not heard is tried again, and both are in order', async t => {
  const engine = new ScriptedEngine((_, call) =>
    call === 1
      ? [said(200, 3200, loop), said(4400, 7400, 'It was late, I think.')]
      : [said(200, 3200, 'And then I went home.')],
  )
  const { turns } = await run('.1000 #3000 .5000 #3000 .1000', engine)
  t.equal(engine.asked[1]?.ms, 3400 + 1200)
  t.match(turns, [
    { id: 's4-01', start: 121, end: 124, text: 'And then I went home.' },
    { id: 's4-02', start: 129, end: 132, text: 'It was late, I think.' },
  ])
})

t.test('scraps of the first hearing give way to the second', async t => {
  const engine = new ScriptedEngine((_, call) =>
    call === 1 ? [said(200, 2000, 'I was going to')] : [said(200, 6200, 'I was going to call my sister on Sunday.')],
  )
  const { turns } = await run('.1000 #6000 .1000', engine)
  t.match(turns, [{ text: 'I was going to call my sister on Sunday.' }])
  t.equal(turns.length, 1)
})

t.test('the first hearing stays where the second heard nothing, and the measures say what is missing', async t => {
  const engine = new ScriptedEngine((_, call) => (call === 1 ? [said(200, 2000, 'I was going to')] : []))
  const { turns, measures } = await run('.1000 #6000 .1000', engine)
  t.match(turns, [{ text: 'I was going to' }])
  t.equal(measures.capturedMs - measures.transcribedMs - measures.silenceMs, 6400)
  t.notOk(accountsForAll(measures))
})

t.test('invariant 11: audible speech without any text is a failure, after one more try', async t => {
  const engine = new ScriptedEngine(() => [])
  await t.rejects(run('.20000 #1000 .20000', engine), { code: 'TRANSCRIBE_NO_RESULT' })
  t.equal(engine.asked.length, 2)
})

t.test('invariant 11: text that had to be dropped twice is a failure, never silence', async t => {
  const engine = new ScriptedEngine(() => [said(200, 3200, loop)])
  await t.rejects(run('.20000 #3000 .20000', engine), { code: 'TRANSCRIBE_NO_RESULT' })
})

t.test(
  'invariant 11: one stretch of speech without text is missing, however much text the rest has; the text is kept',
  async t => {
    const engine = new ScriptedEngine((_, call) =>
      call === 1 ? [said(200, 9200, 'One two three four five six seven.')] : [],
    )
    const { turns, measures } = await run('.1000 #9000 .30000 #1000 .10000', engine)
    t.match(turns, [{ text: 'One two three four five six seven.' }])
    t.notOk(accountsForAll(measures))
  },
)

t.test('invariant 11: one sentence for a long stretch of speech is no transcript of it', async t => {
  const engine = new ScriptedEngine(() => [said(200, 20_200, 'Okay.')])
  await t.rejects(run('.1000 #20000 .1000', engine), { code: 'TRANSCRIBE_NO_RESULT' })
})

t.test('a cough is tried again, then counts as silence; a knock is not even tried', async t => {
  const cough = new ScriptedEngine(() => [])
  const { measures } = await run('.10000 #400 .10000', cough)
  t.match(measures, { capturedMs: 20_400, transcribedMs: 0, silenceMs: 20_400, words: 0 })
  t.equal(cough.asked.length, 2)
  const knock = new ScriptedEngine(() => [])
  await run('.10000 #280 .10000', knock)
  t.equal(knock.asked.length, 1)
})

t.test('sounds that the recogniser calls no words are silence, and are not tried again', async t => {
  const engine = new ScriptedEngine(() => [said(200, 4200, '[laughter]')])
  const { turns, measures } = await run('.10000 #4000 .10000', engine)
  t.strictSame(turns, [])
  t.match(measures, { transcribedMs: 0, silenceMs: 24_000, words: 0, dropped: 0 })
  t.equal(engine.asked.length, 1)
})

t.test('text in the silence at the end of a piece is dropped', async t => {
  const engine = new ScriptedEngine(() => [said(200, 2200, 'See you next week.'), said(2450, 3600, 'Thank you.')])
  const { turns, measures } = await run('.1000 #2000 .10000', engine)
  t.match(turns, [{ text: 'See you next week.' }])
  t.equal(turns.length, 1)
  t.equal(measures.dropped, 1)
})

t.test('more speech than a window goes in several pieces', async t => {
  const engine = new ScriptedEngine(({ ms }) => [
    said(0, ms - 1200, Array.from({ length: 40 }, (_, at) => `w${at}`).join(' ')),
  ])
  const { measures } = await run('.500 #20000 .500 #20000 .500 #20000 .500', engine)
  t.equal(engine.asked.length, 3)
  t.ok(engine.asked.every(({ ms }) => ms <= 30_000))
  t.equal(measures.capturedMs, measures.transcribedMs + measures.silenceMs)
})

t.test('no piece of sound is left behind, whether it went well or not', async t => {
  const cleared = (engine: ScriptedEngine): boolean => engine.asked.every(({ pcm }) => pcm.every(value => value === 0))
  let soundSeen = false
  const good = new ScriptedEngine(({ pcm }) => {
    soundSeen = pcm.some(value => value !== 0)
    return [said(200, 2200, 'Good morning.')]
  })
  await run('.1000 #2000 .1000', good)
  t.ok(soundSeen)
  t.ok(cleared(good))
  const bad = new ScriptedEngine(() => {
    throw new Error('native')
  })
  await t.rejects(run('.1000 #2000 .1000', bad))
  t.ok(cleared(bad))
})
