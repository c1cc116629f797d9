import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { WavFileMicrophone, type WavFileOptions } from '../../../device/capture/wav-file-microphone.js'
import type { EarshotError } from '../../../device/contracts/errors.js'
import { noise, tone, wavOf } from '../../support/wav.js'

class Ear {
  readonly pieces: Buffer[] = []
  readonly lent: Uint8Array[] = []
  ended = 0
  readonly lost: EarshotError[] = []
  #over: () => void = () => undefined
  readonly over = new Promise<void>(resolve => {
    this.#over = resolve
  })
  onPcm = (pcm: Uint8Array) => {
    this.pieces.push(Buffer.from(pcm))
    this.lent.push(pcm)
  }
  onOverrun = () => undefined
  onEnded = () => {
    this.ended++
    this.#over()
  }
  onLost = (error: EarshotError) => {
    this.lost.push(error)
    this.#over()
  }
  get pcm() {
    return Buffer.concat(this.pieces)
  }
}

const folder = t.testdir({})
let files = 0

function stored(bytes: Uint8Array): string {
  const file = join(folder, `${++files}.wav`)
  writeFileSync(file, bytes)
  return file
}

async function heard(file: string, more: Partial<WavFileOptions> = {}): Promise<Ear> {
  const ear = new Ear()
  const microphone = new WavFileMicrophone({ file, speed: 1000, startMs: 0, sampleRate: 16_000, channels: 1, ...more })
  await microphone.open(ear)
  await ear.over
  await microphone.close()
  return ear
}

t.test('16 kHz mono comes through to the byte, and what was lent is zeroed', async t => {
  const wav = wavOf(noise(16_000 * 7 + 1))
  const ear = await heard(stored(wav))
  t.ok(ear.pcm.equals(wav.subarray(44, 44 + 2 * (16_000 * 7 + 1))))
  t.equal(ear.ended, 1)
  t.ok(ear.lent.every(piece => piece.every(byte => byte === 0)))
})

t.test('it begins where it is told; after the end there is nothing but the end', async t => {
  const wav = wavOf(noise(16_000 * 2))
  const file = stored(wav)
  t.ok((await heard(file, { startMs: 1500 })).pcm.equals(wav.subarray(44 + 48_000)))
  for (const startMs of [2000, 2001, 99_999]) {
    const ear = await heard(file, { startMs })
    t.strictSame([ear.pcm.length, ear.ended], [0, 1])
  }
})

t.test('it plays by the clock, at any speed', async t => {
  const file = stored(wavOf(noise(16_000 * 60)))
  for (const speed of [1, 20]) {
    const ear = new Ear()
    const microphone = new WavFileMicrophone({ file, speed, startMs: 0, sampleRate: 16_000, channels: 1 })
    const begun = performance.now()
    await microphone.open(ear)
    await sleep(1000)
    await microphone.close()
    const passedMs = performance.now() - begun
    const playedMs = ear.pcm.length / 32
    // Never ahead of the clock; behind it by one look and one read, more on a busy machine.
    t.ok(playedMs <= passedMs * speed, `${playedMs} ms in ${passedMs} ms at speed ${speed}`)
    t.ok(playedMs >= 300 * speed)
    t.equal(ear.ended, 0)
  }
})

t.test('a blocked process catches up afterwards and loses nothing', async t => {
  const wav = wavOf(noise(16_000 * 2))
  const ear = new Ear()
  const microphone = new WavFileMicrophone({ file: stored(wav), speed: 4, startMs: 0, sampleRate: 16_000, channels: 1 })
  const begun = performance.now()
  await microphone.open(ear)
  await sleep(100)
  while (performance.now() - begun < 600);
  await ear.over
  await microphone.close()
  t.ok(ear.pcm.equals(wav.subarray(44)))
})

t.test('held, its clock stands still', async t => {
  const ear = new Ear()
  const file = stored(wavOf(noise(16_000 * 30)))
  const microphone = new WavFileMicrophone({ file, speed: 10, startMs: 0, sampleRate: 16_000, channels: 1 })
  const begun = performance.now()
  await microphone.open(ear)
  await sleep(200)
  microphone.hold(true)
  microphone.hold(true)
  const heldFrom = performance.now()
  await sleep(500)
  const held = ear.pcm.length
  await sleep(400)
  t.equal(ear.pcm.length, held)
  const heldMs = performance.now() - heldFrom
  microphone.hold(false)
  await sleep(300)
  await microphone.close()
  t.ok(ear.pcm.length > held)
  t.ok(ear.pcm.length / 32 <= 10 * (performance.now() - begun - heldMs), 'the time it was held is not caught up')
})

t.test('held before it is open, it waits as well', async t => {
  const ear = new Ear()
  const file = stored(wavOf(noise(16_000)))
  const microphone = new WavFileMicrophone({ file, speed: 1000, startMs: 0, sampleRate: 16_000, channels: 1 })
  microphone.hold(true)
  await microphone.open(ear)
  await sleep(300)
  t.equal(ear.pcm.length, 0)
  microphone.hold(false)
  await ear.over
  await microphone.close()
  t.equal(ear.pcm.length, 32_000)
})

t.test('every kind of file gives the same tone, as long as it was', async t => {
  for (const sampleRate of [8000, 11_025, 16_000, 44_100, 48_000]) {
    for (const [bits, float] of [
      [16, false],
      [24, false],
      [32, false],
      [32, true],
    ] as const) {
      const mono = tone(sampleRate * 2, 440, sampleRate)
      const stereo = Float64Array.from({ length: mono.length * 2 }, (_, at) => mono[at >> 1] ?? 0)
      for (const channels of [1, 2] as const) {
        const ear = await heard(stored(wavOf(channels === 1 ? mono : stereo, { sampleRate, channels, bits, float })))
        const name = `${sampleRate} Hz, ${bits} bits${float ? ' float' : ''}, ${channels} channels`
        t.equal(ear.pcm.length, 64_000, name)
        t.ok(errorOfTone(ear.pcm) < 0.002, `${name}: error ${errorOfTone(ear.pcm)}`)
        t.equal(ear.ended, 1)
      }
    }
  }
})

t.test('two channels are kept apart where two are wanted, and one is given to both', async t => {
  const rate = 48_000
  const left = tone(rate, 440, rate)
  const both = Float64Array.from({ length: rate * 2 }, (_, at) => (at % 2 === 0 ? (left[at >> 1] ?? 0) : 0))
  const two = (await heard(stored(wavOf(both, { sampleRate: rate, channels: 2 })), { channels: 2 })).pcm
  t.equal(two.length, 64_000)
  t.ok(errorOfTone(everyOther(two, 0)) < 0.002)
  t.ok(
    everyOther(two, 1).every(byte => byte === 0),
    'the silent channel stays silent',
  )
  const one = (await heard(stored(wavOf(left, { sampleRate: rate })), { channels: 2 })).pcm
  t.ok(everyOther(one, 0).equals(everyOther(one, 1)))
})

t.test('full scale does not wrap round, and a float that is no number is silence', async t => {
  const square = Array.from({ length: 4000 }, (_, at) => (at % 100 < 50 ? 1.5 : -1.5))
  const loud = (await heard(stored(wavOf([...square, Number.NaN], { bits: 32, float: true })))).pcm
  t.equal(loud.readInt16LE(20), 32_767)
  t.equal(loud.readInt16LE(60 * 2), -32_768)
  t.equal(loud.readInt16LE(8000), 0)
})

t.test('a bad file is refused before any sound', async t => {
  const ear = new Ear()
  const options = { speed: 1, startMs: 0, sampleRate: 16_000, channels: 1 as const }
  await t.rejects(new WavFileMicrophone({ ...options, file: stored(Buffer.from('no sound')) }).open(ear), {
    code: 'CAPTURE_FILE_NOT_WAV',
  })
  t.strictSame([ear.pcm.length, ear.ended, ear.lost.length], [0, 0, 0])
})

t.test('a file that shrinks while it plays is lost, and what was played is kept', async t => {
  const file = stored(wavOf(noise(16_000 * 10)))
  const ear = new Ear()
  const microphone = new WavFileMicrophone({ file, speed: 4, startMs: 0, sampleRate: 16_000, channels: 1 })
  await microphone.open(ear)
  await sleep(300)
  truncateSync(file, 1000)
  await ear.over
  t.match(ear.lost, [{ code: 'CAPTURE_FILE_TRUNCATED' }])
  t.ok(ear.pcm.length > 0)
  t.strictSame(await microphone.close(), { exitCode: null, signal: null })
})

/** Mean distance from the tone, away from the ends where the filter has half its sound. */
function errorOfTone(pcm: Buffer): number {
  let sum = 0
  const from = 400
  const to = pcm.length / 2 - 400
  for (let at = from; at < to; at++) {
    const wanted = Math.sin((2 * Math.PI * 440 * at) / 16_000) * 0.5
    sum += Math.abs(pcm.readInt16LE(at * 2) / 0x8000 - wanted)
  }
  return sum / (to - from)
}

function everyOther(pcm: Buffer, channel: 0 | 1): Buffer {
  const plane = Buffer.alloc(pcm.length / 2)
  for (let at = 0; at < plane.length / 2; at++) plane.writeInt16LE(pcm.readInt16LE(at * 4 + channel * 2), at * 2)
  return plane
}
