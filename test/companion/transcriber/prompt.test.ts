import t from 'tap'
import { promptOf } from '../../../companion/transcriber/prompt.js'

t.test('no vocabulary is no prompt', async t => {
  t.equal(promptOf([]), '')
})

t.test('words are listed as a sentence', async t => {
  t.equal(promptOf(['EMDR']), 'EMDR.')
  t.equal(promptOf(['EMDR', 'sertraline', 'Dr Osei']), 'EMDR, sertraline, Dr Osei.')
})

t.test('a list that is too long is cut between words at 600 characters', async t => {
  const words = Array.from({ length: 60 }, (_, at) => `word-number-${String(at).padStart(4, '0')}`)
  const prompt = promptOf(words)
  t.ok(prompt.length <= 601)
  t.equal(prompt, `${words.slice(0, 33).join(', ')}.`)
  const exact = ['a'.repeat(299), 'b'.repeat(299)]
  t.equal(promptOf(exact).length, 601)
  t.equal(promptOf([...exact.slice(0, 1), 'b'.repeat(300)]).length, 300)
})
