import t from 'tap'
import { close, gather, newContributionState } from '../../../../companion/drafting/extractive/contributions.js'
import type { Utterance } from '../../../../companion/drafting/extractive/utterance.js'

const said = (speaker: Utterance['speaker'], seat: string | null = null): Utterance => ({
  turnId: 't',
  seat,
  text: 'x',
  opensTurn: false,
  speaker,
})

t.test('a contribution ends when the other speaks', async t => {
  const state = newContributionState()
  t.equal(gather(state, said('client')), null)
  t.equal(gather(state, said('client')), null)
  t.match(gather(state, said('therapist')), { order: 0, speaker: 'client', utterances: { length: 2 } })
  t.match(close(state), { order: 1, speaker: 'therapist' })
  t.equal(close(state), null)
})

t.test('two clients are two', async t => {
  const state = newContributionState()
  gather(state, said('client', 'B'))
  t.match(gather(state, said('client', 'C')), { seat: 'B' })
})

t.test('a monologue is cut', async t => {
  const state = newContributionState()
  const ended = Array.from({ length: 15 }, () => gather(state, said('client')))
  t.strictSame(
    ended.filter(contribution => contribution !== null).map(({ utterances }) => utterances.length),
    [14],
  )
})
