import t from 'tap'
import { answerIn, reallyAsks } from '../../../../companion/drafting/extractive/statements.js'
import { sentencesOf } from '../../../../companion/drafting/extractive/text.js'
import type { Contribution } from '../../../../companion/drafting/extractive/utterance.js'

const said = (text: string): Contribution => ({
  order: 1,
  speaker: 'client',
  seat: null,
  utterances: sentencesOf(text).map(sentence => ({
    turnId: 't1',
    seat: null,
    text: sentence,
    opensTurn: false,
    speaker: 'client',
  })),
})
const statements = (text: string) => answerIn(said(text), false).statements.map(statement => statement.text)

t.test('what was put right does not count', async t => {
  for (const [text, left] of [
    ['I had three, no, hang on, two. Two bad days.', ['two.', 'Two bad days.']],
    ['It was the tenth. No. The ninth.', ['The ninth.']],
    ['Saturday. No, um, Sunday. We go on Sunday.', ['Sunday.', 'We go on Sunday.']],
    ['It was sixty. No, that was in May. It is seventy.', ['It is seventy.']],
    ['For his van. No, not the van. For his flat.', ['For his flat.']],
    ['It was a six. No, five.', ['five.']],
  ] as const)
    t.strictSame(statements(text), left, text)
})

t.test('nods, questions, suppositions and irony are no statements', async t => {
  t.strictSame(statements("Yeah. Okay. Do you mean that? If I won I'd leave. Husband of the month, me. I slept."), [
    'I slept.',
  ])
  t.strictSame(
    answerIn(said("If it got worse I'd ring."), true).statements.map(({ text }) => text),
    ["If it got worse I'd ring."],
    'unless one was asked for',
  )
})

t.test('yes and no stand apart from what follows', async t => {
  const answer = answerIn(said('No, I stopped in May.'), false)
  t.ok(answer.no)
  t.strictSame(
    answer.statements.map(({ text }) => text),
    ['I stopped in May.'],
  )
  t.ok(answerIn(said('Yes. Often.'), false).yes)
  t.equal(answerIn(said('Toast.'), false).no, null)
})

t.test('what was broken off is left', async t => {
  t.strictSame(statements('He would not hurt a, he is kind. She. I went to the. I slept.'), ['I slept.'])
})

t.test('a question mark alone does not make a question', async t => {
  t.notOk(reallyAsks('My manager asked me?'))
  t.notOk(reallyAsks('Forty?'))
  t.ok(reallyAsks('What is it?'))
  t.ok(reallyAsks('Is that you?'))
})
