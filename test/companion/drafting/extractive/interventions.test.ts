import t from 'tap'
import { draftOfDialogue } from '../annotated-sessions.js'

async function objective(...lines: readonly string[]): Promise<readonly string[]> {
  const draft = await draftOfDialogue(...lines)
  return draft.sections.find(({ key }) => key === 'objective')?.sentences.map(({ text }) => text) ?? []
}

t.test('what was proposed, and whether it was taken up', async t => {
  t.strictSame(await objective("T: Let's look at the thought that you will fail.", 'C: Okay.'), [
    'The therapist proposed to look at the thought that they will fail; the client agreed.',
  ])
  t.strictSame(await objective("T: Let's look at the thought that you will fail.", 'C: No, not now.'), [])
})

t.test('only what was observed aloud is an observation', async t => {
  t.strictSame(await objective('T: I notice your voice has gone quiet.', 'C: Yes.'), [
    "The therapist observed aloud that the client's voice has gone quiet.",
  ])
  t.strictSame(await objective('T: There are some tears.', 'C: Yes.'), [
    'The therapist observed aloud that there are some tears.',
  ])
  t.strictSame(await objective('T: How was the bus?', 'C: Late.'), [], 'no default-normal phrase')
})
