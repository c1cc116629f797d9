/**
 * lowdb adapters for documents that must not be lost: durable, one write after the other, the newest wins, and a second
 * generation to fall back to when the first cannot be read. `SealedDocument` seals under a key; `PlainDocument` is for
 * what holds no health information and no secret.
 */

import type { Adapter } from 'lowdb'
import { EarshotError } from '../../device/contracts/errors.js'
import { previousOf, readOrNull, type WriteOptions, writeDurably } from './durable-file.js'
import { jsonBytes, openUnderKey, parseJsonBytes, sealUnderKey } from './sealing.js'

/** Checks the shape and version of what was read. @throws STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN */
export type Parser<T> = (value: unknown) => T

export interface DocumentOptions<T> {
  readonly file: string
  readonly parse: Parser<T>
  /** What stands behind the file; see {@link WriteOptions}. */
  readonly keep?: NonNullable<WriteOptions['keep']>
}

interface Queued<T> {
  data: T
  written: Promise<void>
}

abstract class DurableDocument<T> implements Adapter<T> {
  readonly #options: DocumentOptions<T>
  #chain: Promise<void> = Promise.resolve()
  #queued: Queued<T> | null = null
  #recovered = false
  #presentIsGood = false

  constructor(options: DocumentOptions<T>) {
    this.#options = options
  }

  protected abstract encode(data: T): Uint8Array
  protected abstract decode(bytes: Uint8Array): unknown

  /** The last read found the file damaged or gone and gave the generation before it. Tell the person. */
  get recovered(): boolean {
    return this.#recovered
  }

  /**
   * @returns `null` if there never was such a document
   * @throws VAULT_WRONG_KEY, STORAGE_DAMAGED if neither generation can be read; never an empty document instead
   * @throws STORAGE_VERSION_UNKNOWN if a newer program wrote it; the older generation is no answer to that
   */
  async read(): Promise<T | null> {
    const { file } = this.#options
    const present = await readOrNull(file)
    this.#recovered = false
    this.#presentIsGood = false
    if (present !== null) {
      try {
        const data = this.#decoded(present)
        this.#presentIsGood = true
        return data
      } catch (error) {
        const before = damaged(error) ? await this.#previous() : null
        if (before === null) throw error
        this.#recovered = true
        return before
      }
    }
    const before = await this.#previous()
    this.#recovered = before !== null
    return before
  }

  /** Resolves when these data, or newer ones, are on the disk. @throws STORAGE_FULL, STORAGE_READ_ONLY */
  write(data: T): Promise<void> {
    if (this.#queued !== null) {
      this.#queued.data = data
      return this.#queued.written
    }
    const queued: Queued<T> = { data, written: Promise.resolve() }
    this.#queued = queued
    queued.written = this.#chain.then(() => {
      this.#queued = null
      return this.#commit(queued.data)
    })
    this.#chain = queued.written.catch(() => undefined)
    return queued.written
  }

  async #commit(data: T): Promise<void> {
    const { file, keep = 'previous' } = this.#options
    // A file that was not read well must not push out the generation that may still be whole.
    const keeping = keep === 'previous' && !this.#presentIsGood ? {} : { keep }
    await writeDurably(file, this.encode(data), keeping)
    this.#presentIsGood = true
  }

  #decoded(bytes: Uint8Array): T {
    return this.#options.parse(this.decode(bytes))
  }

  async #previous(): Promise<T | null> {
    const bytes = await readOrNull(previousOf(this.#options.file))
    return bytes === null ? null : this.#decoded(bytes)
  }
}

function damaged(error: unknown): boolean {
  return error instanceof EarshotError && (error.code === 'STORAGE_DAMAGED' || error.code === 'VAULT_WRONG_KEY')
}

/** A document sealed under a symmetric key. The caller keeps the key and wipes it. */
export class SealedDocument<T> extends DurableDocument<T> {
  readonly #key: Uint8Array

  constructor(options: DocumentOptions<T> & { readonly key: Uint8Array }) {
    super(options)
    this.#key = options.key
  }

  protected encode(data: T): Uint8Array {
    const plain = jsonBytes(data)
    const sealed = sealUnderKey(plain, this.#key)
    plain.fill(0)
    return sealed
  }

  protected decode(bytes: Uint8Array): unknown {
    const plain = openUnderKey(bytes, this.#key)
    try {
      return parseJsonBytes(plain)
    } finally {
      plain.fill(0)
    }
  }
}

/** A document in the clear: accounts, records of a drop. */
export class PlainDocument<T> extends DurableDocument<T> {
  protected encode(data: T): Uint8Array {
    return Buffer.from(`${JSON.stringify(data, null, 1)}\n`, 'utf8')
  }

  protected decode(bytes: Uint8Array): unknown {
    return parseJsonBytes(bytes)
  }
}

/**
 * A parser from a shape check.
 *
 * @param version the version this program writes; another one is a newer program's
 */
export function parserOf<T>(isShape: (value: unknown) => value is T, version: number): Parser<T> {
  return value => {
    const found: unknown = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined
    if (typeof found === 'number' && found !== version) {
      throw new EarshotError('STORAGE_VERSION_UNKNOWN', 'stored document of an unknown version', {
        detail: { version: found },
        hint: 'a newer Earshot wrote this file: update this box',
      })
    }
    if (!isShape(value)) throw new EarshotError('STORAGE_DAMAGED', 'stored document is not what its version says')
    return value
  }
}
