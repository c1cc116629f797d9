import t from 'tap'
import { companionLog } from '../../companion/log.js'

t.test('the companion can log facts of its catalogue and no words', async t => {
  const written: string[] = []
  const write = process.stderr.write
  process.stderr.write = ((text: string) => written.push(text) > 0) as typeof process.stderr.write
  t.teardown(() => {
    process.stderr.write = write
  })
  companionLog().write('step_failed', { sessionId: 'x', code: 'INTERNAL' })
  // @ts-expect-error a message could quote what was said
  companionLog().write('step_failed', { sessionId: 'x', code: 'INTERNAL', message: 'x' })
  process.stderr.write = write
  t.match(written[0], /"event":"step_failed"/)
})
