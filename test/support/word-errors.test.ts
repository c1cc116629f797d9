import t from 'tap'
import { normalWords, wordErrorRate, wordErrors } from './word-errors.js'

t.test('case, punctuation and curly apostrophes do not count', async t => {
  t.strictSame(normalWords("I can’t – at 2 O'Clock."), ['i', "can't", 'at', '2', "o'clock"])
  t.equal(wordErrorRate('Yes. And you?', 'yes and YOU'), 0)
})

t.test('substituted, left out and added words count one each', async t => {
  t.strictSame(wordErrors('a b c d', 'a x c'), { errors: 2, words: 4, rate: 0.5 })
  t.strictSame(wordErrors('a b', 'a b c'), { errors: 1, words: 2, rate: 0.5 })
  t.strictSame(wordErrors('a b', ''), { errors: 2, words: 2, rate: 1 })
})

t.test('nothing said and nothing heard is no error; something heard is', async t => {
  t.equal(wordErrorRate('', ''), 0)
  t.equal(wordErrorRate('', 'a b'), 2)
})
