import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { FRAME_MS, findSpeech, SpeechFrames } from '../../../companion/transcriber/speech-regions.js'
import { transcribeSegment } from '../../../companion/transcriber/transcription.js'
import { VoiceDetector } from '../../../companion/transcriber/vad.js'
import { demoClips, demoModelFile } from '../../support/demo-speech.js'
import { wordErrors } from '../../support/word-errors.js'

// The binding makes a folder in the home when it is imported: not in the one of who runs the tests.
process.env['HOME'] = join(t.testdir(), 'home')
process.env['NODE_ENV'] = 'production'
mkdirSync(process.env['HOME'])
const { WhisperEngine } = await import('../../../companion/transcriber/whisper-engine.js')
const engine = await WhisperEngine.load({ modelFile: demoModelFile, language: 'en', threads: 1 })
t.teardown(() => engine.close())

const sound = (seconds: number): Float32Array => new Float32Array(seconds * 16_000)

t.test('the twenty clips, in one segment, have at most 9.3 % word errors (the model report: 4.3 %)', async t => {
  const detector = await VoiceDetector.load()
  const clips = demoClips()
  const samples = Int16Array.from(clips.flatMap(clip => [...clip.samples, ...new Int16Array(8000)]))
  const parts = { engine, frames: (s: Int16Array) => detector.frames(s), prompt: '' }
  const { turns } = await transcribeSegment({ segment: 1, startMs: 0, samples }, parts)
  const { errors, words, rate } = wordErrors(
    clips.map(clip => clip.text).join(' '),
    turns.map(turn => turn.text).join(' '),
  )
  t.comment(`${errors} of ${words} words`)
  t.ok(rate <= 0.093)
})

t.test('what whisper.cpp would abort on or read past is refused', async t => {
  const bad = sound(2)
  bad[777] = Number.NaN
  const infinite = sound(2)
  infinite[0] = Number.POSITIVE_INFINITY
  const wrongKind = new Int16Array(32_000) as unknown as Float32Array
  for (const pcm of [sound(0), sound(1).subarray(1), sound(30.5), bad, infinite, wrongKind]) {
    await t.rejects(engine.recognise(pcm, { decoding: 'greedy' }), { code: 'TRANSCRIBE_FAILED' })
  }
})

t.test('a second and a whole window are taken', async t => {
  t.type(await engine.recognise(sound(1), { decoding: 'greedy' }), Array)
  t.type(await engine.recognise(sound(30), { decoding: 'sampled' }), Array)
})

t.test('a run that fails is an error, though the binding resolves it', async t => {
  // 0 threads: whisper.cpp refuses the run.
  const broken = await WhisperEngine.load({ modelFile: demoModelFile, language: 'en', threads: 0 })
  await t.rejects(broken.recognise(sound(5), { decoding: 'greedy' }), { code: 'TRANSCRIBE_FAILED' })
  await broken.close()
})

t.test('greedy decoding answers the same twice, and a prompt is no part of the answer', async t => {
  const [clip] = demoClips()
  const pcm = sound((clip?.samples.length ?? 0) / 16_000 + 2)
  pcm.set(Float32Array.from(clip?.samples ?? [], value => value / 32_768))
  const first = await engine.recognise(pcm, { decoding: 'greedy' })
  t.ok(first.length > 0)
  t.strictSame(await engine.recognise(pcm, { decoding: 'greedy' }), first)
  const prompted = await engine.recognise(pcm, { decoding: 'greedy', prompt: 'Zanzibar, Xylophone.' })
  t.notMatch(prompted.map(({ text }) => text).join(' '), /Zanzibar|Xylophone/)
})

t.test('the binding keeps no text of a run: smart-whisper would, for ever', async t => {
  const { Whisper } = await import('smart-whisper')
  const plain = Whisper.prototype.transcribe
  const seen: InstanceType<typeof Whisper>[] = []
  Whisper.prototype.transcribe = function (this: InstanceType<typeof Whisper>, ...input: Parameters<typeof plain>) {
    seen.push(this)
    return plain.apply(this, input)
  } as typeof plain
  t.teardown(() => {
    Whisper.prototype.transcribe = plain
  })
  await engine.recognise(sound(2), { decoding: 'greedy' })
  t.equal(seen.length, 1)
  t.strictSame(seen[0]?.tasks, [])
})

t.test('times are those of the sound, within 0.3 s of where the voice is', async t => {
  const detector = await VoiceDetector.load()
  for (const { samples } of demoClips().slice(0, 3)) {
    const [region] = findSpeech(new SpeechFrames(detector.frames(samples)), samples.length / 16)
    const pcm = sound(samples.length / 16_000 + 1.2)
    pcm.set(Float32Array.from(samples, value => value / 32_768))
    const found = await engine.recognise(pcm, { decoding: 'greedy' })
    // Regions are padded by 0.2 s.
    t.ok(Math.abs((found[0]?.startMs ?? 0) - (region?.startMs ?? 0) - 200) <= 300 + FRAME_MS)
    t.ok(Math.abs((found.at(-1)?.endMs ?? 0) - (region?.endMs ?? 0) + 200) <= 300 + FRAME_MS)
  }
})
