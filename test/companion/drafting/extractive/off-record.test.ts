import t from 'tap'
import { draftOfDialogue, textOf } from '../annotated-sessions.js'

t.test('the matter is left out from where it was opened to the answer', async t => {
  const draft = await draftOfDialogue(
    'T: How did you sleep this week?',
    'C: I slept three hours a night and I felt awful.',
    "C: There's something else.",
    'T: Okay.',
    'C: I took forty pounds from the till on Monday and I feel ashamed.',
    "C: Please don't put that in your notes.",
    'T: I hear you.',
    'C: Thank you.',
    'T: What happened on Friday?',
    'C: My manager shouted at me on Friday and I cried.',
  )
  const text = textOf(draft)
  t.notMatch(text, /till|forty|ashamed/)
  t.match(text, /slept three hours a night/)
  t.match(text, /on Friday/)
  t.ok(draft.offTheRecord.includes('t5'))
  t.notOk(draft.offTheRecord.includes('t10'))
})

t.test('every way of asking for it', async t => {
  for (const request of [
    'This is off the record.',
    'Can you not write that down?',
    'Can we keep that out of the file?',
    "I'd rather you didn't note it down anywhere.",
    'Just between us.',
  ]) {
    const draft = await draftOfDialogue(
      'T: What happened on Monday?',
      'C: I kissed my neighbour on Monday and I felt guilty.',
      `C: ${request}`,
      'T: Of course.',
    )
    t.notMatch(textOf(draft), /neighbour/, request)
    t.ok(draft.offTheRecord.includes('t2'), request)
  }
})

t.test('risk that was said off the record is still listed: the clinician decides', async t => {
  const draft = await draftOfDialogue(
    'T: What is it?',
    'C: I want to kill myself.',
    "C: Please don't write that down.",
    'T: Thank you for telling me.',
  )
  t.match(draft.risk[0], { status: 'endorsed', evidence: ['t2'] })
})
