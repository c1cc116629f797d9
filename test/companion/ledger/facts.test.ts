import t from 'tap'
import { checkedFacts } from '../../../companion/ledger/facts.js'
import { openIdentity } from '../../../companion/ledger/identity.js'
import { openLedger } from '../../support/receipted-session.js'

t.test('words do not get into the ledger', async t => {
  const state = t.testdir()
  const ledger = await openLedger(t, state, await openIdentity(state))
  const { seq } = ledger.head()
  for (const data of [
    { text: 'I slept badly' },
    { list: ['ok', 'not ok'] },
    { deep: { er: { text: 'a b' } } },
    { name: 'Zoë' },
    { 'a key': 1 },
    { long: 'x'.repeat(129) },
    { big: 1e300 },
  ]) {
    await t.rejects(ledger.append('sign_in', null, data), { code: 'INTERNAL' })
  }
  t.equal(ledger.head().seq, seq)
  t.strictSame(checkedFacts({ a: 1.4, b: [2.5, 'x'], c: { d: null }, e: undefined }), {
    a: 1,
    b: [3, 'x'],
    c: { d: null },
    e: undefined,
  })
})
