import t from 'tap'
import { kindOf, weightOf } from '../../../../companion/drafting/extractive/account.js'
import { draftOfDialogue, textOf } from '../annotated-sessions.js'

t.test('kinds', async t => {
  for (const [text, asked, kind] of [
    ['I take 20 milligrams of citalopram.', '', 'medication'],
    ['Two beers.', 'Have you been drinking?', 'substance'],
    ['I did four of them.', 'How did the thought records go?', 'homework-review'],
    ['I want to work again by summer.', '', 'goal'],
    ['I think that I am a burden.', '', 'cognition'],
    ['I slept three hours.', '', 'symptom'],
    ['I felt awful.', '', 'affect'],
    ['My brother moved out.', '', 'relationship'],
    ['The bus was late.', '', 'event'],
  ] as const)
    t.equal(kindOf(text, asked, ''), kind, text)
})

t.test('an answer weighs more than an aside, and a figure more than none', async t => {
  t.ok(
    weightOf('I slept three hours.', 'How did you sleep?', 'symptom') > weightOf('I slept three hours.', '', 'symptom'),
  )
  t.ok(weightOf('I slept three hours on Monday.', '', 'symptom') > weightOf('I slept.', '', 'symptom'))
})

t.test('question and answer stand together', async t => {
  t.match(
    textOf(await draftOfDialogue('T: How long did it last?', 'C: About twenty minutes.')),
    /Asked how long it lasted, the client answered: about twenty minutes\./,
  )
  t.match(
    textOf(await draftOfDialogue('T: Have you been drinking more than usual?', 'C: No. Two beers on Friday.')),
    /Asked whether they have been drinking more than usual, the client said no: two beers on Friday\./,
  )
})

t.test('a bare answer without a question that can be told is left out', async t => {
  t.equal(textOf(await draftOfDialogue('T: And?', 'C: Both.')), '')
})

t.test('what is said of somebody else is told of them', async t => {
  const text = textOf(
    await draftOfDialogue(
      'T: How are things at home?',
      'C: My sister takes 50 milligrams of sertraline. She cried all week.',
    ),
  )
  t.match(text, /their sister takes 50 milligrams of sertraline/)
  const unplain = textOf(await draftOfDialogue('T: How is it?', 'C: She is on 5 milligrams now.'))
  t.notMatch(unplain, /5 milligrams/, 'whose dose it is would be a guess')
})

t.test('a no with a past behind it is told whole, not as a yes and not as a denial', async t => {
  const text = textOf(await draftOfDialogue('T: And thoughts of suicide?', 'C: No. Not since the hospital last year.'))
  t.equal(text, 'Asked about thoughts of suicide, the client answered: "No" and "Not since the hospital last year."')
})

t.test('irony that is taken back is not told', async t => {
  t.notMatch(
    textOf(
      await draftOfDialogue(
        'T: How was the week?',
        'C: Oh, I had a wonderful week at work.',
        "T: I'm guessing not.",
        'C: No. I cried every day.',
      ),
    ),
    /wonderful/,
  )
})
