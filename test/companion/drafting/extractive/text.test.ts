import t from 'tap'
import {
  contentWords,
  isVerbatim,
  quoted,
  sentencesOf,
  stem,
  withoutFillers,
  wordsOf,
} from '../../../../companion/drafting/extractive/text.js'

t.test('sentences', async t => {
  for (const [text, sentences] of [
    ['', []],
    ['...', []],
    ['No. Not yet.', ['No.', 'Not yet.']],
    [
      'I saw Dr. Hall at 7.30 on the 7:42. It was 6.5 miles.',
      ['I saw Dr. Hall at 7.30 on the 7:42.', 'It was 6.5 miles.'],
    ],
    ['She said, "Stop. Sit down." And I did.', ['She said, "Stop. Sit down."', 'And I did.']],
    ['Really?! Yes…', ['Really?!', 'Yes…']],
    ['one quote " only. Next.', ['one quote " only.', 'Next.']],
    ['\u201cI know,\u201d he said. It\u2019s fine.', ['"I know," he said.', "It's fine."]],
  ] as const)
    t.strictSame(sentencesOf(text), sentences, text)
})

t.test('a sentence that never ends is cut', async t => {
  const lengths = sentencesOf('word '.repeat(130)).map(sentence => wordsOf(sentence).length)
  t.strictSame(lengths, [60, 60, 10])
})

t.test('a part is verbatim word for word, case and punctuation aside', async t => {
  t.ok(isVerbatim('I SLEPT, four', 'well, I slept four hours'))
  t.notOk(isVerbatim('I slept five', 'I slept four hours'))
  t.notOk(isVerbatim('lept four', 'I slept four hours'), 'whole words only')
  t.notOk(isVerbatim('', 'anything'))
  t.notOk(isVerbatim('I slept hours', 'I slept four hours'))
})

t.test('fillers, asides and stutters go, hedges stay', async t => {
  t.equal(withoutFillers("I'm a bit, um, I ran from the bus."), "I'm a bit I ran from the bus.")
  t.equal(withoutFillers('So, it was, like, maybe the, the third.'), 'it was maybe the third.')
  t.equal(withoutFillers('And I, I think it helped.'), 'I think it helped.')
  t.equal(withoutFillers('Um.'), '')
  t.equal(withoutFillers('He had had enough.'), 'He had had enough.')
})

t.test('roots and content', async t => {
  t.equal(stem('drinking'), stem('drink'))
  t.equal(stem('walked'), stem('walks'))
  t.strictSame(contentWords('I was at the market with it'), ['market'])
  t.equal(quoted('she said "no"'), `"She said 'no'"`)
})
