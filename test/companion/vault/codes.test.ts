import t from 'tap'
import { newClaimCode, newRecoveryCode, normaliseCode } from '../../../companion/vault/codes.js'

t.test('codes are long enough, new each time, and forgiving of how a person types', t => {
  t.match(newClaimCode(), /^[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}$/)
  t.match(newRecoveryCode(), /^([a-z2-7]{4}-){7}[a-z2-7]{4}$/)
  t.equal(new Set(Array.from({ length: 200 }, newClaimCode)).size, 200)
  t.equal(normaliseCode(' ABCD-2345\n'), 'abcd2345')
  t.equal(normaliseCode('0O 1L 8B'), 'oollbb')
  t.end()
})
