/** What the transcriber child does between its first message and its end. Text leaves it sealed or not at all. */

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { EarshotError, type ErrorMessage, toErrorMessage } from '../../device/contracts/errors.js'
import { loadCatalogue } from '../../models/catalogue.js'
import type { ModelEntry } from '../../models/model-entry.js'
import { verifyModel } from '../../models/verify.js'
import { jsonBytes, sealToRecipient, sealUnderKey } from '../vault/sealing.js'
import type { BeginTranscribing, FromTranscriber, SegmentText, TranscribeSegment } from './messages.js'
import { promptOf } from './prompt.js'
import type { SegmentTurns } from './segment-turns.js'
import type { SpeechEngine } from './speech-engine.js'
import { openSpooled } from './spooled-segment.js'
import { threadsFor } from './threads.js'
import { transcribeSegment } from './transcription.js'
import { VoiceDetector } from './vad.js'
import { WhisperEngine } from './whisper-engine.js'

const TEXT_KEY_BYTES = 32

interface Prepared {
  readonly begin: BeginTranscribing
  readonly engine: SpeechEngine
  readonly detector: VoiceDetector
  readonly textKey: Uint8Array
  readonly prompt: string
}

export class TranscriberRun {
  readonly #send: (message: FromTranscriber) => void
  /** One after the other, in the order asked: two at once would need twice the memory and finish no sooner. */
  #queue: Promise<Prepared | ErrorMessage | null> = Promise.resolve(null)

  constructor(send: (message: FromTranscriber) => void) {
    this.#send = send
  }

  /** Answers `ready` or `failed`. Only the first counts. */
  begin(begin: BeginTranscribing): void {
    this.#queue = this.#queue.then(async before => {
      if (before !== null) return before
      const startedMs = performance.now()
      try {
        const prepared = await prepare(begin)
        this.#send({ type: 'ready', loadMs: Math.round(performance.now() - startedMs) })
        return prepared
      } catch (error) {
        const message = toErrorMessage(error)
        this.#send({ type: 'failed', error: message })
        return message
      }
    })
  }

  /** Answers `segment_text` or `segment_failed`. */
  transcribe(request: TranscribeSegment): void {
    this.#queue = this.#queue.then(async prepared => {
      this.#send(await answer(prepared, request))
      return prepared
    })
  }
}

async function prepare(begin: BeginTranscribing): Promise<Prepared> {
  await verifyModel(modelEntry(begin), begin.modelFile)
  const textKey = await readTextKey(begin.textKeyFile)
  const engine = await WhisperEngine.load({
    modelFile: begin.modelFile,
    language: begin.language,
    threads: threadsFor(begin.threads),
  })
  return { begin, engine, textKey, detector: await VoiceDetector.load(), prompt: promptOf(begin.vocabulary) }
}

/** The catalogue's entry, for the id and the hint in an error; what counts is the size and the hash of the message. */
function modelEntry({ modelFile, modelBytes, modelSha256 }: BeginTranscribing): ModelEntry {
  const listed = loadCatalogue().models.find(model => model.sha256 === modelSha256)
  const file = basename(modelFile)
  return {
    ...(listed ?? {
      id: file,
      file,
      licence: 'unknown',
      languages: [],
      ramMiB: 0,
      advice: null,
      origin: { bundled: false, repository: '', revision: '' },
    }),
    kind: 'speech',
    bytes: modelBytes,
    sha256: modelSha256,
  }
}

async function readTextKey(file: string): Promise<Uint8Array> {
  const key = await readFile(file).catch(() => Buffer.alloc(0))
  if (key.length === TEXT_KEY_BYTES) return key
  throw new EarshotError('TRANSCRIBE_FAILED', 'text key of the session is not there or not a key', {
    detail: { bytes: key.length },
  })
}

async function answer(prepared: Prepared | ErrorMessage | null, request: TranscribeSegment): Promise<FromTranscriber> {
  const { segment } = request
  try {
    if (prepared === null || !('engine' in prepared)) {
      throw new EarshotError('TRANSCRIBE_FAILED', 'transcriber has not begun', { detail: { segment } })
    }
    return await transcribeSpooled(prepared, request)
  } catch (error) {
    const known =
      error instanceof EarshotError ? error : new EarshotError('TRANSCRIBE_FAILED', 'segment was not transcribed')
    return { type: 'segment_failed', segment, error: toErrorMessage(known) }
  }
}

async function transcribeSpooled(prepared: Prepared, request: TranscribeSegment): Promise<SegmentText> {
  const { begin, engine, detector, textKey, prompt } = prepared
  const { segment, interrupted } = request
  const place = { directory: begin.spoolDirectory, sessionId: begin.sessionId, segment, interrupted }
  const sound = await openSpooled(place)
  try {
    const { turns, measures } = await transcribeSegment(sound, { engine, prompt, frames: s => detector.frames(s) })
    const document: SegmentTurns = { version: 1, segment, startMs: sound.startMs, measures, turns }
    const plain = jsonBytes(document)
    const sealedToClinician = sealToRecipient(plain, begin.recipientPublicKey)
    const sealedUnderTextKey = sealUnderKey(plain, textKey)
    plain.fill(0)
    return { type: 'segment_text', segment, sealedToClinician, sealedUnderTextKey, measures }
  } finally {
    sound.samples.fill(0)
  }
}
