import t from 'tap'
import { topicsIn } from '../../../companion/drafting/risk-topics.js'

t.test('topics of plain lines', async t => {
  for (const [topic, lines] of [
    [
      'suicidal-ideation',
      [
        'I feel suicidal',
        'I want to end my life',
        'he took an overdose',
        'wishing you would not wake up',
        'I wish I was dead',
      ],
    ],
    ['self-harm', ['I cut my arms', 'hurting yourself', 'self-harm', 'she was burning herself']],
    ['harm-to-others', ['I want to hurt him', 'thoughts of harming others', 'hurting anyone else', 'violent urges']],
    [
      'abuse-or-neglect',
      ['he hits me', 'is anyone hurting you', 'it got physical', 'she was abused', 'are you safe at home'],
    ],
  ] as const) {
    for (const line of lines) t.match(topicsIn(line), { topics: [topic], plain: true }, line)
  }
})

t.test('a weak line is found and is not plain', async t => {
  t.match(topicsIn("I just can't go on"), { topics: ['suicidal-ideation'], plain: false })
})

t.test('an ordinary line has no topic', async t => {
  for (const line of ['I slept badly', 'my heart hurts when I run', 'we cut the cake', 'he hit the ball', ''])
    t.strictSame(topicsIn(line).topics, [], line)
})
