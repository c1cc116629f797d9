/**
 * Whether a file is the model that the catalogue means. whisper.cpp and llama.cpp crash on a wrong or damaged file,
 * so a worker verifies before it loads, every time.
 */

import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { EarshotError } from '../device/contracts/errors.js'
import type { ModelEntry, ModelKind } from './model-entry.js'

/** First four bytes: ggml's 0x67676d6c as a little-endian number, and the letters GGUF. */
export const MODEL_MAGIC: Readonly<Record<ModelKind, Buffer>> = {
  speech: Buffer.from('lmgg', 'latin1'),
  language: Buffer.from('GGUF', 'latin1'),
}

/** Large enough that reading is not what takes the time, small enough for a box with little memory. */
const PIECE_BYTES = 1024 * 1024

export interface VerifyOptions {
  /** Called after every piece, with the bytes read so far. */
  readonly onProgress?: (readBytes: number) => void
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * Resolves if the file is, byte for byte, the model of this entry.
 *
 * @throws MODEL_NOT_INSTALLED if there is no such file or it cannot be read, MODEL_WRONG_KIND if it is another kind of
 * file, MODEL_SIZE_MISMATCH, MODEL_CHECKSUM_MISMATCH
 */
export async function verifyModel(entry: ModelEntry, file: string, options: VerifyOptions = {}): Promise<void> {
  const handle = await openToRead(entry, file)
  try {
    await checkKindAndSize(entry, handle)
    const sha256 = await hash(handle, options)
    if (sha256 !== entry.sha256) {
      throw new EarshotError('MODEL_CHECKSUM_MISMATCH', 'model file does not match the catalogue', {
        detail: { model: entry.id },
        hint: `the file is damaged or was changed: ${installAgain(entry)}`,
      })
    }
  } finally {
    await handle.close()
  }
}

/** What to do to get a model's file back, in words. */
export function installAgain(entry: ModelEntry): string {
  if (entry.origin.bundled) return 'install Earshot again: this model is part of it'
  return `run scripts/models fetch ${entry.id}, or scripts/models import with the file`
}

/** SHA-256 of an open file from its beginning, in lower-case hexadecimal. */
export async function hash(handle: FileHandle, options: VerifyOptions = {}): Promise<string> {
  const digest = createHash('sha256')
  const piece = Buffer.allocUnsafe(PIECE_BYTES)
  for (let position = 0; ; ) {
    options.signal?.throwIfAborted()
    const { bytesRead } = await handle.read(piece, 0, piece.length, position)
    if (bytesRead === 0) return digest.digest('hex')
    digest.update(piece.subarray(0, bytesRead))
    position += bytesRead
    options.onProgress?.(position)
  }
}

async function openToRead(entry: ModelEntry, file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new EarshotError('MODEL_NOT_INSTALLED', 'model is not installed', {
        detail: { model: entry.id },
        hint: installAgain(entry),
      })
    }
    throw new EarshotError('MODEL_NOT_INSTALLED', 'model file cannot be read', {
      detail: { model: entry.id },
      hint: "let the box's programs read the file, or install it again with scripts/models",
      cause,
    })
  }
}

/** The kind first: a web page saved under the model's name is better called so than "too short". */
async function checkKindAndSize(entry: ModelEntry, handle: FileHandle): Promise<void> {
  const stat = await handle.stat()
  const magic = MODEL_MAGIC[entry.kind]
  const first = Buffer.alloc(magic.length)
  const read = stat.isFile() ? (await handle.read(first, 0, first.length, 0)).bytesRead : 0
  if (!stat.isFile() || (read === first.length && !first.equals(magic))) {
    throw new EarshotError('MODEL_WRONG_KIND', 'file is not a model of this kind', {
      detail: { model: entry.id, kind: entry.kind },
      hint: installAgain(entry),
    })
  }
  if (stat.size !== entry.bytes) {
    throw new EarshotError('MODEL_SIZE_MISMATCH', 'model file has the wrong size', {
      detail: { model: entry.id, bytes: stat.size, expectedBytes: entry.bytes },
      hint: `the file is ${stat.size < entry.bytes ? 'cut short' : 'another one'}: ${installAgain(entry)}`,
    })
  }
}
