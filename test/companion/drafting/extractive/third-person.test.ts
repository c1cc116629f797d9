import t from 'tap'
import {
  isClause,
  lowerFirst,
  therapistThird,
  thirdPerson,
} from '../../../../companion/drafting/extractive/third-person.js'

t.test('the first person becomes the third, and nothing else changes', async t => {
  for (const [said, told] of [
    ['I slept four hours.', 'they slept four hours'],
    ["I'm tired and my back hurts me.", 'they are tired and their back hurts them'],
    ["I wasn't there.", 'they were not there'],
    ["I've lost nine pounds.", 'they have lost nine pounds'],
    ["I can't sleep.", 'they cannot sleep'],
    ["It's been hard.", 'it has been hard'],
    ["It's a hard week.", 'it is a hard week'],
    ['On Tuesday I went home.', 'on Tuesday they went home'],
    ['Mum rang.', 'their mum rang'],
    ["My mum's kitchen.", "their mum's kitchen"],
  ] as const)
    t.equal(thirdPerson(said, false), told, said)
})

t.test('where it would mislead it is not done', async t => {
  for (const said of [
    'I told them.',
    'You get used to it.',
    'We argued.',
    'He said, "I know."',
    "It's harder when it's me.",
  ]) {
    t.equal(thirdPerson(said, false), null, said)
  }
  t.equal(thirdPerson('We argued.', true), 'they argued', 'with somebody named, "we" is plain')
})

t.test('the therapist’s words', async t => {
  t.equal(therapistThird("I'd like you to ring me."), 'the therapist would like them to ring the therapist')
  t.equal(therapistThird('We write it down with your list.'), 'they write it down with their list')
})

t.test('a clause has a subject and a verb', async t => {
  for (const text of [
    'I slept badly',
    'On Monday I cried',
    'My heart starts racing',
    'It is cold',
    'Nobody laughed',
    'PERSON0 called me',
  ])
    t.ok(isClause(text), text)
  for (const text of ['Mostly work', 'Toast', 'Because I was late', 'Two hours', 'Felt like an hour', 'My throat'])
    t.notOk(isClause(text), text)
})

t.test('a small first letter, but not for days and capitals', async t => {
  t.strictSame(['Drinking', 'Monday', 'GP', 'Dr Hall', ''].map(lowerFirst), ['drinking', 'Monday', 'GP', 'Dr Hall', ''])
})
