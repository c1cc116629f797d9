/** Looks into a session's folder of the spool as a test may: with the keys. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OpenedSegment, openSegment, segmentFile } from '../../device/contracts/spool-format.js'

export function openStored(directory: string, segment: number): OpenedSegment {
  const names = segmentFile(segment)
  return openSegment(readFileSync(join(directory, names.sealed)), readFileSync(join(directory, names.key)))
}

export function filesOf(directory: string, ending: string): string[] {
  return readdirSync(directory)
    .filter(name => name.endsWith(ending))
    .sort()
}

export function segmentsOf(directory: string): number[] {
  return filesOf(directory, '.seg').map(name => Number.parseInt(name, 10))
}

/** The sound of all segments, one after the other. */
export function allPcm(directory: string): Buffer {
  return Buffer.concat(segmentsOf(directory).map(segment => openStored(directory, segment).pcm))
}

export function hasPair(directory: string, segment: number): boolean {
  const names = segmentFile(segment)
  return existsSync(join(directory, names.sealed)) && existsSync(join(directory, names.key))
}
