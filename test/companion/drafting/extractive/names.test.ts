import t from 'tap'
import {
  isPerson,
  learnAddress,
  learnNames,
  learnRelations,
  mentionsRelation,
  newNameState,
  peopleNamedIn,
  relationOf,
  seatCalled,
  UNNAMED,
} from '../../../../companion/drafting/extractive/names.js'

function learned(...turns: readonly string[]) {
  const state = newNameState()
  for (const turn of turns) {
    learnRelations(state, turn)
    learnNames(state, turn, false)
  }
  return state
}

t.test('a name becomes how the person stands to the client', async t => {
  for (const [said, name, relation] of [
    ['My friend Anna asked me.', 'Anna', 'their friend'],
    ['Then Zosia. My sister. She knew.', 'Zosia', 'their sister'],
    ['I told Beth, my flatmate.', 'Beth', 'their flatmate'],
    ['I rang Auntie Joyce.', 'Joyce', 'their aunt'],
    ["My husband's called Raj and he works nights.", 'Raj', 'their husband'],
  ] as const) {
    const state = learned(said)
    t.ok(isPerson(state, name), name)
    t.equal(relationOf(state, name, false), relation, said)
  }
})

t.test('a relation that is told later holds for what was said before', async t => {
  const state = learned('I went with Carla to the shop.', 'My cousin Carla is kind.')
  t.strictSame(peopleNamedIn(state, 'I went with Carla.'), ['Carla'])
  t.equal(relationOf(state, 'Carla', false), 'their cousin')
})

t.test('of a name nobody explained nothing is claimed', async t => {
  t.equal(relationOf(learned('I saw Sandra on Monday.'), 'Sandra', false), UNNAMED)
  t.equal(relationOf(learned('I walk with Biscuit every day.'), 'Biscuit', false), '[name]', 'it may be a dog')
})

t.test('places, days, titles and words at the start of a sentence are no people', async t => {
  const state = learned(
    'On Monday I went to work in Leeds.',
    'There was a queue.',
    'Tablets. I kept the tablets.',
    'Dr Hall saw me at Elm Court.',
  )
  for (const word of ['Monday', 'Leeds', 'There', 'Tablets', 'Elm', 'I', 'Hall']) t.notOk(isPerson(state, word), word)
})

t.test('who is spoken to by name is in the room', async t => {
  const state = newNameState()
  for (const text of ['Come in, Owen.', 'So, Owen, how are you?']) {
    learnNames(state, text, true)
    learnAddress(state, text, 'B')
  }
  t.equal(seatCalled(state, 'Owen', false), 'B')
  t.equal(relationOf(state, 'Owen', false), 'the client')
  t.equal(relationOf(state, 'Owen', true), 'Client B')
  learnNames(state, 'I rang Owen and he came.', false)
  t.equal(seatCalled(state, 'Owen', false), null, 'nobody speaks so of themselves')
})

t.test('relations', async t => {
  t.ok(mentionsRelation('my older brother left'))
  t.notOk(mentionsRelation('I left'))
})
