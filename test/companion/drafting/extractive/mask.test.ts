import t from 'tap'
import type { Candidate } from '../../../../companion/drafting/extractive/candidate.js'
import { isMasked, masked } from '../../../../companion/drafting/extractive/mask.js'
import { learnNames, learnRelations, newNameState } from '../../../../companion/drafting/extractive/names.js'

const candidate = (text: string): Candidate => ({
  kind: 'event',
  form: 'account',
  order: 1,
  speaker: 'client',
  seat: null,
  asked: { turnId: 'q', text: 'How is Anna?' },
  said: [{ turnId: 'a', raw: text, text }],
  also: [],
  reply: null,
  answered: null,
  about: null,
  score: 1,
})

t.test('names are out of the way while a sentence is made, and relations when it stands', async t => {
  const names = newNameState()
  for (const text of ['My friend Anna rang.', 'I told Anna and Dr Anna Hall.']) {
    learnRelations(names, text)
    learnNames(names, text, false)
  }
  const { candidate: hidden, unmask } = masked(candidate("My friend Anna took Anna's coat."), names, false)
  t.ok(isMasked(hidden.said[0]?.text ?? ''))
  t.notMatch(JSON.stringify(hidden), /Anna/)
  t.equal(unmask(hidden.said[0]?.text ?? ''), "their friend took their friend's coat.")
  t.equal(unmask(hidden.asked?.text ?? ''), 'How is their friend?')
  t.match(
    masked(candidate('Dr Anna came.'), names, false).candidate.said[0]?.text,
    /Dr Anna/,
    'a doctor’s name belongs in the record',
  )
})
