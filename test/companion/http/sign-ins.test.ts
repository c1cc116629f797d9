import t from 'tap'
import { SignIns, sameToken } from '../../../companion/http/sign-ins.js'
import type { CompanionEvents } from '../../../companion/log.js'
import { EventLog } from '../../../device/contracts/event-log.js'
import { FakeClinician, FakeNotebook } from '../../support/fake-notebook.js'
import { FakeClock } from '../../support/lan-app.js'

function table() {
  const clock = new FakeClock()
  const log: string[] = []
  const signIns = new SignIns(
    clock,
    { idleMs: 1000, absoluteMs: 5000 },
    new EventLog<CompanionEvents>(l => log.push(l)),
  )
  const clinician = () => new FakeClinician('c1', 'Dr Example', 'PsyD', new FakeNotebook())
  return { clock, signIns, clinician, log }
}

t.test('a token is found until one millisecond before its idle limit', async t => {
  const { clock, signIns, clinician } = table()
  const person = clinician()
  const token = signIns.open(person)
  clock.nowMs += 999
  t.ok(signIns.find(token))
  t.notOk(person.locked)
  clock.nowMs += 1
  t.equal(signIns.find(token), null)
  t.ok(person.locked, 'the end of a sign-in locks the vault')
  t.equal(signIns.find(token), null)
})

t.test('use moves the idle limit and not the absolute one', async t => {
  const { clock, signIns, clinician } = table()
  const token = signIns.open(clinician())
  for (let i = 0; i < 5; i++) {
    clock.nowMs += 999
    t.ok(signIns.find(token))
    signIns.use(token)
  }
  clock.nowMs += 5
  t.equal(signIns.find(token), null)
})

t.test('the sweep ends and locks without being asked, and streams hear of it', async t => {
  const { clock, signIns, clinician, log } = table()
  const [early, late] = [clinician(), clinician()]
  const first = signIns.find(signIns.open(early))
  clock.nowMs += 600
  signIns.open(late)
  clock.nowMs += 400
  signIns.sweep()
  t.strictSame([early.locked, late.locked], [true, false])
  t.ok(first?.ended.aborted)
  signIns.endAll('closing')
  t.ok(late.locked)
  t.match(log.join(''), /"reason":"idle","open":1.*\n.*"reason":"closing","open":0/)
})

t.test('tokens are 256 bits, never the same, and not kept', async t => {
  const { signIns, clinician } = table()
  const tokens = new Set(Array.from({ length: 200 }, () => signIns.open(clinician())))
  t.equal(tokens.size, 200)
  for (const token of tokens) t.equal(Buffer.from(token, 'base64url').length, 32)
  const [token = ''] = tokens
  t.equal(signIns.find(`${token}a`), null)
  t.equal(signIns.find(''), null)
})

t.test('tokens are compared as a whole', async t => {
  t.ok(sameToken('abc', 'abc'))
  for (const given of ['ab', 'abcd', '', undefined, ['abc']]) t.notOk(sameToken(given, 'abc'))
})
