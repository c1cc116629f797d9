/**
 * Destroys one segment: its key first, for without it the rest is noise. Overwritten in place, flushed, unlinked, and
 * looked for again. What the files hold is never read. Steps done are noted in `NNNN.gone`, which holds nothing else
 * and goes with the session's folder.
 */

import { access, type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { EarshotError } from '../contracts/errors.js'
import type { DestroySteps } from '../contracts/journal.js'
import { segmentFile } from '../contracts/spool-format.js'
import { DestructionNote, type DestructionStep } from './destruction-note.js'
import { isMissing } from './missing.js'

/** Zeros written at once; bounds the memory, whatever the file's size. */
const PIECE = new Uint8Array(65_536)

/**
 * May be asked again at any time, also after a crash in the middle, and by one caller at a time for one segment.
 *
 * @returns what was done to it, by this call and earlier ones. For a segment that was never there, or that someone
 *   else removed, that is `false` in every step: nobody here can say more than that it is absent.
 * @throws SPOOL_DESTROY_FAILED a step failed; asking again goes on from there
 */
export async function destroySegment(directory: string, segment: number): Promise<DestroySteps> {
  const names = segmentFile(segment)
  const key = join(directory, names.key)
  const sealed = join(directory, names.sealed)
  try {
    const note = await DestructionNote.read(join(directory, names.gone))
    await overwriteAndUnlink(key, 'keyOverwritten', 'keyUnlinked', note)
    await overwriteAndUnlink(sealed, 'ciphertextOverwritten', 'ciphertextUnlinked', note)
    return {
      keyOverwritten: note.has('keyOverwritten'),
      keyUnlinked: note.has('keyUnlinked'),
      ciphertextOverwritten: note.has('ciphertextOverwritten'),
      ciphertextUnlinked: note.has('ciphertextUnlinked'),
      pathsAbsent: (await isAbsent(key)) && (await isAbsent(sealed)),
    }
  } catch (cause) {
    throw new EarshotError('SPOOL_DESTROY_FAILED', 'segment could not be destroyed', {
      detail: { segment },
      hint: 'its sound is still here: make the spool writable, or switch the box off, which destroys everything in it',
      retryable: true,
      cause,
    })
  }
}

async function overwriteAndUnlink(
  path: string,
  overwritten: DestructionStep,
  unlinked: DestructionStep,
  note: DestructionNote,
): Promise<void> {
  const file = await openIfThere(path)
  if (file === null) {
    // It was overwritten and is gone: the process died between unlinking it and noting so.
    if (note.has(overwritten)) await note.add(unlinked)
    return
  }
  try {
    await overwrite(file)
    await note.add(overwritten)
    await unlink(path)
    await note.add(unlinked)
  } finally {
    await file.close()
  }
}

async function overwrite(file: FileHandle): Promise<void> {
  const { size } = await file.stat()
  for (let at = 0; at < size; ) {
    const { bytesWritten } = await file.write(PIECE, 0, Math.min(PIECE.length, size - at), at)
    at += bytesWritten
  }
  await file.sync()
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function isAbsent(path: string): Promise<boolean> {
  try {
    await access(path)
    return false
  } catch (error) {
    if (isMissing(error)) return true
    throw error
  }
}
