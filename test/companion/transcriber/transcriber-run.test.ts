import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { FromTranscriber } from '../../../companion/transcriber/messages.js'
import { demoSession } from '../../support/demo-speech.js'
import { SealedSpool } from '../../support/sealed-spool.js'

process.env['HOME'] = join(t.testdir(), 'home')
process.env['NODE_ENV'] = 'production'
mkdirSync(process.env['HOME'])
const { TranscriberRun } = await import('../../../companion/transcriber/transcriber-run.js')

function running(): { run: InstanceType<typeof TranscriberRun>; next: () => Promise<FromTranscriber> } {
  const answers: FromTranscriber[] = []
  let wake: () => void = () => undefined
  const run = new TranscriberRun(message => {
    answers.push(message)
    wake()
  })
  const next = async (): Promise<FromTranscriber> => {
    while (answers.length === 0) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    return answers.shift() as FromTranscriber
  }
  return { run, next }
}

t.test('begins, then answers each segment with its text, sealed', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, demoSession().slice(0, 6 * 16_000), { startMs: 5000 })
  const { run, next } = running()
  run.begin(spool.begin({ vocabulary: ['EMDR'] }))
  run.transcribe({ type: 'segment', segment: 1, interrupted: false })
  t.match(await next(), { type: 'ready' })
  const answer = await next()
  if (answer.type !== 'segment_text') throw new Error('no text')
  const document = spool.openAsClinician(answer)
  t.match(document.turns[0], { id: 's1-01', text: /Good morning/ })
  t.ok((document.turns[0]?.start ?? 0) > 5.3 && (document.turns[0]?.start ?? 9) < 5.9)
})

t.test('an error from outside our own becomes a wordless one', async t => {
  const spool = new SealedSpool(t.testdir())
  spool.put(1, demoSession().slice(0, 6 * 16_000))
  const { run, next } = running()
  // A public key of another length: tweetnacl throws.
  run.begin(spool.begin({ recipientPublicKey: new Uint8Array(31) }))
  run.transcribe({ type: 'segment', segment: 1, interrupted: false })
  t.match(await next(), { type: 'ready' })
  t.strictSame(await next(), {
    type: 'segment_failed',
    segment: 1,
    error: { code: 'TRANSCRIBE_FAILED', message: 'segment was not transcribed', detail: {} },
  })
})

// The models stay loaded until the process ends, with the binding's timer: nothing else keeps it.
t.teardown(() => setImmediate(() => process.exit()))
