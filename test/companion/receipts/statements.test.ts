import t from 'tap'
import { statementsFor } from '../../../companion/receipts/statements.js'

t.test('receipts are written in plain words and claim nothing that cannot be claimed', t => {
  for (const kind of ['destroyed', 'discarded', 'destroyed-by-power-loss'] as const) {
    const { claims, notClaimed, remains } = statementsFor(kind)
    const words = [...claims, ...notClaimed, ...remains].join(' ')
    t.notMatch(words, /unrecoverable|certif|shred|military|guarantee|100 ?%|wipe/i)
    t.ok(claims.length >= 3 && notClaimed.length >= 4 && remains.length >= 2)
    t.ok(
      [...words].every(letter => letter.charCodeAt(0) < 127),
      'plain ASCII: two programs print it alike',
    )
  }
  t.match(statementsFor('destroyed-by-power-loss').claims.join(' '), /not overwritten by anyone/)
  t.end()
})
