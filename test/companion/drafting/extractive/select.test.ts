import t from 'tap'
import type { Candidate } from '../../../../companion/drafting/extractive/candidate.js'
import { choose, type Sentence, withTopics } from '../../../../companion/drafting/extractive/select.js'
import { FORMATS } from '../../../../companion/drafting/formats/index.js'

const [SUBJECTIVE] = FORMATS.SOAP.sections
const sentence = (text: string, order: number, score: number, place: Sentence['place'] = 'account'): Sentence => {
  const candidate: Candidate = {
    kind: place === 'risk' ? 'risk' : 'event',
    form: 'account',
    order,
    speaker: 'client',
    seat: null,
    asked: null,
    said: [{ turnId: `t${order}`, raw: text, text }],
    also: [],
    reply: null,
    answered: null,
    about: null,
    score,
  }
  return { candidate, place, text, quote: null }
}
const made = (count: number, place: Sentence['place'] = 'account') =>
  Array.from({ length: count }, (_, at) => sentence(`alpha${at}x beta${at}x gamma${at}x`, at, at % 7, place))

t.test('the most informative stay, in the order of the session', async t => {
  const section = { ...(SUBJECTIVE as NonNullable<typeof SUBJECTIVE>), mostSentences: 3, mostWords: 100 }
  const chosen = choose(made(20), section, new Map())
  t.strictSame(
    chosen.map(({ candidate }) => [candidate.order, candidate.score]),
    [
      [5, 5],
      [6, 6],
      [13, 6],
    ],
  )
})

t.test('a section is never longer than its standard', async t => {
  const section = SUBJECTIVE as NonNullable<typeof SUBJECTIVE>
  for (const count of [0, 1, section.mostSentences, section.mostSentences + 1, 500]) {
    t.equal(choose(made(count), section, new Map()).length, Math.min(count, section.mostSentences))
  }
})

t.test('the same matter is told once', async t => {
  const section = SUBJECTIVE as NonNullable<typeof SUBJECTIVE>
  t.equal(
    choose(
      [sentence('they slept three hours on Monday', 1, 2), sentence('on Monday they slept three hours', 2, 1)],
      section,
      new Map(),
    ).length,
    1,
  )
})

t.test('risk stands first and is not crowded out by length', async t => {
  const section = { ...(SUBJECTIVE as NonNullable<typeof SUBJECTIVE>), mostWords: 4 }
  const chosen = choose(
    [...made(5), sentence('a long line about risk that has many words in it', 9, 0, 'risk')],
    section,
    new Map(),
  )
  t.equal(chosen[0]?.place, 'risk')
})

t.test('what a session comes back to weighs more', async t => {
  const { candidate } = sentence('bottle train platform', 1, 1)
  t.ok(
    withTopics(
      candidate,
      new Map([
        ['bottl', 20],
        ['train', 9],
      ]),
    ) > withTopics(candidate, new Map()),
  )
})
