import t, { type Test } from 'tap'
import { LED_PATTERNS } from '../../../device/contracts/led.js'
import { PHASES } from '../../../device/contracts/session-machine.js'
import { type LeaseState, type LedFacts, type LedShown, ledFor } from '../../../device/light/led-policy.js'

const LEASES: readonly LeaseState[] = ['none', 'live', 'expired']
const DOMAIN: { readonly [F in keyof LedFacts]: readonly LedFacts[F][] } = {
  microphoneOpen: [false, true],
  ownSourceOpen: [false, true],
  frames: ['fresh', 'stale', 'held'],
  spoolTaking: [false, true],
  phase: PHASES,
  opening: [false, true],
  buttonHeld: [false, true],
  fault: [false, true],
  pairingOpen: [false, true],
  transcribing: LEASES,
  drafting: LEASES,
  ready: LEASES,
  attention: LEASES,
  audioWaiting: ['none', 'briefly', 'overdue'],
}

/** All combinations; the one object is filled anew for each. */
function* every(): Generator<LedFacts> {
  const names = Object.keys(DOMAIN) as (keyof LedFacts)[]
  const facts: Record<string, unknown> = {}
  function* fill(index: number): Generator<LedFacts> {
    const name = names[index]
    if (name === undefined) yield facts as unknown as LedFacts
    else
      for (const value of DOMAIN[name]) {
        facts[name] = value
        yield* fill(index + 1)
      }
  }
  yield* fill(0)
}

/** Every combination of the facts must keep the promise; the first that does not is shown. */
function always(t: Test, promise: (facts: LedFacts, shown: LedShown) => boolean): void {
  let count = 0
  for (const facts of every()) {
    count += 1
    if (promise(facts, ledFor(facts))) continue
    t.fail('promise broken', { facts: { ...facts }, shown: ledFor(facts) })
    return
  }
  t.equal(count, 2 * 2 * 3 * 2 * 10 * 2 * 2 * 2 * 2 * 3 ** 5, 'every combination was tried')
}

t.test('invariant 4: an open microphone is always visible, whoever opened it', async t => {
  always(t, (facts, { pattern }) => !facts.microphoneOpen || ['solid', 'fast-blink', 'countdown'].includes(pattern))
})

t.test('invariant 4: the light is never dark, calm or waiting while a microphone is open', async t => {
  always(
    t,
    (facts, { pattern }) =>
      !facts.microphoneOpen || !['off', 'slow-blink', 'breathe', 'double-blink', 'alternate'].includes(pattern),
  )
})

t.test('invariant 4: a closed microphone never shows solid', async t => {
  always(t, (facts, { pattern }) => facts.microphoneOpen || pattern !== 'solid')
})

t.test(
  'invariant 4: solid in a session means frames arrive (or a file waits), the spool takes them, no fault',
  async t => {
    always(t, (facts, { pattern }) => {
      if (pattern !== 'solid' || facts.phase !== 'recording') return true
      return facts.microphoneOpen && facts.frames !== 'stale' && facts.spoolTaking && !facts.fault
    })
  },
)

t.test('invariant 4: a session whose sound does not arrive or is not taken is shown as a fault', async t => {
  always(t, (facts, { pattern }) => {
    if (facts.phase !== 'recording' || facts.buttonHeld || !facts.microphoneOpen) return true
    return (facts.frames !== 'stale' && facts.spoolTaking) || pattern === 'fast-blink'
  })
})

t.test('invariant 4: an open microphone outside a session shows solid, whatever else is going on', async t => {
  always(
    t,
    (facts, { pattern }) =>
      !facts.microphoneOpen || facts.buttonHeld || facts.phase === 'recording' || pattern === 'solid',
  )
})

t.test('invariant 4: a lease that ran out is attention, never ready and never work', async t => {
  always(t, (facts, { pattern }) => {
    const expired = [facts.transcribing, facts.drafting, facts.ready, facts.attention].includes('expired')
    return !expired || !['double-blink', 'breathe'].includes(pattern)
  })
})

t.test('invariant 4: ready is shown only with a live lease, no audio waiting and a closed microphone', async t => {
  always(
    t,
    (facts, { pattern }) =>
      pattern !== 'double-blink' ||
      (facts.ready === 'live' && facts.audioWaiting === 'none' && !facts.microphoneOpen && !facts.fault),
  )
})

t.test('invariant 4: off means that nothing is going on', async t => {
  always(t, (facts, { pattern }) => {
    if (pattern !== 'off') return true
    const leases = [facts.transcribing, facts.drafting, facts.ready, facts.attention]
    return (
      !facts.microphoneOpen &&
      !facts.fault &&
      !facts.buttonHeld &&
      !facts.pairingOpen &&
      facts.audioWaiting === 'none' &&
      leases.every(lease => lease === 'none') &&
      facts.phase !== 'recording' &&
      facts.phase !== 'paused'
    )
  })
})

t.test('slow blink means that the session is not over and no microphone is open', async t => {
  always(t, (facts, { pattern, reason }) => {
    if (pattern !== 'slow-blink') return true
    const waits = facts.phase === 'paused' || (facts.phase === 'recording' && facts.opening && reason === 'opening')
    return !facts.microphoneOpen && waits
  })
})

t.test('a held button is answered by the countdown, always', async t => {
  always(t, (facts, { pattern }) => facts.buttonHeld === (pattern === 'countdown'))
})

t.test('a fault with a closed microphone is never shown as calm', async t => {
  always(
    t,
    (facts, { pattern }) =>
      !facts.fault || facts.microphoneOpen || ['fast-blink', 'countdown', 'alternate'].includes(pattern),
  )
})

t.test('pairing alternates only outside a session, with every microphone closed', async t => {
  always(
    t,
    (facts, { pattern }) =>
      pattern !== 'alternate' ||
      (facts.pairingOpen && !facts.microphoneOpen && facts.phase !== 'recording' && facts.phase !== 'paused'),
  )
})

t.test('every pattern of the vocabulary is reachable, and nothing else is shown', async t => {
  const seen = new Set<string>()
  for (const facts of every()) seen.add(ledFor(facts).pattern)
  t.strictSame([...seen].sort(), Object.keys(LED_PATTERNS).sort())
})
