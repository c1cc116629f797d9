import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const WORKER = fileURLToPath(new URL('../../../companion/drafting/worker.js', import.meta.url))

t.test('the child kills itself when its parent lets go', async t => {
  const child = fork(WORKER, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' })
  t.teardown(() => child.kill('SIGKILL'))
  child.send({ type: 'compose', format: 'SOAP' })
  const [answer] = await once(child, 'message')
  t.match(answer, { type: 'failed', error: { code: 'DRAFT_FAILED' } })
  child.disconnect()
  const [code, signal] = await once(child, 'exit')
  t.equal(code, null)
  t.equal(signal, 'SIGKILL')
})

t.test('a message that is none is answered with an error without words, not with a crash', async t => {
  const child = fork(WORKER, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], serialization: 'advanced' })
  t.teardown(() => child.kill('SIGKILL'))
  let printed = 0
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (printed += bytes.length))
  child.send({ type: 'begin' })
  t.match((await once(child, 'message'))[0], { type: 'failed', error: { code: 'DRAFT_FAILED' } })
  child.send({ type: 'observe', segment: 1, sealedUnderTextKey: new Uint8Array(3) })
  t.match((await once(child, 'message'))[0], { type: 'failed', error: { code: 'DRAFT_FAILED' } })
  t.equal(printed, 0)
})
