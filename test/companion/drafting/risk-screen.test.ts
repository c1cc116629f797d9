import t from 'tap'
import { finishSpeakers, hearTurn, newSpeakerState } from '../../../companion/drafting/extractive/speakers.js'
import type { RiskFinding, RiskTopic } from '../../../companion/drafting/note-draft.js'
import { findingsOf } from '../../../companion/drafting/risk-findings.js'
import { finishScreen, screen } from '../../../companion/drafting/risk-screen.js'
import { newRiskState } from '../../../companion/drafting/risk-state.js'
import type { Turn } from '../../../device/contracts/turn.js'
import { dialogue, RISK_KEYS, SESSIONS, withoutSeats } from './annotated-sessions.js'

function findings(
  turns: readonly Turn[],
  roles: ReadonlyMap<string, 'client' | 'therapist'> | null = null,
): readonly RiskFinding[] {
  const speakers = newSpeakerState(roles)
  const state = newRiskState()
  const utterances = turns.flatMap(turn => hearTurn(speakers, turn))
  for (const utterance of [...utterances, ...finishSpeakers(speakers)]) screen(state, utterance, 0)
  finishScreen(state)
  return findingsOf(state)
}

const ROLES = new Map([
  ['A', 'therapist'],
  ['B', 'client'],
  ['C', 'client'],
] as const)

function finding(topic: RiskTopic, ...lines: readonly string[]): RiskFinding | undefined {
  return findings(dialogue(...lines), ROLES).find(found => found.topic === topic)
}

for (const seated of [true, false]) {
  t.test(`statuses and lines of the annotated sessions, ${seated ? 'seats known' : 'one microphone'}`, async t => {
    let [lines, missed] = [0, 0]
    for (const { name, turns, truth } of SESSIONS) {
      for (const { topic, status, evidence } of findings(seated ? turns : withoutSeats(turns))) {
        t.equal(status, truth.risk[RISK_KEYS[topic]], `${name}: ${topic}`)
        const planted = truth.risk.evidence[RISK_KEYS[topic]] ?? []
        lines += planted.length
        missed += planted.filter(id => !evidence.includes(id)).length
      }
    }
    t.comment(`risk lines ${lines}, missed ${missed}`)
    // The two are a clarification after a plain denial, which names nothing.
    t.ok(missed <= 2)
  })
}

t.test('asked and plainly denied', async t => {
  t.match(finding('suicidal-ideation', 'T: Have you had any thoughts of killing yourself?', 'C: No, never.'), {
    status: 'asked_denied',
    evidence: ['t1', 't2'],
  })
  t.match(finding('self-harm', 'T: Any urges to cut yourself at all?', 'C: God, no.'), { status: 'asked_denied' })
  t.match(finding('harm-to-others', 'T: Are you having thoughts of hurting somebody else?', 'C: No.'), {
    status: 'asked_denied',
  })
  t.match(finding('abuse-or-neglect', 'T: Does anybody at home hit you or frighten you?', 'C: No. Nobody does.'), {
    status: 'asked_denied',
  })
})

t.test('half a no is no denial', async t => {
  for (const answer of [
    "I don't know.",
    'Not really.',
    'Not today.',
    'Maybe.',
    'No. Well, sometimes, when it gets dark.',
    'Hm.',
  ]) {
    t.match(
      finding('suicidal-ideation', 'T: Do you ever think about ending your life?', `C: ${answer}`),
      { status: 'mentioned' },
      answer,
    )
  }
})

t.test('a no that says there was something before is no denial', async t => {
  for (const answer of [
    'No. Not since the hospital last year.',
    'Not any more.',
    'No, I used to.',
    'No longer, no.',
    'Not for years.',
  ]) {
    t.match(
      finding('suicidal-ideation', 'T: Any thoughts of suicide?', `C: ${answer}`),
      { status: 'endorsed_past_only' },
      answer,
    )
  }
  t.match(
    finding('harm-to-others', 'T: Any thoughts of hurting other people?', 'C: Only my landlord. No, not really.'),
    { status: 'mentioned' },
  )
})

t.test('a question that is not answered is a mention', async t => {
  t.match(
    finding('suicidal-ideation', 'T: Are you thinking of suicide?', 'T: Take your time.', 'T: How is the weather?'),
    { status: 'mentioned' },
  )
})

t.test('endorsed now, and endorsed of the past only', async t => {
  t.match(finding('suicidal-ideation', 'T: Are you thinking about ending your life?', 'C: Yes. Every night.'), {
    status: 'endorsed',
  })
  t.match(finding('suicidal-ideation', 'C: I keep thinking that I want to die.'), {
    status: 'endorsed',
    evidence: ['t1'],
  })
  t.match(finding('suicidal-ideation', 'T: Have you ever tried to kill yourself?', 'C: Once, when I was nineteen.'), {
    status: 'endorsed_past_only',
  })
  t.match(finding('self-harm', 'C: I used to cut myself at school, years ago.'), { status: 'endorsed_past_only' })
  t.match(
    finding(
      'suicidal-ideation',
      'T: Any thoughts of suicide at the moment?',
      'C: No.',
      'T: And has there been a time when you felt that way?',
      'C: Yes, in 2012.',
    ),
    { status: 'endorsed_past_only', evidence: ['t1', 't2', 't3', 't4'] },
  )
  t.match(
    finding(
      'suicidal-ideation',
      'T: Have you ever thought of killing yourself?',
      'C: Yes, years ago.',
      'T: And are you thinking about suicide now?',
      'C: Yes.',
    ),
    { status: 'endorsed' },
    'the gravest counts',
  )
})

t.test('what is asked next after a yes belongs to it', async t => {
  const found = finding(
    'suicidal-ideation',
    'T: Are you thinking of suicide?',
    'C: Yes.',
    'T: Have you thought about how?',
    'C: The bridge.',
  )
  t.strictSame(found?.evidence, ['t1', 't2', 't3', 't4'])
})

t.test('somebody else’s words are told apart', async t => {
  for (const line of [
    'My cousin said she wanted to kill herself.',
    'He told me he wants to die.',
    'She texted, "I want to die," and I went round.',
    'My dad tried to end his life in spring.',
  ]) {
    t.match(
      finding('suicidal-ideation', `C: ${line}`),
      { status: 'not_discussed', evidence: [], others: [{ about: 'third-party', evidence: ['t1'] }] },
      line,
    )
  }
})

t.test('a supposition and a figure of speech are no risk of the client', async t => {
  t.match(finding('suicidal-ideation', 'C: If I ever wanted to die I would tell my wife.'), {
    status: 'not_discussed',
    others: [{ about: 'hypothetical' }],
  })
  for (const line of ['These shoes are killing me.', "I'm dying to see it.", 'That was career suicide.']) {
    t.match(finding('suicidal-ideation', `C: ${line}`), { status: 'not_discussed', evidence: [] }, line)
  }
})

t.test('a no that nobody asked for is a mention, not a denial', async t => {
  t.match(finding('suicidal-ideation', "C: I don't want to die, I want to sleep."), { status: 'mentioned' })
  t.match(finding('suicidal-ideation', 'T: Do you think of hurting yourself?', "C: No. I don't want to die."), {
    status: 'mentioned',
    evidence: ['t2'],
  })
})

t.test('the therapist’s own summary is no statement of the client', async t => {
  t.match(finding('suicidal-ideation', 'T: Many people who grieve say that they want to die.', 'C: I can imagine.'), {
    status: 'not_discussed',
  })
})

t.test('one answer of a couple is enough to raise it', async t => {
  t.match(
    finding('abuse-or-neglect', 'T: Has either of you been frightened of the other?', 'C: No.', 'C2: Sometimes, yes.'),
    { status: 'endorsed' },
  )
  t.match(finding('abuse-or-neglect', 'T: Has either of you been frightened of the other?', 'C: No.', 'C2: Never.'), {
    status: 'asked_denied',
  })
})

t.test('all four topics are always listed, in order', async t => {
  t.strictSame(
    findings([]).map(({ topic, status }) => [topic, status]),
    [
      ['suicidal-ideation', 'not_discussed'],
      ['self-harm', 'not_discussed'],
      ['harm-to-others', 'not_discussed'],
      ['abuse-or-neglect', 'not_discussed'],
    ],
  )
})
