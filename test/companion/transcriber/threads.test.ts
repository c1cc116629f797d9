import t from 'tap'
import { threadsFor } from '../../../companion/transcriber/threads.js'

t.test('0 leaves a core to the recorder, and takes one to four', async t => {
  t.strictSame(
    [1, 2, 3, 4, 5, 6, 64].map(cores => threadsFor(0, cores)),
    [1, 1, 2, 3, 4, 4, 4],
  )
  t.ok(threadsFor(0) >= 1)
})

t.test('a number is taken as it is', async t => {
  t.equal(threadsFor(1, 8), 1)
  t.equal(threadsFor(7, 2), 7)
})
