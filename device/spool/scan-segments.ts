/**
 * What segments a session's folder holds, as far as can be told without any key: for the device that comes back after
 * a crash and has only a journal that may stop early. Key files are looked at from outside and never opened.
 */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EarshotError, type ErrorCode } from '../contracts/errors.js'
import { pcmDurationMs, segmentFile } from '../contracts/spool-format.js'
import { isMissing } from './missing.js'
import { SegmentWalk } from './segment-walk.js'

/** What is known of one segment. Its header is believed and not proven: only its key can do that. */
export interface SegmentScan {
  readonly segment: number
  readonly hasKey: boolean
  readonly hasSealed: boolean
  readonly startMs: number
  readonly sampleRate: number
  readonly channels: number
  readonly records: number
  readonly pcmBytes: number
  readonly durationMs: number
  /** Size and digest of the whole file as it is. */
  readonly ciphertextBytes: number
  readonly ciphertextSha256: string
  /** Hex; empty where there is no header. */
  readonly keyCommitment: string
  /** The file stops inside a record: its writer died while writing it. */
  readonly truncatedTail: boolean
  /** Why no reader will take it, or null. */
  readonly damage: ErrorCode | null
  /**
   * Its writer died while making it: nothing was sealed, no record can have been read by anyone. Destroy it; there is
   * nothing to journal.
   */
  readonly stillborn: boolean
}

const NAME = /^(\d{4,})\.(seg|key)$/

/** @returns in order of their numbers; none for a folder that is not there */
export async function scanSegments(directory: string): Promise<readonly SegmentScan[]> {
  const found = await listSegments(directory)
  const scans: SegmentScan[] = []
  for (const [segment, kinds] of found) {
    scans.push(await scanSegment(directory, segment, kinds.has('key'), kinds.has('seg')))
  }
  return scans
}

async function listSegments(directory: string): Promise<Map<number, Set<string>>> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const found = new Map<number, Set<string>>()
  for (const name of names.sort()) {
    const [, number, kind] = NAME.exec(name) ?? []
    if (number === undefined || kind === undefined) continue
    const kinds = found.get(Number(number)) ?? new Set()
    found.set(Number(number), kinds.add(kind))
  }
  return new Map([...found].sort(([a], [b]) => a - b))
}

async function scanSegment(
  directory: string,
  segment: number,
  hasKey: boolean,
  hasSealed: boolean,
): Promise<SegmentScan> {
  const walk = new SegmentWalk()
  const hash = createHash('sha256')
  let ciphertextBytes = 0
  let damage: ErrorCode | null = hasSealed ? null : 'SPOOL_TRUNCATED'
  try {
    if (hasSealed) {
      for await (const piece of createReadStream(join(directory, segmentFile(segment).sealed))) {
        hash.update(piece as Buffer)
        ciphertextBytes += (piece as Buffer).length
        damage ??= damageIn(() => walk.read(piece as Buffer))
      }
      damage ??= damageIn(() => walk.end())
    }
  } catch (error) {
    if (!isMissing(error)) throw error
    damage = 'SPOOL_TRUNCATED'
  }
  const { header } = walk
  return {
    segment,
    hasKey,
    hasSealed,
    startMs: header?.startMs ?? 0,
    sampleRate: header?.sampleRate ?? 0,
    channels: header?.channels ?? 0,
    records: walk.records,
    pcmBytes: walk.pcmBytes,
    durationMs: header === null ? 0 : pcmDurationMs(walk.pcmBytes, header),
    ciphertextBytes,
    ciphertextSha256: hash.digest('hex'),
    keyCommitment: header === null ? '' : Buffer.from(header.keyCommitment).toString('hex'),
    truncatedTail: walk.truncatedTail,
    damage,
    stillborn: walk.records === 0 && (damage === null || damage === 'SPOOL_TRUNCATED'),
  }
}

function damageIn(read: () => void): ErrorCode | null {
  try {
    read()
    return null
  } catch (error) {
    if (error instanceof EarshotError) return error.code
    throw error
  }
}
