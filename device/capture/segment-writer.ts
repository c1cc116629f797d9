/**
 * Writes one sealed segment: `NNNN.seg` beside `NNNN.key`. The sealed file comes first and the key before the first
 * record, so a key never exists without its segment, at whatever instant this process dies.
 *
 * Calls are synchronous on purpose: the spool is RAM, a second of sound is 32 kB, and nothing then waits in a queue
 * as plain sound.
 */

import { createHash, type Hash } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import nacl from 'tweetnacl'
import { EarshotError } from '../contracts/errors.js'
import type { JournalBodies } from '../contracts/journal.js'
import {
  commitToKey,
  encodeHeader,
  KEY_BYTES,
  noncePrefix,
  pcmDurationMs,
  type SegmentHeader,
  sealRecord,
  segmentFile,
} from '../contracts/spool-format.js'

/** Owner only; and never over a file that is there: a segment number is used once. */
const MODE = 0o600
const EXCLUSIVE = 'wx'

export class SegmentWriter {
  readonly #header: SegmentHeader
  readonly #key: Uint8Array
  readonly #prefix: Uint8Array
  readonly #hash: Hash = createHash('sha256')
  readonly #file: number
  #records = 0
  #pcmBytes = 0
  #fileBytes = 0

  /**
   * Makes both files, with a fresh random key.
   *
   * @throws SPOOL_FULL, STORAGE_READ_ONLY or INTERNAL with the system's error as its cause; neither file is left then
   */
  constructor(directory: string, header: Omit<SegmentHeader, 'keyCommitment'>) {
    this.#key = nacl.randomBytes(KEY_BYTES)
    this.#header = { ...header, keyCommitment: commitToKey(this.#key) }
    const headerBytes = encodeHeader(this.#header)
    this.#prefix = noncePrefix(headerBytes)
    const names = segmentFile(header.segment)
    const sealed = join(directory, names.sealed)
    this.#file = creating(() => openSync(sealed, EXCLUSIVE, MODE))
    try {
      this.#append(headerBytes)
      writeKey(join(directory, names.key), this.#key)
    } catch (error) {
      this.#key.fill(0)
      closeSync(this.#file)
      unlinkSync(sealed)
      throw error
    }
  }

  get pcmBytes(): number {
    return this.#pcmBytes
  }

  opened(): JournalBodies['segment_opened'] {
    const { segment, startMs, keyCommitment } = this.#header
    return { segment, startMs, keyCommitment: hex(keyCommitment) }
  }

  /** Seals one full record. @throws SPOOL_FULL; the file then still ends with the record before */
  write(pcm: Uint8Array): void {
    this.#seal(pcm, false)
  }

  /**
   * Seals what is left as the last record and closes. Where the spool has no room for it, that sound is lost, the
   * segment keeps the records it has and is `interrupted`.
   */
  finish(pcm: Uint8Array): JournalBodies['segment_sealed'] {
    let interrupted = false
    try {
      this.#seal(pcm, true)
    } catch {
      interrupted = !this.#tryEmptyLast()
    }
    this.#key.fill(0)
    closeSync(this.#file)
    const { segment, startMs, keyCommitment } = this.#header
    return {
      segment,
      startMs,
      durationMs: pcmDurationMs(this.#pcmBytes, this.#header),
      pcmBytes: this.#pcmBytes,
      ciphertextBytes: this.#fileBytes,
      ciphertextSha256: this.#hash.digest('hex'),
      keyCommitment: hex(keyCommitment),
      interrupted,
    }
  }

  #tryEmptyLast(): boolean {
    try {
      this.#seal(new Uint8Array(0), true)
      return true
    } catch {
      return false
    }
  }

  #seal(pcm: Uint8Array, last: boolean): void {
    this.#append(sealRecord(pcm, this.#key, this.#prefix, this.#records, last))
    this.#records++
    this.#pcmBytes += pcm.length
  }

  /** Appends all bytes or none: what a full spool took of them is cut off again. */
  #append(bytes: Uint8Array): void {
    try {
      let written = 0
      while (written < bytes.length) {
        // The place is given: after a refused write the file's own place is behind what was cut off.
        written += writeSync(this.#file, bytes, written, bytes.length - written, this.#fileBytes + written)
      }
    } catch (error) {
      ftruncateSync(this.#file, this.#fileBytes)
      throw refused(error)
    }
    this.#hash.update(bytes)
    this.#fileBytes += bytes.length
  }
}

function writeKey(path: string, key: Uint8Array): void {
  const file = creating(() => openSync(path, EXCLUSIVE, MODE))
  try {
    if (writeSync(file, key) !== key.length) throw new EarshotError('SPOOL_FULL', 'spool took half a key')
  } catch (error) {
    unlinkSync(path)
    throw refused(error)
  } finally {
    closeSync(file)
  }
}

function creating(open: () => number): number {
  try {
    return open()
  } catch (error) {
    throw refused(error)
  }
}

function refused(error: unknown): EarshotError {
  if (error instanceof EarshotError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new EarshotError('SPOOL_FULL', 'spool has no room', {
        hint: 'wait until stored text has freed its audio, or give the spool more RAM',
        cause: error,
      })
    case 'EROFS':
      return new EarshotError('STORAGE_READ_ONLY', 'spool is read-only', { cause: error })
    default:
      return new EarshotError('INTERNAL', 'spool refused a write', { cause: error })
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
