/**
 * `EARSHOT_RUN/text/<session>/`: the text of a session in progress, in RAM, under a text key of its own. It outlives
 * any process, so that drafting resumes by itself after a crash; it does not outlive the power.
 *
 * ```
 * key          32 random bytes, mode 0600
 * 0003.text    SegmentTurns of segment 3, sealed under the key
 * ```
 */

import { randomBytes } from 'node:crypto'
import { open, rmdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { isSessionId, type SessionId } from '../../device/contracts/session-id.js'
import { makeFolder, namesIn, readOrNull, sweepTemporary, writeDurably } from './durable-file.js'

const TEXT_FILE = /^(\d{4,})\.text$/
export const TEXT_KEY_BYTES = 32

export class TextRam {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(runDirectory: string): Promise<TextRam> {
    const folder = join(runDirectory, 'text')
    await makeFolder(folder)
    for (const name of (await namesIn(folder)) ?? []) await sweepTemporary(join(folder, name)).catch(() => 0)
    return new TextRam(folder)
  }

  /** Makes the folder and its key; a key that is there already stays. @returns the key's file */
  async prepare(session: SessionId): Promise<string> {
    const file = this.keyFile(session)
    await makeFolder(join(this.#folder, session))
    if ((await this.readKey(session)) !== null) return file
    const key = randomBytes(TEXT_KEY_BYTES)
    await writeDurably(file, key)
    key.fill(0)
    return file
  }

  /** Sessions that have a folder here. */
  async sessions(): Promise<readonly SessionId[]> {
    return ((await namesIn(this.#folder)) ?? []).filter(isSessionId)
  }

  keyFile(session: SessionId): string {
    return join(this.#folder, session, 'key')
  }

  /** @returns `null` if there is none, or not a whole one. The caller wipes it. */
  async readKey(session: SessionId): Promise<Uint8Array | null> {
    const key = await readOrNull(this.keyFile(session))
    return key?.length === TEXT_KEY_BYTES ? key : null
  }

  async put(session: SessionId, segment: number, sealed: Uint8Array): Promise<void> {
    await writeDurably(join(this.#folder, session, `${String(segment).padStart(4, '0')}.text`), sealed)
  }

  /** Segment numbers, ascending. */
  async list(session: SessionId): Promise<readonly number[]> {
    const names = (await namesIn(join(this.#folder, session))) ?? []
    return names
      .map(name => TEXT_FILE.exec(name)?.[1])
      .filter(digits => digits !== undefined)
      .map(Number)
      .sort((left, right) => left - right)
  }

  read(session: SessionId, segment: number): Promise<Uint8Array | null> {
    return readOrNull(join(this.#folder, session, `${String(segment).padStart(4, '0')}.text`))
  }

  /** Overwrites and unlinks the key, then all text. Asked twice, or midway after a crash, the answer is the same. */
  async destroy(session: SessionId): Promise<void> {
    const folder = join(this.#folder, session)
    const names = await namesIn(folder)
    if (names === null) return
    // The key first: without it the rest is noise, whatever happens to us next.
    for (const name of ['key', ...names.filter(name => name !== 'key')]) await overwriteAndUnlink(join(folder, name))
    await rmdir(folder)
  }

  /** Nothing of the session is left here. */
  async absent(session: SessionId): Promise<boolean> {
    return (await namesIn(join(this.#folder, session))) === null
  }
}

/** In place and not by a new file: that would only unlink the old pages. */
async function overwriteAndUnlink(file: string): Promise<void> {
  try {
    const { size } = await stat(file)
    const handle = await open(file, 'r+')
    try {
      await handle.write(new Uint8Array(size), 0, size, 0)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await unlink(file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
