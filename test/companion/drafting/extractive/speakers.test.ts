import t from 'tap'
import {
  finishSpeakers,
  hearTurn,
  newSpeakerState,
  rolesOf,
} from '../../../../companion/drafting/extractive/speakers.js'
import type { Utterance } from '../../../../companion/drafting/extractive/utterance.js'
import type { Turn } from '../../../../device/contracts/turn.js'
import { SESSIONS, withoutSeats } from '../annotated-sessions.js'

function heard(turns: readonly Turn[]): { readonly utterances: readonly Utterance[]; readonly uncertain: boolean } {
  const state = newSpeakerState(null)
  const utterances = turns.flatMap(turn => hearTurn(state, turn))
  return { utterances: [...utterances, ...finishSpeakers(state)], uncertain: state.uncertain }
}

t.test('which chair is the therapist’s is read from the talk', async t => {
  for (const { name, turns, participants } of SESSIONS) {
    t.strictSame(
      [...rolesOf(turns.slice(0, 40))].sort(),
      participants.map(({ seat, role }) => [seat, role]).sort(),
      name,
    )
  }
})

t.test('with seats every sentence has its speaker', async t => {
  for (const { name, turns, participants } of SESSIONS) {
    const { utterances, uncertain } = heard(turns)
    const roles = new Map(participants.map(({ seat, role }) => [seat, role]))
    t.ok(
      utterances.every(({ seat, speaker }) => speaker === roles.get(seat ?? '')),
      name,
    )
    t.notOk(uncertain)
  }
})

t.test('with one microphone few are wrong, and the doubtful are left unknown', async t => {
  let [all, right, wrong] = [0, 0, 0]
  for (const { turns, participants } of SESSIONS) {
    const roles = new Map(participants.map(({ seat, role }) => [seat, role]))
    const truth = new Map(turns.map(turn => [turn.id, roles.get(turn.seat ?? '')]))
    const { utterances, uncertain } = heard(withoutSeats(turns))
    t.ok(uncertain)
    for (const { turnId, speaker } of utterances) {
      all += 1
      if (speaker === truth.get(turnId)) right += 1
      else if (speaker !== 'unknown') wrong += 1
    }
  }
  t.comment(`${all} sentences: ${right} right, ${wrong} wrong, ${all - right - wrong} unknown`)
  t.ok(wrong / (right + wrong) <= 0.02, 'of those decided at most 2 % are wrong')
  t.ok(right / all >= 0.6)
})

t.test('a turn that holds a question and its answer is two speakers’', async t => {
  const { utterances } = heard([
    { id: 's1-01', start: 0, end: 9, text: 'How have you been sleeping? I slept three hours and I felt awful.' },
    { id: 's1-02', start: 9, end: 12, text: 'Tell me what goes through your mind at night.' },
    { id: 's1-03', start: 12, end: 20, text: 'I think that I will lose my job.' },
  ])
  t.strictSame(
    utterances.map(({ speaker }) => speaker),
    ['therapist', 'client', 'therapist', 'client'],
  )
})

t.test('nothing is said of nothing', async t => {
  t.strictSame(heard([]).utterances, [])
  t.strictSame([...rolesOf([])], [])
  t.strictSame([...rolesOf([{ id: 'a', start: 0, end: 1, seat: 'A', text: 'Hello.' }])], [], 'one chair tells nothing')
})
