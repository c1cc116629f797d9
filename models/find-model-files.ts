/** Which files on a stick, in a folder or by themselves are models of the catalogue. */

import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { EarshotError } from '../device/contracts/errors.js'
import type { Catalogue, ModelEntry } from './model-entry.js'
import { hash } from './verify.js'

/** A stick has its models in a folder or two; deeper it is somebody's backup. */
const MOST_LEVELS = 4

export interface FoundModel {
  readonly entry: ModelEntry
  readonly file: string
}

/**
 * Looks at a file, or through a folder and the folders in it. Links are not followed. A file is a model's if it has
 * its name, or its size and SHA-256; whether a file found by its name is sound is for the caller to verify. Bundled
 * models are not looked for.
 *
 * @throws MODEL_IMPORT_FAILED if there is no such place or it cannot be read
 */
export async function findModelFiles(catalogue: Catalogue, place: string): Promise<readonly FoundModel[]> {
  const wanted = catalogue.models.filter(entry => !entry.origin.bundled)
  const found = new Map<string, FoundModel>()
  try {
    for (const file of await filesIn(place)) {
      const entry = await recognise(wanted, file)
      if (entry === null) continue
      // The same model twice on one stick: the one that bears its name, and among equals the first.
      const before = found.get(entry.id)
      if (before === undefined || (basename(before.file) !== entry.file && basename(file) === entry.file)) {
        found.set(entry.id, { entry, file })
      }
    }
  } catch (cause) {
    throw new EarshotError('MODEL_IMPORT_FAILED', 'place cannot be read', {
      detail: { system: String((cause as NodeJS.ErrnoException).code ?? '') },
      hint: 'name a file or folder that is there and that this user may read (is the stick mounted?)',
      retryable: true,
      cause,
    })
  }
  return [...found.values()]
}

async function recognise(wanted: readonly ModelEntry[], file: string): Promise<ModelEntry | null> {
  const { size } = await stat(file)
  const named = wanted.find(entry => entry.file === basename(file)) ?? null
  if (named?.bytes === size) return named
  const sameSize = wanted.filter(entry => entry.bytes === size)
  if (sameSize.length === 0) return named
  const sha256 = await sha256Of(file)
  return sameSize.find(entry => entry.sha256 === sha256) ?? named
}

async function sha256Of(file: string): Promise<string> {
  const handle = await open(file, 'r')
  try {
    return await hash(handle)
  } finally {
    await handle.close()
  }
}

async function filesIn(place: string): Promise<readonly string[]> {
  if ((await stat(place)).isFile()) return [place]
  const files: string[] = []
  await collect(place, MOST_LEVELS, files)
  return files.sort()
}

async function collect(folder: string, levels: number, files: string[]): Promise<void> {
  for (const item of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, item.name)
    if (item.isFile()) files.push(path)
    // lost+found and the like on a stick may be closed to us: no reason to refuse the rest.
    else if (item.isDirectory() && levels > 1) await collect(path, levels - 1, files).catch(() => {})
  }
}
