import t, { type Test } from 'tap'
import type { LiveSession } from '../../../companion/http/services.js'
import { Conductor, type ConductorParts } from '../../../companion/pipeline/conductor.js'
import { SessionPipeline } from '../../../companion/pipeline/session-pipeline.js'
import type { DeviceState } from '../../../device/contracts/device-api.js'
import { EarshotError } from '../../../device/contracts/errors.js'
import type { SessionId } from '../../../device/contracts/session-id.js'
import { SESSION, Surroundings } from '../../support/pipeline-fakes.js'
import { until } from '../../support/until.js'

const WAITING = 'baaaaaaaaaaaaaaaaaaaaaaaaa' as SessionId

class FakeDevice {
  readonly leases: string[] = []
  readonly gestures: string[] = []
  readonly discarded: string[] = []
  reachable = true
  #push: (state: DeviceState | null) => void = () => {}

  tell(...summaries: ReturnType<Surroundings['summary']>[]): void {
    this.#push({ bootId: 'boot', sessions: summaries, downgrades: [] } as unknown as DeviceState)
  }

  lose(): void {
    this.#push(null)
  }

  async *watch(signal: AbortSignal): AsyncGenerator<DeviceState | null, void, undefined> {
    const queue: (DeviceState | null)[] = []
    let wake = (): void => {}
    this.#push = state => {
      queue.push(state)
      wake()
    }
    signal.addEventListener('abort', () => wake())
    while (!signal.aborted) {
      if (queue.length === 0) await new Promise<void>(resolve => (wake = resolve))
      else yield queue.shift() ?? null
    }
  }

  async gesture(name: string): Promise<never> {
    this.gestures.push(name)
    return undefined as never
  }

  async discard(session: string): Promise<never> {
    this.discarded.push(session)
    return undefined as never
  }

  async lease(activity: string, { ttlMs }: { readonly ttlMs: number }): Promise<void> {
    if (!this.reachable) throw new EarshotError('DEVICE_UNREACHABLE', 'device does not answer on its socket')
    this.leases.push(`${activity} ${ttlMs > 0 ? 'on' : 'off'}`)
  }
}

async function start(t: Test, change: Partial<ConductorParts> = {}) {
  const around = await Surroundings.make(t)
  const device = new FakeDevice()
  const known: DeviceState[] = []
  const waiting: LiveSession[] = []
  const conductor = new Conductor({
    device,
    log: around.log as never,
    newPipeline: (summary, onChange) =>
      new SessionPipeline(summary, around.ports(), {
        clinicianId: `c-${'a'.repeat(16)}`,
        format: 'SOAP',
        log: around.log as never,
        onChange,
        now: () => 200_500,
      }),
    waiting: async () => waiting,
    discardWaiting: async () => {
      waiting.length = 0
    },
    onDeviceKnown: async state => void known.push(state),
    onFinished: async () => {},
    ...change,
  })
  await conductor.start()
  around.onClose(() => conductor.stop())
  return { around, device, conductor, known, waiting }
}

t.test('a session of the device gets a pipeline, once, and the pages see it', async t => {
  const { around, device, conductor, known } = await start(t)
  around.segments.set(1, 'held')
  device.tell(around.summary())
  device.tell(around.summary())
  await until(() => conductor.status().sessions[0]?.words === 100 && around.segments.get(1) === 'destroyed')
  t.equal(around.transcribers, 1)
  t.equal(known.length, 1, 'what was lost is settled once')
  t.match(conductor.status().sessions, [{ sessionId: SESSION }])
})

t.test('listeners are told once for many changes of a moment, and no more after they stop listening', async t => {
  const { around, device, conductor } = await start(t)
  let told = 0
  const stop = conductor.watch(() => {
    told += 1
  })
  for (let i = 0; i < 20; i += 1) device.tell(around.summary())
  await until(() => told > 0)
  t.equal(told, 1)
  stop()
  let others = 0
  conductor.watch(() => {
    others += 1
  })
  device.tell(around.summary())
  await until(() => others > 0)
  t.equal(told, 1)
})

t.test('invariant 4: the light is told what goes on, and that it ended', async t => {
  const { around, device } = await start(t)
  around.segments.set(1, 'held')
  device.tell(around.summary())
  await until(() => device.leases.includes('transcribing on') && around.segments.get(1) === 'destroyed')
  around.stop()
  around.phase = 'transcribed'
  device.tell(around.summary())
  await until(() => device.leases.includes('ready on') && device.leases.includes('transcribing off'))
  t.pass()
})

t.test('a lease does not answer itself for ever', async t => {
  const { around, device, conductor } = await start(t)
  device.tell(around.summary())
  await until(() => device.leases.includes('transcribing on'))
  let told = 0
  conductor.watch(() => {
    told += 1
  })
  for (let i = 0; i < 10; i += 1) device.tell(around.summary())
  await until(() => told > 0)
  t.strictSame(device.leases, ['transcribing on'])
})

t.test('a device that is gone is shown as gone, and leases to it do not throw', async t => {
  const { around, device, conductor } = await start(t)
  device.tell(around.summary())
  await until(() => conductor.status().device !== null)
  device.reachable = false
  device.lose()
  await until(() => conductor.status().device === null)
  t.pass()
})

t.test('the pages see what the device cannot know is missing', async t => {
  const { around, device, conductor } = await start(t)
  device.tell(around.summary())
  await until(() => conductor.status().device !== null)
  t.strictSame(conductor.status().device?.downgrades, ['no-egress-lock'])
})

t.test('a finished session leaves when the device has let it go', async t => {
  const { around, device, conductor } = await start(t)
  around.segments.set(1, 'held')
  around.stop()
  device.tell(around.summary())
  await until(() => around.segments.get(1) === 'destroyed')
  around.phase = 'transcribed'
  device.tell(around.summary())
  await until(() => around.released)
  device.tell()
  await until(() => conductor.status().sessions.length === 0)
  t.pass()
})

t.test('gestures go to the device; a discard goes to whoever has the session', async t => {
  const { around, device, conductor, waiting } = await start(t)
  waiting.push({ sessionId: WAITING, startedAtMs: 0, phase: 'ready' } as LiveSession)
  device.tell(around.summary())
  await until(() => conductor.status().sessions.length === 2)
  await conductor.gesture('press')
  t.strictSame(device.gestures, ['press'])
  await conductor.discard(SESSION)
  t.strictSame(device.discarded, [SESSION])
  await conductor.discard(WAITING)
  t.equal(waiting.length, 0)
})
