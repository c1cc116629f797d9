import t from 'tap'
import { readMark, readUtterances } from '../../../companion/transcriber/whisper-tokens.js'

const token = (text: string, p = 1): { text: string; p: number } => ({ text, p })

t.test('texts between time marks are utterances with the times of the marks', async t => {
  const tokens = [
    token('[_TT_29]'),
    token(' Good', 0.9),
    token(' morning', 0.7),
    token('.', 0.5),
    token('[_TT_151]'),
    token('[_TT_190]'),
    token(' Thank', 1),
    token(' you', 0.4),
    token('.', 1),
    token('[_TT_279]'),
  ]
  const found = readUtterances(tokens, ' Good morning. Thank you.', 0, 30_000)
  t.equal(found.length, 2)
  t.match(found[0], { startMs: 580, endMs: 3020, text: 'Good morning.', wordProbabilities: [0.9, 0.5] })
  t.ok(Math.abs((found[0]?.confidence ?? 0) - 0.7) < 1e-9, 'mean of its tokens, time marks left out')
  t.match(found[1], { startMs: 3800, endMs: 5580, text: 'Thank you.', wordProbabilities: [1, 0.4] })
})

t.test('a window later in the piece counts its marks from its own beginning', async t => {
  const tokens = [token('[_BEG_]'), token(' Yes'), token('.'), token('[_TT_50]')]
  t.match(readUtterances(tokens, ' Yes.', 12_000, 30_000), [{ startMs: 12_000, endMs: 13_000, text: 'Yes.' }])
})

t.test('a text without a mark after it lasts to the end of the sound', async t => {
  t.match(readUtterances([token('[_TT_10]'), token(' No')], ' No', 0, 4000), [{ startMs: 200, endMs: 4000 }])
})

t.test('a text without a mark before it starts where the window does', async t => {
  t.match(readUtterances([token(' No'), token('[_TT_10]')], ' No', 1000, 4000), [{ startMs: 1000, endMs: 1200 }])
})

t.test('marks beyond the end of the sound are taken for its end', async t => {
  const tokens = [token('[_TT_100]'), token(' No'), token('[_TT_1500]')]
  t.match(readUtterances(tokens, ' No', 0, 3000), [{ startMs: 2000, endMs: 3000 }])
  t.match(readUtterances(tokens, ' No', 0, 1000), [{ startMs: 1000, endMs: 1000 }])
})

t.test('nothing between marks is no utterance, nor is white space', async t => {
  t.strictSame(readUtterances([], '', 0, 1000), [])
  t.strictSame(readUtterances([token('[_BEG_]'), token('[_TT_5]')], '', 0, 1000), [])
  t.strictSame(readUtterances([token('[_BEG_]'), token(' '), token('[_TT_5]')], ' ', 0, 1000), [])
})

t.test('special tokens leave no text', async t => {
  const tokens = [token('[_SOT_]'), token('[_BEG_]'), token(' Well'), token('[_EOT_]')]
  t.match(readUtterances(tokens, ' Well', 0, 1000), [{ text: 'Well', wordProbabilities: [1] }])
})

t.test('a letter split over tokens is whole, and as unsure as its least sure part', async t => {
  const tokens = [
    token(' Ren', 0.9),
    token('\uFFFD', 0.8),
    token('\uFFFD', 0.3),
    token(' came', 0.7),
    token('[_TT_50]'),
  ]
  t.match(readUtterances(tokens, ' René came', 0, 2000), [{ text: 'René came', wordProbabilities: [0.3, 0.7] }])
  const last = [token(' Ren', 0.9), token('\uFFFD', 0.8), token('\uFFFD', 0.3)]
  t.match(readUtterances(last, ' René', 0, 2000), [{ text: 'René', wordProbabilities: [0.3] }])
  const first = [token('\uFFFD', 0.2), token('\uFFFD', 0.4), token('tat', 0.9)]
  t.match(readUtterances(first, 'état', 0, 2000), [{ text: 'état', wordProbabilities: [0.2] }])
})

t.test('as many probabilities as words at white space', async t => {
  const tokens = [
    token(' It', 0.9),
    token("'s", 0.8),
    token(' 2', 0.7),
    token('-', 0.6),
    token('3', 0.5),
    token('.', 1),
  ]
  const [found] = readUtterances(tokens, " It's 2-3.", 0, 1000)
  t.equal(found?.wordProbabilities.length, found?.text.split(/\s+/).length)
  t.strictSame(found?.wordProbabilities, [0.8, 0.5])
})

t.test('time marks are fiftieths of a second', async t => {
  t.equal(readMark('[_BEG_]'), 0)
  t.equal(readMark('[_TT_1]'), 20)
  t.equal(readMark('[_TT_1500]'), 30_000)
  t.equal(readMark(' Tuesday'), null)
  t.equal(readMark('[_EOT_]'), null)
})
