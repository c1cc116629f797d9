import t from 'tap'
import { indirectQuestion } from '../../../../companion/drafting/extractive/indirect-question.js'

t.test('questions as a note reports them', async t => {
  for (const [asked, told] of [
    ['What did you do next?', 'what they did next'],
    ['How long did it last?', 'how long it lasted'],
    ['And when you have that dream, what do you feel?', 'what they feel when they have that dream'],
    ['Are you thinking about killing yourself?', 'whether they are thinking about killing themselves'],
    ['What helped it come down?', 'what helped it come down'],
    ['What got you through that winter?', 'what got them through that winter'],
    ['Any thoughts of hurting anyone else?', 'about any thoughts of hurting anyone else'],
    ['And sleep?', 'about sleep'],
    ['Tell me about work.', 'about work'],
    ['Can I ask, have you been drinking?', 'whether they have been drinking'],
    ['When was your last drink?', 'when their last drink was'],
    ['How did the drinks diary go?', 'how the drinks diary went'],
    ['Does he hit you, or does he shout at you?', 'whether he hits them, or whether he shouts at them'],
    ['How have you been since our last session?', 'how they have been since the last session'],
  ] as const)
    t.equal(indirectQuestion(asked), told, asked)
})

t.test('what does not fit is left out', async t => {
  for (const asked of [
    'Yeah?',
    'And?',
    'Really?',
    'What did they say?',
    'Ben?',
    'And now?',
    'Tell me about that.',
    'Where am I going?',
    '',
    'Why?',
  ]) {
    t.equal(indirectQuestion(asked), null, asked)
  }
  t.equal(indirectQuestion(`What did you ${'very '.repeat(40)}like?`), null, 'a speech is no question')
})
