import t from 'tap'
import { turnId } from '../../../device/contracts/turn.js'

t.test('a turn is named after its segment and its place in it', async t => {
  t.equal(turnId(3, 7), 's3-07')
  t.equal(turnId(120, 100), 's120-100')
})
