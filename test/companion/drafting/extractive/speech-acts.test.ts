import t from 'tap'
import {
  affirms,
  answerOf,
  correctionEnd,
  isIronic,
  isNod,
  isQuestion,
  negates,
  promises,
  supposes,
} from '../../../../companion/drafting/extractive/speech-acts.js'

t.test('questions, with and without their mark', async t => {
  for (const text of ['How are you?', 'Have you eaten', 'And what did she say', 'Forty?']) t.ok(isQuestion(text), text)
  for (const text of ['I asked how you are.', 'What a day.', "It's cold today, isn't it?"])
    t.notOk(isQuestion(text), text)
})

t.test('yes and no at the beginning', async t => {
  for (const text of ['Yes.', 'Um, yeah, I do.', "Okay. Let's.", 'Sure', "That's right."]) t.ok(affirms(text), text)
  for (const text of ['No.', 'God, no.', 'Nope, never.', "I don't.", 'Not at all.', 'None.']) t.ok(negates(text), text)
  for (const text of ['No problem.', 'Not much.', 'Not bad.', 'I noticed.']) t.notOk(negates(text), text)
})

t.test('how a proposal was answered', async t => {
  t.equal(answerOf(['Okay.', 'I can do it on Sunday.']), 'accepted')
  t.equal(answerOf(['That will be hard, but I will try.']), 'accepted')
  t.equal(answerOf(['No.', 'Not yet.']), 'refused')
  t.equal(answerOf(['Yeah.', "I can't this week."]), 'refused', 'a refusal behind a yes counts')
  t.equal(answerOf(['Maybe.', 'I will see.']), 'open')
  t.equal(answerOf(['I had soup.']), 'open')
  t.equal(answerOf([]), 'open')
})

t.test('suppositions are told from reported questions', async t => {
  for (const text of ['If I lost it I would cry.', "I'd have gone.", 'Imagine that.', 'I wish I was there.'])
    t.ok(supposes(text), text)
  for (const text of ['She asked if I was okay.', "I don't know if it works.", 'I would like tea.'])
    t.notOk(supposes(text), text)
})

t.test('promises, nods, corrections, irony', async t => {
  t.ok(promises("I'll ring them."))
  t.notOk(promises("I won't ring them."))
  t.notOk(promises('Will I ring them?'))
  for (const text of ['Yeah. Okay.', 'Mm-hm.', 'Thank you.', 'Oh, right.']) t.ok(isNod(text), text)
  t.notOk(isNod('Yeah, four.'))
  t.equal('It was three, no, hang on, two.'.slice(correctionEnd('It was three, no, hang on, two.')), 'two.')
  t.equal(correctionEnd('It was three.'), -1)
  t.ok(isIronic('Patient of the month, me.'))
  t.notOk(isIronic('She gave it to me.'))
})
