import t from 'tap'
import { draftOfDialogue, textOf } from '../annotated-sessions.js'

const written = async (...lines: readonly string[]) => textOf(await draftOfDialogue(...lines))

t.test('a rating is told with its scale and in the words of the answer', async t => {
  t.match(
    await written('T: On a scale from one to ten, how strong was the fear?', 'C: Seven.'),
    /^Asked how strong the fear was \(one to ten\), the client answered "Seven\."$/m,
  )
  t.match(
    await written('T: How disturbing is it, nought to ten?', 'C: It was an eight.'),
    /Asked to rate the disturbance \(nought to ten\), the client answered "It was an eight\."/,
  )
})

t.test('asked again, the numbers stand together', async t => {
  t.match(
    await written(
      'T: How anxious are you, out of a hundred?',
      'C: Thirty.',
      'T: And stop. Number?',
      'C: Seventy.',
      'T: And now?',
      'C: Twenty-five.',
    ),
    /Asked to rate their anxiety \(out of a hundred\), the client answered "Thirty"; asked again, "Seventy", then "Twenty-five\."/,
  )
})

t.test('a number of another rating does not join in', async t => {
  const text = await written(
    'T: How bad is the pain right now, nought to ten?',
    'C: Six.',
    'T: How likely are you to use the plan, nought to ten?',
    'C: Eight.',
    'T: And where is that other number, the one that was a six?',
    'C: Three.',
  )
  t.match(text, /pain.*"Six"; asked again, "Three\."/)
  t.match(text, /use the plan \(nought to ten\), the client answered "Eight\."/)
})

t.test('a score that is read out', async t => {
  t.match(
    await written('T: On the questionnaire you came out at 14 today.', 'C: Is that good?'),
    /Score read out by the therapist: on the questionnaire the client came out at 14 today\./,
  )
})
