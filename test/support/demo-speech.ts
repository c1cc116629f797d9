/** The bundled demo session and clips: sound, reference text, model; and a way to cut the session as the device would. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from './root.js'

const folder = join(root, 'models/demo')
export const demoModelFile = join(folder, 'ggml-demo-tiny.en-q5_1.bin')

export interface DemoTurn {
  readonly start: number
  readonly end: number
  readonly text: string
}

interface DemoManifest {
  readonly session: { readonly file: string; readonly turns: readonly DemoTurn[] }
  readonly clips: readonly { readonly file: string; readonly text: string }[]
}

export const demoManifest: DemoManifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
export const demoText = demoManifest.session.turns.map(turn => turn.text).join(' ')

/** Samples of a canonical 16-bit mono WAV of this folder. */
export function demoSamples(file: string): Int16Array {
  const bytes = readFileSync(join(folder, file))
  const pcm = bytes.subarray(bytes.indexOf('data', 12, 'latin1') + 8)
  return new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + (pcm.length & ~1)))
}

export const demoSession = (): Int16Array => demoSamples('demo-session.wav')

export interface DemoClip {
  readonly samples: Int16Array
  readonly text: string
}

export const demoClips = (): readonly DemoClip[] =>
  demoManifest.clips.map(({ file, text }) => ({ samples: demoSamples(join('clips', basename(file))), text }))

export interface DemoModel {
  readonly modelFile: string
  readonly modelBytes: number
  readonly modelSha256: string
}

export function demoModel(): DemoModel {
  const bytes = readFileSync(demoModelFile)
  return {
    modelFile: demoModelFile,
    modelBytes: bytes.length,
    modelSha256: createHash('sha256').update(bytes).digest('hex'),
  }
}

/** Milliseconds at which the demo session is cut: in the first pause between turns after every `targetSeconds`. */
export function demoCuts(targetSeconds: number): readonly { readonly startMs: number; readonly endMs: number }[] {
  const { turns } = demoManifest.session
  const totalMs = demoSession().length / 16
  const cuts = [0]
  for (const [index, turn] of turns.entries()) {
    const next = turns[index + 1]
    if (next === undefined) break
    const middleMs = Math.round((turn.end + next.start) * 500)
    if (middleMs - (cuts.at(-1) ?? 0) >= targetSeconds * 1000) cuts.push(middleMs)
  }
  return cuts.map((startMs, index) => ({ startMs, endMs: cuts[index + 1] ?? Math.floor(totalMs) }))
}

export function cutSamples(samples: Int16Array, cut: { readonly startMs: number; readonly endMs: number }): Int16Array {
  return samples.slice(cut.startMs * 16, cut.endMs * 16)
}
