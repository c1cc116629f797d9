/**
 * scripts/bench transcribe: our whole path (open the sealed segment, find speech, pack it, recognise it, guard it, seal
 * the text) against bare smart-whisper calls: same file, threads, model, process and run, in turns, best of the rounds.
 * CPU time is what counts: wall time depends on what else the machine does.
 */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import nacl from 'tweetnacl'
import { projectRoot } from '../../companion/project-root.js'
import type { SpeechEngine } from '../../companion/transcriber/speech-engine.js'
import { findSpeech, SpeechFrames } from '../../companion/transcriber/speech-regions.js'
import { openSpooled } from '../../companion/transcriber/spooled-segment.js'
import { threadsFor } from '../../companion/transcriber/threads.js'
import { transcribeSegment } from '../../companion/transcriber/transcription.js'
import { VoiceDetector } from '../../companion/transcriber/vad.js'
import { jsonBytes, sealToRecipient, sealUnderKey } from '../../companion/vault/sealing.js'
import { sessionIdBytes, sessionIdFrom } from '../../device/contracts/session-id.js'
import { sealSegment, segmentFile } from '../../device/contracts/spool-format.js'

const demo = join(projectRoot(), 'models/demo')
const { values } = parseArgs({
  options: {
    /** 16 kHz, mono, 16 bit. */
    file: { type: 'string', default: join(demo, 'demo-session.wav') },
    model: { type: 'string', default: join(demo, 'ggml-demo-tiny.en-q5_1.bin') },
    /** A list. More threads than idle cores say nothing: whisper.cpp's wait by spinning. */
    threads: { type: 'string', default: String(threadsFor(0)) },
    rounds: { type: 'string', default: '3' },
    'segment-seconds': { type: 'string', default: '50' },
  },
})

interface Cost {
  readonly cpuS: number
  readonly wallS: number
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const before = process.cpuUsage()
  const startedMs = performance.now()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { cpuS: (user + system) / 1e6, wallS: (performance.now() - startedMs) / 1000 }
}

const least = (costs: readonly Cost[]): Cost => costs.reduce((best, cost) => (cost.cpuS < best.cpuS ? cost : best))

const wav = await readFile(values.file)
const pcm = wav.subarray(wav.indexOf('data', 12, 'latin1') + 8)
const samples = new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + (pcm.length & ~1)))
const audioS = samples.length / 16_000
const sound = Float32Array.from(samples, sample => sample / 32_768)

const folder = await mkdtemp(join(tmpdir(), 'earshot-bench-'))
const spool = join(folder, 'spool')
await mkdir(spool)
// The binding makes a folder in the home as it is imported, and is quiet only in production.
process.env['HOME'] = folder
process.env['NODE_ENV'] = 'production'
const { Whisper, WhisperSamplingStrategy } = await import('smart-whisper')
const { WhisperEngine } = await import('../../companion/transcriber/whisper-engine.js')
const detector = await VoiceDetector.load()
const sessionId = sessionIdFrom(nacl.randomBytes(16))
const recipient = nacl.box.keyPair()
const textKey = nacl.randomBytes(32)

/** Seals the file as the device would: cut in the first pause after so many seconds. */
async function fillSpool(): Promise<number> {
  const targetMs = Number(values['segment-seconds']) * 1000
  const regions = findSpeech(new SpeechFrames(detector.frames(samples)), samples.length / 16)
  const cuts = [0]
  for (const [index, region] of regions.entries()) {
    const before = regions[index - 1]
    if (before !== undefined && region.startMs - (cuts.at(-1) ?? 0) >= targetMs) {
      cuts.push(Math.round((before.endMs + region.startMs) / 2))
    }
  }
  for (const [index, startMs] of cuts.entries()) {
    const key = nacl.randomBytes(32)
    const segment = index + 1
    const part = samples.slice(startMs * 16, (cuts[index + 1] ?? samples.length / 16) * 16)
    const header = { session: sessionIdBytes(sessionId), segment, startMs, sampleRate: 16_000, channels: 1 }
    await writeFile(join(spool, segmentFile(segment).sealed), sealSegment(header, new Uint8Array(part.buffer), key))
    await writeFile(join(spool, segmentFile(segment).key), key)
  }
  return cuts.length
}

async function ours(engine: SpeechEngine, segments: number): Promise<void> {
  for (let segment = 1; segment <= segments; segment += 1) {
    const opened = await openSpooled({ directory: spool, sessionId, segment, interrupted: false })
    const parts = { engine, frames: (s: Int16Array) => detector.frames(s), prompt: '' }
    const plain = jsonBytes(await transcribeSegment(opened, parts))
    sealToRecipient(plain, recipient.publicKey)
    sealUnderKey(plain, textKey)
    opened.samples.fill(0)
  }
}

try {
  const segments = await fillSpool()
  for (const threads of values.threads.split(',').map(Number)) {
    const engine = await WhisperEngine.load({ modelFile: values.model, language: 'en', threads })
    const bare = new Whisper(values.model, { gpu: false, offload: 3600 })
    await bare.load()
    let recogniseS = 0
    let calls = 0
    const metered: SpeechEngine = {
      maxPieceMs: engine.maxPieceMs,
      close: () => engine.close(),
      async recognise(piece, options) {
        calls += 1
        let heard: Awaited<ReturnType<SpeechEngine['recognise']>> = []
        const cost = await costOf(async () => {
          heard = await engine.recognise(piece, options)
        })
        recogniseS += cost.cpuS
        return heard
      },
    }
    const oursCosts: (Cost & { readonly aroundS: number; readonly calls: number })[] = []
    const bareCosts: Cost[] = []
    for (let round = 0; round < Number(values.rounds); round += 1) {
      recogniseS = 0
      calls = 0
      const cost = await costOf(() => ours(metered, segments))
      oursCosts.push({ ...cost, aroundS: cost.cpuS - recogniseS, calls })
      bareCosts.push(
        await costOf(async () => {
          const task = await bare.transcribe(sound, {
            strategy: WhisperSamplingStrategy.WHISPER_SAMPLING_GREEDY,
            n_threads: threads,
            language: 'en',
            temperature_inc: 0,
            print_progress: false,
            format: 'detail',
          })
          await task.result
          bare.tasks.length = 0
        }),
      )
    }
    await Promise.all([engine.close(), bare.free()])
    const our = least(oursCosts)
    const their = least(bareCosts)
    const around = Math.min(...oursCosts.map(cost => cost.aroundS))
    const line = (name: string, { cpuS, wallS }: Cost): string =>
      `  ${name.padEnd(22)} ${cpuS.toFixed(2)} s CPU (${(cpuS / audioS).toFixed(4)} per second of audio), ` +
      `${wallS.toFixed(2)} s wall, ${(audioS / wallS).toFixed(0)} x real time`
    console.log(`${audioS.toFixed(0)} s of audio, ${segments} segments, ${threads} thread${threads === 1 ? '' : 's'}`)
    console.log(line('our whole path', our))
    console.log(line('bare smart-whisper', their))
    console.log(
      `  ratio ours/bare        CPU ${(our.cpuS / their.cpuS).toFixed(2)}, wall ${(our.wallS / their.wallS).toFixed(2)}`,
    )
    console.log(
      `  around the recogniser  ${around.toFixed(2)} s CPU, ${((100 * around) / (our.cpuS - around)).toFixed(1)} % ` +
        `of it; ${oursCosts[0]?.calls ?? 0} windows`,
    )
  }
  console.log(`peak memory of both together ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`)
} finally {
  detector.close()
  await rm(folder, { recursive: true, force: true })
}
