/**
 * A real microphone: the program arecord, through node-record-lpcm16. What that package does that must be known:
 *
 * - every end but exit code 0, so every `stop()` too, raises `error` on the stream, with a string; unheard it ends us
 * - a missing program raises `error` on the process instead
 * - what arecord says (overruns, why it cannot open) goes nowhere unless its standard error is read
 * - its `pause()` is SIGSTOP, with the microphone open and stale sound delivered afterwards: never used
 * - it reads the stream from its constructor on, so sound is taken as it comes; our receiver seals it in the same call
 * - with `DEBUG=record` it writes to our standard error for every piece
 */

import type { ChildProcess } from 'node:child_process'
import type { Recording } from 'node-record-lpcm16'
import { EarshotError } from '../contracts/errors.js'
import { LossMeter } from './loss-meter.js'
import type { AudioHandlers, Microphone, Opened, RecorderEnd } from './microphone.js'
import { RecorderComplaints } from './recorder-complaints.js'
import { StallWatch } from './stall-watch.js'

/** arecord ends within milliseconds of SIGTERM unless its driver hangs; one that survives SIGKILL is not waited for. */
const STOP_PATIENCE_MS = 2000
const KILL_PATIENCE_MS = 2000
const BYTES_PER_SAMPLE = 2

export interface ArecordOptions {
  /** ALSA name by card id, such as `plughw:CARD=Mic,DEV=0`. */
  readonly alsaDevice: string
  readonly sampleRate: number
  readonly channels: number
}

export class ArecordMicrophone implements Microphone {
  readonly #options: ArecordOptions
  readonly #loss: LossMeter
  #recording: Recording | null = null
  #ended: Promise<RecorderEnd> | null = null
  #closing = false
  #captured = false

  constructor(options: ArecordOptions) {
    this.#options = options
    this.#loss = new LossMeter(options.sampleRate * options.channels * BYTES_PER_SAMPLE)
  }

  /**
   * @throws CAPTURE_RECORDER_MISSING, CAPTURE_DEVICE_NOT_FOUND, CAPTURE_NO_AUDIO; the recorder is gone then
   */
  async open(handlers: AudioHandlers): Promise<Opened> {
    delete process.env['DEBUG']
    // Its complaints are read by their English words.
    process.env['LC_ALL'] = 'C'
    const { default: recorder } = await import('node-record-lpcm16')
    return new Promise((resolve, reject) => {
      const { alsaDevice, sampleRate, channels } = this.#options
      const recording = recorder.record({
        recorder: 'arecord',
        audioType: 'raw',
        device: alsaDevice,
        sampleRate,
        channels,
      })
      this.#recording = recording
      const complaints = new RecorderComplaints(lostMs => {
        this.#loss.reported(lostMs)
        handlers.onOverrun(lostMs)
      })
      let fault: EarshotError | null = null
      const watch = new StallWatch(() => {
        fault = this.#captured ? stalled() : noAudio()
        void this.#end(recording)
      })
      recording.process.on('error', error => {
        fault = recorderMissing(error)
      })
      // A string, after every stop; why it ended is known from the process.
      recording.stream().on('error', () => undefined)
      recording.process.stderr.setEncoding('utf8').on('data', (text: string) => complaints.read(text))
      recording.stream().on('data', (pcm: Buffer) => {
        watch.sound()
        if (!this.#captured) resolve({ recorderPid: recording.process.pid ?? null })
        this.#captured = true
        this.#deliver(pcm, handlers)
      })
      this.#ended = ending(recording.process)
      void this.#ended.then(() => {
        watch.stop()
        if (!this.#captured) reject(fault ?? (this.#closing ? noAudio() : complaints.notOpened()))
        else if (!this.#closing) handlers.onLost(fault ?? deviceLost())
      })
    })
  }

  async close(): Promise<RecorderEnd> {
    this.#closing = true
    if (this.#recording === null) return { exitCode: null, signal: null }
    return this.#end(this.#recording)
  }

  /** Does nothing: what a room says cannot wait. */
  hold(): void {}

  #deliver(pcm: Buffer, handlers: AudioHandlers): void {
    const lostMs = this.#loss.add(pcm.length, performance.now())
    if (lostMs > 0) handlers.onOverrun(lostMs)
    handlers.onPcm(pcm)
    pcm.fill(0)
  }

  async #end(recording: Recording): Promise<RecorderEnd> {
    if (isRunning(recording.process)) recording.stop()
    const ended = this.#ended ?? Promise.resolve({ exitCode: null, signal: null })
    const end = await within(STOP_PATIENCE_MS, ended)
    if (end !== null) return end
    recording.process.kill('SIGKILL')
    return (await within(KILL_PATIENCE_MS, ended)) ?? { exitCode: null, signal: null }
  }
}

/** Resolves when the program has exited and all it wrote was read. */
function ending(child: ChildProcess): Promise<RecorderEnd> {
  return new Promise(resolve => {
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal }))
  })
}

/** What the promise gives, or null when it takes longer. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>(resolve => {
    timer = setTimeout(() => resolve(null), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

function recorderMissing(cause: Error): EarshotError {
  return new EarshotError('CAPTURE_RECORDER_MISSING', 'recorder program is missing', {
    hint: 'apt-get install alsa-utils',
    cause,
  })
}

function deviceLost(): EarshotError {
  return new EarshotError('CAPTURE_DEVICE_LOST', 'microphone was lost while recording', {
    hint: 'plug the microphone in again, then press to record on; what was said before is kept',
  })
}

function stalled(): EarshotError {
  return new EarshotError('CAPTURE_STALLED', 'microphone delivers no more sound', {
    hint: 'unplug the microphone and plug it in again, then press to record on; what was said before is kept',
  })
}

function noAudio(): EarshotError {
  return new EarshotError('CAPTURE_NO_AUDIO', 'microphone opened and delivered no sound', {
    hint: 'unplug the microphone and plug it in again, then press again',
  })
}
