import t from 'tap'
import { evidenceOf } from '../../../../companion/drafting/extractive/candidate.js'
import { finishMap, mapTurn } from '../../../../companion/drafting/extractive/map.js'
import { newMapState } from '../../../../companion/drafting/extractive/map-state.js'
import { SESSIONS } from '../annotated-sessions.js'

t.test('every turn that a candidate rests on is kept for the verifier, and no more than the recent others', async t => {
  for (const { name, turns } of SESSIONS) {
    const state = newMapState(null)
    for (const turn of turns) mapTurn(state, turn)
    finishMap(state)
    t.ok(
      state.candidates.flatMap(evidenceOf).every(id => state.cited.has(id)),
      name,
    )
  }
})

t.test('what is kept does not grow with the session', async t => {
  const [session] = SESSIONS
  const state = newMapState(null)
  for (let round = 0; round < 60; round++) {
    for (const turn of session?.turns ?? [])
      mapTurn(state, {
        ...turn,
        id: `${round}-${turn.id}`,
        text: `${turn.text} And on day ${round} I went ${round} miles.`,
      })
  }
  t.ok(state.candidates.length <= 900)
  t.ok(state.cited.size <= 2700)
  t.ok(state.recent.size <= 200, `${state.recent.size} recent turns`)
  t.ok(state.window.length <= 40)
})
