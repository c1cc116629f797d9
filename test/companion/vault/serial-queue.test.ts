import t from 'tap'
import { SerialQueue } from '../../../companion/vault/serial-queue.js'

const soon = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

t.test('work of one key takes its turn, work of another key does not wait for it', async t => {
  const queue = new SerialQueue()
  const order: string[] = []
  const slow = queue.run('a', async () => {
    await soon(20)
    order.push('a1')
  })
  const next = queue.run('a', async () => void order.push('a2'))
  const other = queue.run('b', async () => void order.push('b1'))
  await Promise.all([slow, next, other])
  t.strictSame(order, ['b1', 'a1', 'a2'])
})

t.test('what fails is told to its caller and holds up nobody', async t => {
  const queue = new SerialQueue()
  const failing = queue.run('a', async () => {
    throw new Error('no')
  })
  const next = queue.run('a', async () => 'yes')
  await t.rejects(failing, { message: 'no' })
  t.equal(await next, 'yes')
})
