/** The ledger's file: reads lines as a stream, takes a torn end away, appends and syncs. Knows nothing of entries. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EarshotError } from '../../device/contracts/errors.js'
import { MAX_LINE_BYTES } from '../../device/contracts/ledger-entry.js'
import { readOrNull, storageError, syncFolder, writeDurably } from '../vault/durable-file.js'

const LINE_FEED = 0x0a
const READ_BYTES = 1 << 20

export interface LineAt {
  readonly line: string
  /** Byte offset of its first byte. */
  readonly offset: number
}

/** Whole lines only: what follows the last line feed is left out. @throws LEDGER_BROKEN for an endless line */
export async function* linesFrom(file: string, start = 0, end?: number): AsyncGenerator<LineAt> {
  const options = { start, highWaterMark: READ_BYTES, ...(end === undefined ? {} : { end: end - 1 }) }
  if (end !== undefined && end <= start) return
  let offset = start
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, options)) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let from = 0
    for (let to = bytes.indexOf(LINE_FEED, from); to >= 0; to = bytes.indexOf(LINE_FEED, from)) {
      yield { line: bytes.toString('utf8', from, to), offset: offset + from }
      from = to + 1
    }
    rest = bytes.subarray(from)
    offset += from
    if (rest.length > MAX_LINE_BYTES) throw new EarshotError('LEDGER_BROKEN', 'ledger has a line without an end')
  }
}

export interface TornEnd {
  readonly bytes: number
  readonly sha256: string
}

export class LedgerFile {
  readonly path: string
  readonly #handle: FileHandle
  #size: number

  private constructor(path: string, handle: FileHandle, size: number) {
    this.path = path
    this.#handle = handle
    this.#size = size
  }

  /**
   * Opens the file, made if there is none. An end without a line feed was cut while it was written, and nobody was told
   * that it is there: it is moved to a file beside (`.torn`, for whoever wants to look) and named in `torn`.
   */
  static async open(path: string): Promise<{ readonly file: LedgerFile; readonly torn: TornEnd | null }> {
    try {
      const handle = await open(path, 'a+', 0o600)
      await syncFolder(dirname(path))
      const { size } = await handle.stat()
      const whole = await endOfLastLine(handle, size)
      const torn = whole === size ? null : await moveTornEnd(path, handle, whole, size)
      return { file: new LedgerFile(path, handle, whole), torn }
    } catch (error) {
      throw storageError(error)
    }
  }

  /** Bytes of whole lines. */
  get size(): number {
    return this.#size
  }

  /**
   * Appends and syncs. If it fails nothing of it stays.
   * @throws LEDGER_BROKEN if somebody else wrote to the file; STORAGE_FULL, STORAGE_READ_ONLY
   */
  async append(bytes: Uint8Array): Promise<void> {
    const { size } = await this.#handle.stat()
    if (size !== this.#size) throw new EarshotError('LEDGER_BROKEN', 'ledger has another writer', { detail: { size } })
    try {
      await this.#handle.writeFile(bytes)
      await this.#handle.sync()
    } catch (error) {
      await this.#handle.truncate(this.#size)
      throw storageError(error)
    }
    this.#size += bytes.length
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

async function endOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.alloc(64 * 1024)
  for (let end = size; end > 0; ) {
    const from = Math.max(0, end - buffer.length)
    const { bytesRead } = await handle.read(buffer, 0, end - from, from)
    const at = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED)
    if (at >= 0) return from + at + 1
    end = from
  }
  return 0
}

async function moveTornEnd(path: string, handle: FileHandle, whole: number, size: number): Promise<TornEnd> {
  const bytes = Buffer.alloc(size - whole)
  await handle.read(bytes, 0, bytes.length, whole)
  const beside = join(dirname(path), `${basename(path)}.torn`)
  const before = (await readOrNull(beside)) ?? new Uint8Array()
  await writeDurably(beside, Buffer.concat([before, bytes, Buffer.from('\n')]))
  await handle.truncate(whole)
  await handle.sync()
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}
