import t from 'tap'
import {
  antecedentOf,
  hearMentions,
  newMentionState,
  pronounIn,
} from '../../../../companion/drafting/extractive/antecedents.js'
import { newNameState } from '../../../../companion/drafting/extractive/names.js'

function heard(...lines: readonly string[]) {
  const state = newMentionState()
  for (const [order, line] of lines.entries()) hearMentions(state, newNameState(), line, order)
  return state
}

t.test('one person of that gender, just spoken of, is plain', async t => {
  t.equal(antecedentOf(heard('My sister rang.'), 'she', 1), 'sister')
  t.equal(antecedentOf(heard('My sister rang.'), 'he', 1), null)
  t.equal(antecedentOf(heard('My partner is worried.'), 'he', 1), 'partner')
})

t.test('two, none, or somebody else’s, and nothing is claimed', async t => {
  t.equal(antecedentOf(heard('My sister and my mother rang.'), 'she', 1), null)
  t.equal(antecedentOf(heard('It rained.'), 'she', 1), null)
  t.equal(antecedentOf(heard('My sister rang.', 'And Anna came.'), 'she', 1), null)
  t.equal(antecedentOf(heard('He saw his doctor.'), 'she', 1), null)
  t.equal(antecedentOf(heard('My sister rang.'), 'she', 5), null, 'too long ago')
})

t.test('a pronoun that stands alone', async t => {
  t.equal(pronounIn('He left.'), 'he')
  t.equal(pronounIn("She's ill."), 'she')
  t.equal(pronounIn('My brother said he left.'), null)
  t.equal(pronounIn('I left.'), null)
})
