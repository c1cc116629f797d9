import t from 'tap'
import {
  type Edge,
  EFFECTS,
  PHASES,
  type Phase,
  SESSION_EVENTS,
  SESSION_TABLE,
  step,
} from '../../../device/contracts/session-machine.js'

const TERMINAL: readonly Phase[] = ['signed', 'discarded']
/** What the table is meant to say, written a second time: `phase event → phase`. Whatever is not here is ignored. */
const MEANT = `
idle press recording
recording press finishing
recording double_press paused
recording hold_3s discarded
recording discard discarded
recording capture_failed finishing
recording spool_full finishing
recording max_length finishing
paused press finishing
paused double_press recording
paused hold_3s discarded
paused discard discarded
paused max_length finishing
finishing hold_3s discarded
finishing discard discarded
finishing all_text_stored transcribed
finishing audio_expired transcribed
transcribed discard discarded
transcribed drafting_started drafting
drafting discard discarded
drafting draft_stored ready
drafting draft_failed failed
ready discard discarded
ready drafting_started drafting
ready signed signed
failed discard discarded
failed drafting_started drafting
`

interface Walked extends Edge {
  readonly from: Phase
  readonly event: string
}

const edges: readonly Walked[] = PHASES.flatMap(from =>
  SESSION_EVENTS.flatMap(event => {
    const edge = step(from, event)
    return edge === null ? [] : [{ from, event, ...edge }]
  }),
)

t.test('every pair of phase and event does what is meant, or nothing', async t => {
  const meant = new Map(
    MEANT.trim()
      .split('\n')
      .map(line => {
        const [from, event, to] = line.split(' ')
        return [`${from} ${event}`, to]
      }),
  )
  for (const phase of PHASES) {
    for (const event of SESSION_EVENTS) {
      t.equal(step(phase, event)?.to ?? null, meant.get(`${phase} ${event}`) ?? null, `${phase} × ${event}`)
    }
  }
  t.equal(edges.length, meant.size)
})

t.test('every way out of recording closes the microphone, before anything else', async t => {
  for (const edge of edges.filter(edge => edge.from === 'recording' && edge.to !== 'recording')) {
    t.equal(edge.effects[0], 'close_microphone', edge.event)
  }
})

t.test('only a press on an idle box and the second double press open the microphone', async t => {
  const opening = edges.filter(edge => edge.effects.includes('open_microphone'))
  t.strictSame(
    opening.map(edge => `${edge.from} ${edge.event}`),
    ['idle press', 'paused double_press'],
  )
  for (const edge of opening) t.equal(edge.to, 'recording')
  for (const edge of edges.filter(edge => edge.to === 'recording')) t.ok(edge.effects.includes('open_microphone'))
})

t.test('no phase but recording is entered with the microphone left open', async t => {
  const open = new Set<Phase>()
  for (const edge of edges) {
    const opens = edge.effects.includes('open_microphone')
    const closes = edge.effects.includes('close_microphone')
    if (opens || (edge.from === 'recording' && !closes)) open.add(edge.to)
  }
  t.strictSame([...open], ['recording'])
})

t.test('what was heard is sealed whenever a session leaves recording without being forgotten', async t => {
  for (const edge of edges.filter(edge => edge.from === 'recording')) {
    t.equal(edge.effects.includes('seal_segment'), edge.to !== 'discarded', edge.event)
    t.equal(edge.effects.includes('destroy_audio'), edge.to === 'discarded', edge.event)
  }
})

t.test('invariant 11: a press never destroys; only forgetting does, and it destroys all that may be left', async t => {
  const destroying = edges.filter(edge => edge.effects.includes('destroy_audio'))
  for (const edge of destroying) t.ok(['hold_3s', 'discard'].includes(edge.event), `${edge.from} ${edge.event}`)
  for (const edge of edges.filter(edge => edge.to === 'discarded')) {
    t.ok(edge.effects.includes('destroy_text'), `${edge.from} ${edge.event}`)
    const mayHoldAudio = ['recording', 'paused', 'finishing'].includes(edge.from)
    t.equal(edge.effects.includes('destroy_audio'), mayHoldAudio, `${edge.from} ${edge.event}`)
  }
})

t.test('a session can be discarded from anywhere before it is signed', async t => {
  for (const phase of PHASES) {
    const before = phase !== 'idle' && !TERMINAL.includes(phase)
    t.equal(step(phase, 'discard')?.to ?? null, before ? 'discarded' : null, phase)
  }
})

t.test('invariant 7: nothing leaves signed or discarded', async t => {
  for (const phase of TERMINAL) t.strictSame(SESSION_TABLE[phase], {})
})

t.test('every phase that is not an end can reach one, and each end can be reached', async t => {
  for (const phase of PHASES) {
    const reached = new Set<Phase>([phase])
    for (const from of reached) for (const edge of edges) if (edge.from === from) reached.add(edge.to)
    t.ok(
      TERMINAL.some(end => reached.has(end)),
      phase,
    )
    if (phase === 'idle') t.strictSame([...reached].sort(), [...PHASES].sort(), 'every phase begins at a press')
  }
})

t.test('signing is possible only for a draft that is ready', async t => {
  t.strictSame(
    edges.filter(edge => edge.to === 'signed').map(edge => edge.from),
    ['ready'],
  )
})

t.test('what needs a person shows attention', async t => {
  const troubles = ['capture_failed', 'spool_full', 'max_length', 'audio_expired', 'draft_failed']
  for (const edge of edges) {
    t.equal(edge.effects.includes('show_attention'), troubles.includes(edge.event), `${edge.from} ${edge.event}`)
  }
})

t.test('every effect is used, and none is named twice in one edge', async t => {
  t.strictSame([...new Set(edges.flatMap(edge => edge.effects))].sort(), [...EFFECTS].sort())
  for (const edge of edges) t.equal(new Set(edge.effects).size, edge.effects.length)
})
