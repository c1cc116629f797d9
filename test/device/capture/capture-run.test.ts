import { join } from 'node:path'
import t from 'tap'
import { CaptureRun } from '../../../device/capture/capture-run.js'
import type { FromCapture } from '../../../device/capture/messages.js'
import type { AudioHandlers, Microphone } from '../../../device/capture/microphone.js'
import { EarshotError } from '../../../device/contracts/errors.js'
import { beginFile } from '../../support/capture-child.js'
import { segmentsOf } from '../../support/spool-folder.js'

/** A microphone that does what the test says. */
class TestMicrophone implements Microphone {
  handlers: AudioHandlers | null = null
  closed = 0
  readonly #opens: Promise<{ recorderPid: number | null }>
  readonly onClose: () => void

  constructor(
    opens: Promise<{ recorderPid: number | null }>,
    onClose: (self: TestMicrophone) => void = () => undefined,
  ) {
    this.#opens = opens
    this.onClose = () => onClose(this)
  }

  open(handlers: AudioHandlers) {
    this.handlers = handlers
    return this.#opens
  }

  async close() {
    this.closed++
    this.onClose()
    return { exitCode: 1, signal: null }
  }

  hold() {}
}

const second = () => Buffer.alloc(32_000, 1)

t.test('what happens before the microphone says it is open is told after it', async t => {
  const said: FromCapture[] = []
  let open: (value: { recorderPid: number }) => void = () => undefined
  const microphone = new TestMicrophone(new Promise(resolve => (open = resolve)))
  const run = new CaptureRun(beginFile(t.testdir({}), ''), microphone, message => void said.push(message))
  const started = run.start(() => t.fail('it is not over'))
  microphone.handlers?.onPcm(second())
  microphone.handlers?.onOverrun(3)
  t.strictSame(said, [])
  open({ recorderPid: 5 })
  await started
  t.strictSame(
    said.map(({ type }) => type),
    ['opened', 'segment_opened', 'frames', 'overrun'],
  )
  await run.stop()
  t.strictSame(said.map(({ type }) => type).slice(4), ['segment_sealed', 'closed'])
})

t.test(
  'the microphone is closed first, what it still brings is sealed, and a second stop waits for the first',
  async t => {
    const folder = t.testdir({})
    const said: FromCapture[] = []
    const microphone = new TestMicrophone(Promise.resolve({ recorderPid: null }), self =>
      self.handlers?.onPcm(second()),
    )
    const run = new CaptureRun(beginFile(folder, ''), microphone, message => void said.push(message))
    await run.start(() => t.fail('it is not over'))
    await Promise.all([run.stop(), run.stop()])
    t.equal(microphone.closed, 1)
    t.strictSame(
      said.map(({ type }) => type),
      ['opened', 'segment_opened', 'frames', 'segment_sealed', 'closed'],
    )
    t.match(said.at(-1), { reason: 'stopped', exitCode: 1 })
    t.strictSame(segmentsOf(folder), [1])
  },
)

t.test('a lost microphone is told after what it brought is sealed, and once', async t => {
  const said: FromCapture[] = []
  const microphone = new TestMicrophone(Promise.resolve({ recorderPid: 7 }))
  const run = new CaptureRun(beginFile(t.testdir({}), ''), microphone, message => void said.push(message))
  const over = new Promise<void>(resolve => void run.start(resolve))
  await Promise.resolve()
  microphone.handlers?.onPcm(second())
  microphone.handlers?.onLost(new EarshotError('CAPTURE_DEVICE_LOST', 'lost'))
  microphone.handlers?.onLost(new EarshotError('CAPTURE_STALLED', 'again'))
  await over
  t.match(said.slice(-3), [
    { type: 'segment_sealed' },
    { type: 'failed', error: { code: 'CAPTURE_DEVICE_LOST' } },
    { type: 'closed', reason: 'lost' },
  ] as never)
})

t.test('a spool that refuses the first segment is told also when it is found out at the stop', async t => {
  const said: FromCapture[] = []
  const folder = join(t.testdir({}), 'absent')
  const microphone = new TestMicrophone(Promise.resolve({ recorderPid: null }))
  const run = new CaptureRun(beginFile(folder, ''), microphone, message => void said.push(message))
  await run.start(() => t.fail('it is not over'))
  microphone.handlers?.onPcm(Buffer.alloc(100))
  await run.stop()
  t.match(said.at(-2), { type: 'failed', error: { code: 'INTERNAL' } })
  t.match(said.at(-1), { type: 'closed', reason: 'stopped' })
})
