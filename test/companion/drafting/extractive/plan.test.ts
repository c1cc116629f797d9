import t from 'tap'
import { draftOfDialogue } from '../annotated-sessions.js'

async function plan(...lines: readonly string[]): Promise<readonly string[]> {
  const draft = await draftOfDialogue(...lines)
  return draft.sections.find(({ key }) => key === 'plan')?.sentences.map(({ text }) => text) ?? []
}

t.test('a task counts when the client took it on', async t => {
  t.strictSame(
    await plan(
      "T: For homework, I'd like you to list three worries every evening.",
      'C: Sure. I can do that on my phone.',
    ),
    ['Agreed homework: list three worries every evening (client: "I can do that on my phone").'],
  )
  for (const answer of [
    'No.',
    "I'd rather not.",
    'Maybe.',
    "I don't know.",
    'Yeah, but not this week.',
    'My dog is ill.',
  ]) {
    t.strictSame(
      await plan("T: For homework, I'd like you to list three worries every evening.", `C: ${answer}`),
      [],
      answer,
    )
  }
})

t.test('what was wondered about is no plan, even with a friendly answer', async t => {
  t.strictSame(await plan('T: I wonder about you seeing a doctor before Friday.', 'C: Okay.'), [])
  t.strictSame(await plan('T: Some people keep a diary every day.', 'C: Yeah, sure.'), [])
})

t.test('a promise of the client’s with a time is a step', async t => {
  t.strictSame(await plan('T: What about your aunt?', "C: I'll ring my aunt on Thursday evening."), [
    'The client will ring their aunt on Thursday evening.',
  ])
  t.strictSame(await plan('T: What about your aunt?', "C: I won't ring my aunt on Thursday."), [])
  t.strictSame(await plan('T: And the bins?', "C: If I moved I'd ring my aunt on Thursday."), [])
})

t.test('an offer counts when it was taken up', async t => {
  const offer = ['T: What would be the next step, do you think?', 'C: I could walk to the pier on Sunday morning.']
  t.match(await plan(...offer, "T: Great. That's a good one.", 'C: Yeah.'), [/walk to the pier on Sunday morning/])
  t.match(await plan(...offer, 'T: The pier on Sunday morning, just walking there.', 'C: Yes.'), [
    /pier on Sunday morning/,
  ])
  t.strictSame(await plan(...offer, 'T: Mm.', 'C: It rained.'), [])
  t.strictSame(await plan(...offer, "T: Great. That's a good one.", "C: Actually, I can't."), [])
})

t.test('what the therapist reads back and the client confirms is the plan', async t => {
  t.match(
    await plan(
      'T: Let me read back what we have.',
      'C: Go on.',
      'T: Out of bed at seven every day. Swimming on Friday.',
      "C: Yep. That's right.",
    ),
    [/^Read back and confirmed: out of bed at seven every day; swimming on Friday\.$/],
  )
  t.strictSame(
    await plan(
      'T: Let me read back what we have.',
      'C: Go on.',
      'T: Out of bed at seven every day.',
      "C: No, that's too early.",
    ),
    [],
  )
})

t.test('the next session is the time that both named', async t => {
  t.strictSame(await plan("T: Let's meet again next Monday at ten o'clock.", 'C: Monday is fine.'), [
    "Next session: next Monday at ten o'clock.",
  ])
  t.strictSame(await plan('T: Same time next Wednesday, the fifth?', "C: Yep. The fifth. Nine o'clock."), [
    "Next session: same time next Wednesday, the fifth, nine o'clock.",
  ])
  t.strictSame(await plan('T: See you on Monday at three.', "C: No, I can't."), [])
  t.strictSame(await plan('T: I saw her last Monday at three.', 'C: Yes.'), [])
})

t.test('a question for a task is a task when it was taken on, and its day is no appointment', async t => {
  t.strictSame(
    await plan(
      'T: For this week, could you do the breathing on Monday and Thursday?',
      'C: Yes, I can do that.',
      'T: Shall we say next Tuesday at quarter past eleven?',
      'C: Tuesday works.',
    ),
    [
      'Agreed homework: do the breathing on Monday and Thursday (client: "Yes, I can do that").',
      'Next session: next Tuesday at quarter past eleven.',
    ],
  )
})

t.test('what the therapist will do, with the client’s yes', async t => {
  t.match(await plan("T: I'm going to ring you tomorrow at nine. Is that okay?", 'C: Yeah.'), [
    /^The therapist is going to ring the client tomorrow at nine\.$/,
  ])
  t.strictSame(await plan("T: I'm going to ring your mother tomorrow.", 'C: No. Please don’t.'), [])
})
