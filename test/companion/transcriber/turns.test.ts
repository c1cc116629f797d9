import t from 'tap'
import { turnsOf } from '../../../companion/transcriber/turns.js'

const utterance = (
  startMs: number,
  endMs: number,
  text: string,
  wordProbabilities: number[],
): Parameters<typeof turnsOf>[0][0] => ({
  startMs,
  endMs,
  text,
  confidence: 0.87654,
  wordProbabilities,
})

t.test('turns are named by segment and place and timed in seconds from the press', async t => {
  const turns = turnsOf([utterance(580, 3024, 'Good morning.', [1, 1]), utterance(4000, 5000, 'Yes.', [1])], 3, 60_000)
  t.strictSame(turns, [
    { id: 's3-01', start: 60.58, end: 63.02, text: 'Good morning.', confidence: 0.877 },
    { id: 's3-02', start: 64, end: 65, text: 'Yes.', confidence: 0.877 },
  ])
})

t.test('words below one half are uncertain, by place', async t => {
  const [turn] = turnsOf([utterance(0, 1000, 'Most early work', [0.49, 0.5, 0.1])], 1, 0)
  t.strictSame(turn?.uncertainWords, [0, 2])
})

t.test('no utterances are no turns', async t => {
  t.strictSame(turnsOf([], 1, 0), [])
})
