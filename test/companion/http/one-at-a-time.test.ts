import t from 'tap'
import { OneAtATime } from '../../../companion/http/one-at-a-time.js'

t.test('jobs run one after the other, in order, and a failure stops nobody', async t => {
  const queue = new OneAtATime(10)
  const seen: string[] = []
  const job = (name: string, fails = false) =>
    queue.run(async () => {
      seen.push(`${name} begins`)
      await new Promise(resolve => setTimeout(resolve, 5))
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([job('a'), job('b', true), job('c')])
  t.strictSame(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  t.strictSame(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

t.test('a full queue refuses, and takes again when it is not', async t => {
  const queue = new OneAtATime(2)
  let release = (): void => undefined
  const first = queue.run(() => new Promise<void>(resolve => (release = resolve)))
  const second = queue.run(async () => 'second')
  await t.rejects(
    queue.run(async () => 'third'),
    { code: 'REQUEST_TOO_MANY' },
  )
  await new Promise(setImmediate)
  release()
  await first
  t.equal(await second, 'second')
  t.equal(await queue.run(async () => 'fourth'), 'fourth')
})
