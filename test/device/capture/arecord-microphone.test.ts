import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { ArecordMicrophone } from '../../../device/capture/arecord-microphone.js'
import type { EarshotError } from '../../../device/contracts/errors.js'
import { beginMicrophone, CaptureChild } from '../../support/capture-child.js'
import { fakeArecord, fakeSample, type Step } from '../../support/fake-arecord.js'
import { allPcm, openStored } from '../../support/spool-folder.js'

const OPTIONS = { alsaDevice: 'plughw:CARD=Mic,DEV=0', sampleRate: 16_000, channels: 1 }
const FOREVER: Step = { waitMs: 60_000 }

class Ear {
  readonly pieces: Buffer[] = []
  readonly lent: Uint8Array[] = []
  readonly overruns: number[] = []
  readonly lost: EarshotError[] = []
  onPcm = (pcm: Uint8Array) => {
    this.pieces.push(Buffer.from(pcm))
    this.lent.push(pcm)
  }
  onOverrun = (lostMs: number) => void this.overruns.push(lostMs)
  onEnded = () => undefined
  onLost = (error: EarshotError) => void this.lost.push(error)
  get pcm() {
    return Buffer.concat(this.pieces)
  }
}

/** Waits for a fact; a busy machine may take its time. */
async function until(fact: () => boolean): Promise<void> {
  for (const givenUpAt = Date.now() + 30_000; !fact() && Date.now() < givenUpAt; ) await sleep(20)
}

function isCounting(pcm: Buffer): boolean {
  for (let at = 0; at < pcm.length >> 1; at++) if (pcm.readInt16LE(at * 2) !== fakeSample(at)) return false
  return true
}

t.test('raw sound comes through to the byte, and a stop is not an error', async t => {
  const folder = t.testdir({})
  fakeArecord(folder, [{ soundMs: 1500 }, FOREVER])
  const ear = new Ear()
  const microphone = new ArecordMicrophone(OPTIONS)
  const { recorderPid } = await microphone.open(ear)
  t.ok(recorderPid !== null && existsSync(`/proc/${recorderPid}`))
  await until(() => ear.pcm.length >= 48_000)
  t.strictSame(await microphone.close(), { exitCode: 1, signal: null })
  t.strictSame(await microphone.close(), { exitCode: 1, signal: null }, 'it may be closed twice')
  t.equal(ear.pcm.length, 48_000)
  t.ok(isCounting(ear.pcm))
  t.ok(
    ear.lent.every(piece => piece.every(byte => byte === 0)),
    'what was lent is zeroed afterwards',
  )
  t.strictSame(ear.lost, [])
  t.notOk(existsSync(`/proc/${recorderPid}`), 'the recorder is gone')
  const asked = readFileSync(join(folder, 'arguments'), 'utf8').trim()
  t.equal(asked, '-D plughw:CARD=Mic,DEV=0 -q -r 16000 -c 1 -t raw -f S16_LE -')
})

t.test('a missing program is told with how to get it', async t => {
  const folder = t.testdir({ empty: {} })
  process.env['PATH'] = join(folder, 'empty')
  await t.rejects(new ArecordMicrophone(OPTIONS).open(new Ear()), {
    code: 'CAPTURE_RECORDER_MISSING',
    hint: 'apt-get install alsa-utils',
  })
})

const COMPLAINTS = {
  absent:
    'ALSA lib pcm.c:2664:(snd_pcm_open_noupdate) Unknown PCM nomic\narecord: main:831: audio open error: No such file or directory\n',
  busy: 'arecord: main:831: audio open error: Device or resource busy\n',
  permission: 'arecord: main:831: audio open error: Permission denied\n',
  format: 'arecord: set_params:1352: Sample format non available\nAvailable formats:\n- S32_LE\n',
  refused: 'arecord: main:831: audio open error: Connection refused',
  unknown: 'arecord: something else\n',
}

for (const [reason, complaint] of Object.entries(COMPLAINTS)) {
  t.test(`a microphone that does not open says why: ${reason}`, async t => {
    fakeArecord(t.testdir({}), [{ say: complaint }, { exit: 1 }])
    const ear = new Ear()
    await t.rejects(new ArecordMicrophone(OPTIONS).open(ear), { code: 'CAPTURE_DEVICE_NOT_FOUND', detail: { reason } })
    t.strictSame(ear.lost, [], 'it is told once')
  })
}

t.test('a recorder that ends unasked is a lost microphone, and what it said before is kept', async t => {
  for (const exit of [0, 1]) {
    fakeArecord(t.testdir({}), [
      { soundMs: 300 },
      { say: 'arecord: pcm_read:2221: read error: No such device\n' },
      { exit },
    ])
    const ear = new Ear()
    const microphone = new ArecordMicrophone(OPTIONS)
    await microphone.open(ear)
    await until(() => ear.lost.length > 0)
    t.match(ear.lost, [{ code: 'CAPTURE_DEVICE_LOST', hint: /plug/ }], `exit code ${exit}`)
    t.equal(ear.pcm.length, 9600)
    t.match(await microphone.close(), { exitCode: exit })
  }
})

t.test('no sound for two seconds is a stall, and the recorder is ended', async t => {
  fakeArecord(t.testdir({}), [{ soundMs: 300 }, FOREVER])
  const ear = new Ear()
  const microphone = new ArecordMicrophone(OPTIONS)
  const { recorderPid } = await microphone.open(ear)
  await until(() => ear.lost.length > 0)
  t.match(ear.lost, [{ code: 'CAPTURE_STALLED' }])
  t.notOk(existsSync(`/proc/${recorderPid}`))
})

t.test('no sound at all is told, and the recorder is ended', async t => {
  fakeArecord(t.testdir({}), [FOREVER])
  await t.rejects(new ArecordMicrophone(OPTIONS).open(new Ear()), { code: 'CAPTURE_NO_AUDIO' })
})

t.test('closed before the first sound, it leaves nothing running', async t => {
  fakeArecord(t.testdir({}), [FOREVER])
  const microphone = new ArecordMicrophone(OPTIONS)
  const opening = microphone.open(new Ear())
  await sleep(300)
  await Promise.all([t.rejects(opening, { code: 'CAPTURE_NO_AUDIO' }), microphone.close()])
})

t.test('overruns are read from what arecord says, also when a line comes in two halves', async t => {
  fakeArecord(t.testdir({}), [
    { soundMs: 200 },
    { say: 'overrun!!! (at least 2574.942 ms long)\noverr' },
    { waitMs: 100 },
    { say: 'un!!! (at least 0.900 ms long)\n' },
    { soundMs: 200 },
    FOREVER,
  ])
  const ear = new Ear()
  const microphone = new ArecordMicrophone(OPTIONS)
  await microphone.open(ear)
  await until(() => ear.overruns.length >= 2)
  await microphone.close()
  t.strictSame(ear.overruns, [2575, 1])
})

t.test('a recorder that does not end when it is asked is killed', async t => {
  fakeArecord(t.testdir({}), [{ ignoreTerm: true }, { soundMs: 300 }, FOREVER])
  const ear = new Ear()
  const microphone = new ArecordMicrophone(OPTIONS)
  const { recorderPid } = await microphone.open(ear)
  t.strictSame(await microphone.close(), { exitCode: null, signal: 'SIGKILL' })
  t.notOk(existsSync(`/proc/${recorderPid}`))
})

t.test('DEBUG=record changes nothing: no line for every piece', async t => {
  process.env['DEBUG'] = 'record'
  fakeArecord(t.testdir({}), [{ soundMs: 200 }, FOREVER])
  const microphone = new ArecordMicrophone(OPTIONS)
  await microphone.open(new Ear())
  await microphone.close()
  t.equal(process.env['DEBUG'], undefined)
})

t.test(
  'the child: overrun reported and the segment ended there, unplugged midway is failed, and sound is kept',
  async t => {
    const folder = t.testdir({ bin: {}, spool: {} })
    const spool = join(folder, 'spool')
    fakeArecord(join(folder, 'bin'), [
      { burstMs: 1500 },
      { waitMs: 300 },
      { say: 'overrun!!! (at least 2000.000 ms long)\n' },
      { waitMs: 300 },
      { burstMs: 700 },
      { waitMs: 100 },
      { exit: 1 },
    ])
    const child = new CaptureChild()
    child.tell(beginMicrophone(spool))
    t.strictSame(await child.exited, { code: 0, signal: null })
    t.match(child.of('opened'), [{ recorderPid: Number }])
    t.match(child.of('overrun'), [{ lostMs: 2000 }])
    t.match(child.of('segment_sealed'), [
      { segment: 1, startMs: 0, durationMs: 1500 },
      { segment: 2, startMs: 3500, durationMs: 700 },
    ])
    t.match(child.said.slice(-2), [
      { type: 'failed', error: { code: 'CAPTURE_DEVICE_LOST' } },
      { type: 'closed', reason: 'lost', exitCode: 1, signal: null },
    ] as never)
    t.ok(isCounting(allPcm(spool)))
    t.equal(openStored(spool, 2).ending, 'sealed')
  },
)

t.test('the child: told to stop, it closes the microphone first and seals all that came', async t => {
  const folder = t.testdir({ bin: {} })
  mkdirSync(join(folder, 'spool'))
  fakeArecord(join(folder, 'bin'), [{ soundMs: 60_000 }])
  const child = new CaptureChild()
  child.tell(beginMicrophone(join(folder, 'spool')))
  await child.until(() => (child.of('frames').at(-1)?.capturedMs ?? 0) > 500)
  t.strictSame(await child.stop(), { code: 0, signal: null })
  t.match(child.said.at(-1), { type: 'closed', reason: 'stopped', exitCode: 1, signal: null })
  t.ok(isCounting(allPcm(join(folder, 'spool'))))
  t.ok(child.said.findIndex(({ type }) => type === 'opened') < child.said.findIndex(({ type }) => type === 'frames'))
})

t.test('the child killed, its recorder ends by itself', async t => {
  const folder = t.testdir({ bin: {}, spool: {} })
  fakeArecord(join(folder, 'bin'), [{ soundMs: 60_000 }])
  const child = new CaptureChild()
  child.tell(beginMicrophone(join(folder, 'spool')))
  await child.until(() => child.of('opened').length > 0)
  const recorder = `/proc/${child.of('opened')[0]?.recorderPid}`
  t.ok(existsSync(recorder))
  child.process.kill('SIGKILL')
  await until(() => !existsSync(recorder))
  t.notOk(existsSync(recorder))
})
