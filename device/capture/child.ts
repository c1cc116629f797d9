/**
 * The capture child: the only program of the device that ever holds sound, for about a second, and it exits when the
 * microphone closes. Forked with IPC and `serialization: 'advanced'`; messages.ts says what is spoken.
 *
 * It ends in four ways, all in the same order (microphone closed, last record sealed): told to stop, SIGTERM, the
 * parent gone, or capture lost. Killed outright, it leaves genuine records and no recorder: arecord's next write
 * finds no reader.
 */

import { ArecordMicrophone } from './arecord-microphone.js'
import { CaptureRun } from './capture-run.js'
import type { BeginCapture, FromCapture, ToCapture } from './messages.js'
import type { Microphone } from './microphone.js'
import { WavFileMicrophone } from './wav-file-microphone.js'

let run: CaptureRun | null = null
/** Resolves when the last report was handed to the parent, or has nobody to go to. */
let delivered: Promise<void> = Promise.resolve()

function send(message: FromCapture): void {
  if (!process.connected) return
  delivered = new Promise(resolve => process.send?.(message, () => resolve()))
}

function microphoneFor({ source, sampleRate, channels, startMs }: BeginCapture): Microphone {
  switch (source.adapter) {
    case 'arecord':
      return new ArecordMicrophone({ alsaDevice: source.alsaDevice, sampleRate, channels })
    case 'wav-file':
      return new WavFileMicrophone({ file: source.file, speed: source.speed, startMs, sampleRate, channels })
  }
}

async function leave(): Promise<void> {
  await delivered
  process.exit(0)
}

async function stopAndLeave(): Promise<void> {
  await run?.stop()
  await leave()
}

process.on('message', (message: ToCapture) => {
  switch (message.type) {
    case 'begin':
      if (run !== null) return
      run = new CaptureRun(message, microphoneFor(message), send)
      void run.start(() => void leave())
      return
    case 'hold':
      run?.hold(message.on)
      return
    case 'stop':
      void stopAndLeave()
      return
  }
})
process.on('disconnect', () => void stopAndLeave())
process.on('SIGTERM', () => void stopAndLeave())
// Ctrl-C reaches every process of a terminal at once; the device decides what it means.
process.on('SIGINT', () => undefined)
