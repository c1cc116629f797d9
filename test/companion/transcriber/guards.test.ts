import t from 'tap'
import { type Heard, isLoop, suspect, wordsOf } from '../../../companion/transcriber/guards.js'

const heard = (text: string, changes: Partial<Heard> = {}): Heard => ({
  text,
  confidence: 0.9,
  voicedMs: 400 * Math.max(1, text.split(' ').length),
  ...changes,
})
const repeated = (text: string, times: number): string => Array.from({ length: times }, () => text).join(' ')

t.test('plain speech is believed', async t => {
  for (const text of [
    'Good morning. Come in and take a seat.',
    'No.',
    'No, no, no, no.',
    'I know, I know, I know. I know.',
    'I was very, very, very tired.',
    'On a scale from one to ten, how strong was the anxiety?',
    'Danke, mir geht es gut.',
    '今日は疲れました。',
    'Yes (well, almost) all of it.',
  ]) {
    t.equal(suspect(heard(text)), null)
  }
})

t.test(
  'a phrase that goes round is a loop from its fourth time on, a word from its eighth, a pair from its sixth',
  async t => {
    const times = (words: string, n: number): boolean => isLoop(wordsOf(repeated(words, n)))
    t.notOk(times('i keep thinking', 3))
    t.ok(times('i keep thinking', 4))
    t.notOk(times('you know', 5))
    t.ok(times('you know', 6))
    t.notOk(times('no', 7))
    t.ok(times('no', 8))
  },
)

t.test('a loop is found inside other text, with whatever punctuation', async t => {
  t.equal(suspect(heard(`Well then. ${repeated('I do not know what,', 4)} and so on`)), 'repeats')
  t.equal(suspect(heard(repeated('So. It! Goes?', 4))), 'repeats')
})

t.test('the same word with others between is no loop', async t => {
  t.notOk(isLoop(wordsOf('i went and i saw and i came and i left and i wept and i slept and i woke')))
})

t.test('text that is far too regular goes, though no phrase follows directly on itself', async t => {
  const round = 'a big day and a bad day and a sad day and a mad day and a bad day and '
  t.equal(suspect(heard(`${repeated(round, 3)}so`)), 'repeats')
})

t.test('words where nobody spoke go', async t => {
  t.equal(suspect(heard('How are you', { voicedMs: 0 })), 'no-voice')
  t.equal(suspect(heard('Yes', { voicedMs: 59 })), 'no-voice')
  t.equal(suspect(heard('Yes', { voicedMs: 60 })), null)
})

t.test('more words than anyone says in the time go', async t => {
  t.equal(suspect(heard('one two three four', { voicedMs: 400 })), null)
  t.equal(suspect(heard('one two three four', { voicedMs: 380 })), 'too-fast')
  t.equal(suspect(heard('one two three', { voicedMs: 100 })), null, 'three words say nothing about speed')
})

t.test('a word for many seconds of voice goes: the rest was not heard', async t => {
  t.equal(suspect(heard('okay then', { voicedMs: 7999 })), null)
  t.equal(suspect(heard('okay then', { voicedMs: 8000 })), 'too-sparse')
  t.equal(suspect(heard('okay then if so', { voicedMs: 10_000 })), null)
})

t.test('stock phrases go only without voice or confidence to support them', async t => {
  t.equal(suspect(heard('Thank you.', { voicedMs: 400 })), null)
  t.equal(suspect(heard('Thank you.', { voicedMs: 399 })), 'stock-phrase')
  t.equal(suspect(heard('Thank you.', { voicedMs: 900, confidence: 0.39 })), 'stock-phrase')
  t.equal(suspect(heard('Thanks for watching!', { voicedMs: 300 })), 'stock-phrase')
  t.equal(suspect(heard('Thank you for calling.', { voicedMs: 399 })), 'too-fast')
  t.equal(suspect(heard('Thank him.', { voicedMs: 399 })), null)
})

t.test('sounds that the recogniser describes are not words', async t => {
  for (const text of [
    '[laughter]',
    '(coughs)',
    '[BLANK_AUDIO]',
    '♪',
    '♪ ♪',
    '♪ la la ♪',
    '*sighs*',
    '[sighs] (cries).',
    '...',
    '-',
  ]) {
    t.equal(suspect(heard(text)), 'not-words')
  }
})

t.test('words are runs of letters, digits and apostrophes in any script', async t => {
  t.strictSame(wordsOf("I can’t, at 2 o'clock – really."), ['i', "can't", 'at', '2', "o'clock", 'really'])
  t.strictSame(wordsOf('Ça va, René?'), ['ça', 'va', 'rené'])
  t.strictSame(wordsOf(' .,;'), [])
})
