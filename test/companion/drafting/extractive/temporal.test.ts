import t from 'tap'
import { hasClock, isMostlyTime, timePhrases } from '../../../../companion/drafting/extractive/temporal.js'

t.test('phrases of time, word for word', async t => {
  for (const [text, phrases] of [
    ["Let's meet next Wednesday at two o'clock.", ["next Wednesday at two o'clock"]],
    ['The second of April, six o’clock.', ["The second of April, six o'clock"]],
    ['Half past four on Thursday the thirteenth.', ['Half past four on Thursday the thirteenth']],
    ['The nineteenth, three-thirty.', ['The nineteenth, three-thirty']],
    ['In two weeks.', ['In two weeks']],
    ['I was tired.', []],
  ] as const)
    t.strictSame(timePhrases(text), phrases, text)
})

t.test('a sentence that is hardly more than a time', async t => {
  for (const text of ['Two weeks, then.', 'Tuesday at ten.', 'The eleventh.']) t.ok(isMostlyTime(text), text)
  for (const text of ['I cried on Tuesday.', 'Monday at two with the boss.', 'Okay.']) t.notOk(isMostlyTime(text), text)
})

t.test('a time of day', async t => {
  for (const text of ['at half past nine', "two o'clock", '14:30', 'ten to nine']) t.ok(hasClock(text), text)
  t.notOk(hasClock('on Monday'))
})
