import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { inspectWav } from '../../../device/capture/wav-header.js'
import { root } from '../../support/root.js'
import { noise, wavAround, wavOf } from '../../support/wav.js'

const folder = t.testdir({})
let files = 0

function stored(bytes: Uint8Array): string {
  const file = join(folder, `${++files}.wav`)
  writeFileSync(file, bytes)
  return file
}

const sound = noise(1600)

t.test('the demo session is what its report says', async t => {
  t.match(await inspectWav(join(root, 'models/demo/demo-session.wav')), {
    sampleRate: 16_000,
    channels: 1,
    bitsPerSample: 16,
    encoding: 'integer',
    dataOffset: 44,
    durationMs: 233_270,
  })
})

t.test('any rate, one or two channels, 16, 24 or 32 bits, integers or floats, plain or extensible', async t => {
  for (const sampleRate of [8000, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000]) {
    t.match(await inspectWav(stored(wavOf(sound, { sampleRate }))), { sampleRate, channels: 1, dataBytes: 3200 })
  }
  for (const bits of [16, 24, 32] as const) {
    for (const extensible of [false, true]) {
      const info = await inspectWav(stored(wavOf(sound, { bits, channels: 2, extensible })))
      t.match(info, { bitsPerSample: bits, channels: 2, frameBytes: bits / 4, encoding: 'integer', durationMs: 50 })
    }
  }
  for (const extensible of [false, true]) {
    const info = await inspectWav(stored(wavOf(sound, { bits: 32, float: true, extensible })))
    t.match(info, { encoding: 'float', bitsPerSample: 32 })
  }
})

t.test('chunks before the sound are passed over, odd ones with their padding', async t => {
  const before = [
    { name: 'LIST', bytes: Buffer.from('odd') },
    { name: 'bext', bytes: Buffer.alloc(602) },
  ]
  const info = await inspectWav(stored(wavOf(sound, { before })))
  t.match(info, { dataOffset: 44 + 8 + 4 + 8 + 602, dataBytes: 3200 })
})

t.test('a size that a program wrote before it knew means: to the end of the file', async t => {
  for (const dataSize of [0xffff_ffff, 0x8000_0000, 0x7fff_ffff, 0x7fff_f000]) {
    t.match(await inspectWav(stored(wavOf(sound, { dataSize }))), { dataBytes: 3200 }, String(dataSize))
  }
})

t.test('half a frame at the end is left out', async t => {
  const file = stored(wavAround(Buffer.alloc(4 * 100 + 3), { channels: 2, dataSize: 0xffff_ffff }))
  t.match(await inspectWav(file), { dataBytes: 404 - (404 % 4) })
})

t.test('what cannot be played is told, with what to do', async t => {
  const whole = wavOf(sound)
  const bad: readonly (readonly [string, Uint8Array, string])[] = [
    ['an empty file', Buffer.alloc(0), 'CAPTURE_FILE_EMPTY'],
    ['no sound in it', wavOf([]), 'CAPTURE_FILE_EMPTY'],
    ['less than one frame', wavAround(Buffer.alloc(1)), 'CAPTURE_FILE_EMPTY'],
    ['text', Buffer.from('Dear client, this is a letter and no sound.'), 'CAPTURE_FILE_NOT_WAV'],
    ['an MP3 file', Buffer.from('ID3\u0004\0\0\0\0\0\0TSSE', 'latin1'), 'CAPTURE_FILE_NOT_WAV'],
    ['another RIFF file', Buffer.concat([Buffer.from('RIFF\0\0\0\0AVI '), whole]), 'CAPTURE_FILE_NOT_WAV'],
    ['sound before its format', Buffer.concat([whole.subarray(0, 12), whole.subarray(36)]), 'CAPTURE_FILE_NOT_WAV'],
    ['cut in the first word', whole.subarray(0, 3), 'CAPTURE_FILE_TRUNCATED'],
    ['cut in the first twelve bytes', whole.subarray(0, 11), 'CAPTURE_FILE_TRUNCATED'],
    ['cut before the format', whole.subarray(0, 12), 'CAPTURE_FILE_TRUNCATED'],
    ['cut in the format', whole.subarray(0, 30), 'CAPTURE_FILE_TRUNCATED'],
    ['cut before the sound', whole.subarray(0, 40), 'CAPTURE_FILE_TRUNCATED'],
    ['cut in the sound', whole.subarray(0, whole.length - 1), 'CAPTURE_FILE_TRUNCATED'],
    ['8 bits', wavAround(Buffer.alloc(100), { bits: 8 }), 'CAPTURE_FILE_UNSUPPORTED'],
    ['floats of 64 bits', wavAround(Buffer.alloc(800), { bits: 64, float: true }), 'CAPTURE_FILE_UNSUPPORTED'],
    ['six channels', wavOf(sound, { channels: 6 }), 'CAPTURE_FILE_UNSUPPORTED'],
    ['no channel', wavOf(sound, { channels: 0 }), 'CAPTURE_FILE_UNSUPPORTED'],
    ['no rate', wavOf(sound, { sampleRate: 0 }), 'CAPTURE_FILE_UNSUPPORTED'],
    ['too high a rate', wavOf(sound, { sampleRate: 192_001 }), 'CAPTURE_FILE_UNSUPPORTED'],
    ['compressed', changed(whole, 20, 17), 'CAPTURE_FILE_UNSUPPORTED'],
    ['frames that do not fit the format', changed(whole, 32, 3), 'CAPTURE_FILE_UNSUPPORTED'],
    ['big-endian', Buffer.concat([Buffer.from('RIFX'), whole.subarray(4)]), 'CAPTURE_FILE_UNSUPPORTED'],
    ['larger than RIFF can say', Buffer.concat([Buffer.from('RF64'), whole.subarray(4)]), 'CAPTURE_FILE_UNSUPPORTED'],
  ]
  for (const [name, bytes, code] of bad) {
    await t.rejects(inspectWav(stored(bytes)), { code, hint: /./ }, name)
  }
})

t.test('a missing file and a folder are told apart from sound', async t => {
  await t.rejects(inspectWav(join(folder, 'absent.wav')), { code: 'CAPTURE_FILE_UNREADABLE', hint: /path/ })
  await t.rejects(inspectWav(folder), { code: 'CAPTURE_FILE_UNREADABLE' })
})

t.test('a file of endless empty chunks ends', async t => {
  const chunks = Buffer.concat(Array.from({ length: 2000 }, () => Buffer.from('junk\0\0\0\0', 'latin1')))
  await t.rejects(inspectWav(stored(Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), chunks]))), {
    code: 'CAPTURE_FILE_NOT_WAV',
  })
})

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt16LE(value, at)
  return copy
}
