/** Frames of the voice detector, written as a string: `#` voiced and loud, `.` the room, `v` voiced but no louder. */

import { FRAME_MS, type Frame, SpeechFrames } from '../../companion/transcriber/speech-regions.js'

const KINDS: Readonly<Record<string, Frame>> = {
  '#': { voiced: true, levelDbfs: -20 },
  '.': { voiced: false, levelDbfs: -60 },
  v: { voiced: true, levelDbfs: -60 },
  '!': { voiced: false, levelDbfs: -20 },
}

/** @param pattern pairs of kind and milliseconds: `'.1000 #400 .600'` */
export function framesOf(pattern: string): readonly Frame[] {
  return pattern
    .split(' ')
    .filter(part => part !== '')
    .flatMap(part => Array.from({ length: Number(part.slice(1)) / FRAME_MS }, () => KINDS[part[0] ?? '.'] as Frame))
}

export const speechFrames = (pattern: string): SpeechFrames => new SpeechFrames(framesOf(pattern))
