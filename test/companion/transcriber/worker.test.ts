import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { FromTranscriber } from '../../../companion/transcriber/messages.js'
import { demoSession } from '../../support/demo-speech.js'
import { SealedSpool } from '../../support/sealed-spool.js'

const program = new URL('../../../companion/transcriber/worker.js', import.meta.url)

function forked(t: Test, home: string): ChildProcess {
  mkdirSync(home, { recursive: true })
  const env = { HOME: home, NODE_ENV: 'production', PATH: process.env['PATH'] ?? '' }
  const child = fork(program, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    execArgv: [],
    env,
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

t.test('a segment before the beginning is refused, and the child lives', async t => {
  const child = forked(t, join(t.testdir(), 'home'))
  child.send({ type: 'segment', segment: 3, interrupted: false })
  const [answer] = (await once(child, 'message')) as [FromTranscriber]
  t.match(answer, { type: 'segment_failed', segment: 3, error: { code: 'TRANSCRIBE_FAILED' } })
  t.equal(child.exitCode, null)
  t.match(readFileSync(`/proc/${child.pid}/coredump_filter`, 'utf8'), /^0+\n$/, 'no memory of it would be dumped')
  child.kill('SIGKILL')
  await once(child, 'close')
})

t.test('after a failed beginning every segment fails, and no second beginning counts', async t => {
  const spool = new SealedSpool(t.testdir())
  const child = forked(t, spool.runDirectory)
  const answers: FromTranscriber[] = []
  child.on('message', message => answers.push(message as FromTranscriber))
  child.send(spool.begin({ modelFile: join(spool.runDirectory, 'none') }))
  child.send(spool.begin())
  child.send({ type: 'segment', segment: 1, interrupted: false })
  while (answers.length < 2) await once(child, 'message')
  t.match(answers, [
    { type: 'failed', error: { code: 'MODEL_NOT_INSTALLED' } },
    { type: 'segment_failed', segment: 1, error: { code: 'TRANSCRIBE_FAILED' } },
  ])
  child.kill('SIGKILL')
  await once(child, 'close')
})

t.test('invariant 3: a child whose parent is gone dies at once, in the middle of a segment', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, demoSession().slice(0, 75 * 16_000))
  const child = forked(t, spool.runDirectory)
  child.send(spool.begin())
  t.match(await once(child, 'message'), [{ type: 'ready' }])
  child.send({ type: 'segment', segment: 1, interrupted: false })
  await new Promise(resolve => setTimeout(resolve, 150))
  child.disconnect()
  const [exitCode, signal] = await once(child, 'exit')
  t.strictSame([exitCode, signal], [null, 'SIGKILL'])
  t.notOk(existsSync(`/proc/${child.pid}`))
})
