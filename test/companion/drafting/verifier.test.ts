import t, { type Test } from 'tap'
import type { DraftSentence } from '../../../companion/drafting/note-draft.js'
import { type CitedTurn, type VerifyContext, verify } from '../../../companion/drafting/verifier.js'
import { UNSUPPORTED_REASONS } from '../../../companion/drafting/verifier-reasons.js'

const turn = (id: string, ...said: readonly (readonly ['client' | 'therapist' | 'unknown', string])[]): CitedTurn => ({
  id,
  sentences: said.map(([speaker, text]) => ({ speaker, text })),
})

const TURNS = new Map(
  [
    turn('q', ['therapist', 'Have you had any thoughts of hurting yourself?']),
    turn('no', ['client', 'No.'], ['client', 'I sleep five hours, and I take 20 milligrams of the new tablets.']),
    turn('maybe', ['client', 'Well, not really.']),
    turn('both', ['therapist', 'Do you drink?'], ['client', 'No, never.']),
    turn('task', ['therapist', 'Please write down three thoughts every evening.']),
    turn('yes', ['client', 'Okay, I will write them down.']),
    turn('not', ['client', 'No, not yet.']),
    turn('brother', ['client', 'My brother Tom rang me on Tuesday.']),
  ].map(made => [made.id, made]),
)

const CONTEXT: VerifyContext = { agreedOnly: false, turn: id => TURNS.get(id), isPerson: word => word === 'Tom' }

const sentence = (text: string, ...evidence: readonly string[]): DraftSentence => ({
  id: 'subjective-1',
  text,
  source: 'evidenced',
  evidence,
})
const check = (text: string, evidence: readonly string[], context: Partial<VerifyContext> = {}) =>
  verify(sentence(text, ...evidence), { ...CONTEXT, ...context })
const refused = (
  t: Test,
  text: string,
  evidence: readonly string[],
  reason: string,
  context: Partial<VerifyContext> = {},
) => t.match(check(text, evidence, context), { source: 'unsupported', reason }, text)

t.test('invariant 6: a sentence whose evidence is broken does not stand', async t => {
  const text = 'The client reported that they sleep five hours.'
  t.strictSame(check(text, ['no']), sentence(text, 'no'), 'it stands with its evidence')
  refused(t, text, [], 'no evidence given')
  refused(t, text, ['gone'], 'evidence is not in the transcript')
  refused(t, text, ['no', 'gone'], 'evidence is not in the transcript')
  refused(t, text, ['brother'], 'a number, dose or date is not in the cited turns')
  refused(
    t,
    'The client reported that their mood is excellent and stable.',
    ['no'],
    'says what the cited turns do not say',
  )
})

t.test('numbers, doses and dates must be in the cited turns', async t => {
  t.match(check('The client takes 20 milligrams of the new tablets.', ['no']), { source: 'evidenced' })
  refused(
    t,
    'The client takes 25 milligrams of the new tablets.',
    ['no'],
    'a number, dose or date is not in the cited turns',
  )
  refused(
    t,
    'The client reported that they sleep six hours.',
    ['no'],
    'a number, dose or date is not in the cited turns',
  )
  refused(t, 'Their brother rang them on Wednesday.', ['brother'], 'a number, dose or date is not in the cited turns')
})

t.test('a quote that is not exact loses its marks, and must then hold as a paraphrase', async t => {
  t.match(check('The client said: "I sleep five hours."', ['no']), { text: 'The client said: "I sleep five hours."' })
  t.match(
    check('The client said: "I SLEEP, five hours!"', ['no']),
    { text: 'The client said: "I SLEEP, five hours!"' },
    'case and punctuation aside',
  )
  t.match(check('The client said: "I take five hours."', ['no']), { text: 'The client said: I take five hours.' })
  t.match(
    check('The client said: "Do you drink?"', ['both']),
    { text: 'The client said: Do you drink?' },
    'the other speaker’s words are no quote',
  )
  t.match(check('The therapist asked: "Do you drink?"', ['both']), { text: 'The therapist asked: "Do you drink?"' })
  t.match(
    check('The client said: "Do you drink? No, never."', ['both']),
    { text: 'The client said: Do you drink? No, never.' },
    'no quote spans two speakers',
  )
})

t.test('a denial needs a question about it and a plain no', async t => {
  t.match(check('Asked directly, the client denied any thoughts of hurting themselves.', ['q', 'no']), {
    source: 'evidenced',
  })
  refused(
    t,
    'The client denied any thoughts of hurting themselves.',
    ['q', 'maybe'],
    'a denial needs a question and a plain no',
  )
  refused(t, 'The client denied drinking.', ['no'], 'a denial needs a question and a plain no')
  t.match(
    check('Asked whether they drink, the client denied this.', ['both']),
    { source: 'evidenced' },
    'one turn may hold both',
  )
})

t.test('a negation must be in the cited turns', async t => {
  refused(t, 'Their brother never rang them on Tuesday.', ['brother'], 'a negation is not in the cited turns')
})

t.test('a name must be in the cited turns, and a third party’s is never shown', async t => {
  refused(
    t,
    'The client said that their brother rang from Zanzibar on Tuesday.',
    ['brother'],
    'a name is not in the cited turns',
  )
  t.equal(check('Tom rang the client on Tuesday.', ['brother']), null)
})

t.test('a plan stands only if it was agreed aloud', async t => {
  const plan = 'Agreed homework: write down three thoughts every evening.'
  t.match(check(plan, ['task', 'yes'], { agreedOnly: true }), { source: 'evidenced' })
  refused(t, plan, ['task'], 'not agreed aloud', { agreedOnly: true })
  refused(t, plan, ['task', 'not'], 'not agreed aloud', { agreedOnly: true })
})

t.test('what is not the transcript’s is not the verifier’s to judge', async t => {
  const made: DraftSentence = { id: 'plan-1', text: 'Anything at all.', source: 'clinician', evidence: [] }
  t.equal(verify(made, CONTEXT), made)
})

t.test('reasons are fixed phrases', async t => {
  for (const reason of UNSUPPORTED_REASONS) t.match(reason, /^[a-z][a-z ,]+$/)
})
