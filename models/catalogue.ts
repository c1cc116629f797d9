/**
 * Which models may be used: `catalogue.json`, pinned by size and SHA-256, and where each lies once it is installed.
 * Nothing that is not in the catalogue is ever loaded.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EarshotError } from '../device/contracts/errors.js'
import { decodeCatalogue } from './catalogue-decoder.js'
import type { Catalogue, ModelEntry, ModelKind } from './model-entry.js'
import { projectFolder } from './project-folder.js'

export type { Catalogue, ModelEntry, ModelKind, ModelOrigin } from './model-entry.js'

/**
 * Reads and checks the catalogue that came with the program.
 *
 * @throws CONFIG_UNREADABLE, or CONFIG_INVALID with every problem in its hint
 */
export function loadCatalogue(file: string = join(projectFolder(), 'models', 'catalogue.json')): Catalogue {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new EarshotError('CONFIG_UNREADABLE', 'model catalogue cannot be read', {
      hint: 'install Earshot again: models/catalogue.json is part of it',
      cause,
    })
  }
  return decodeCatalogue(text)
}

/**
 * @param kind refuses a model of the other kind, so that a language model is never handed to whisper.cpp
 * @throws MODEL_UNKNOWN, MODEL_WRONG_KIND
 */
export function findModel(catalogue: Catalogue, id: string, kind?: ModelKind): ModelEntry {
  const entry = catalogue.models.find(model => model.id === id)
  if (entry === undefined) {
    throw new EarshotError('MODEL_UNKNOWN', 'model is not in the catalogue', {
      detail: { model: id },
      hint: 'choose an id that scripts/models list shows',
    })
  }
  if (kind !== undefined && entry.kind !== kind) {
    throw new EarshotError('MODEL_WRONG_KIND', 'model is of the wrong kind', {
      detail: { model: id, kind: entry.kind, wanted: kind },
      hint: `choose a ${kind} model that scripts/models list shows`,
    })
  }
  return entry
}

/** The folder of installed models. Its one writer is scripts/models. */
export function modelsFolder(stateDirectory: string): string {
  return join(stateDirectory, 'models')
}

/** Where the model's file is, or will be once it is installed. */
export function entryPath(stateDirectory: string, entry: ModelEntry): string {
  if (entry.origin.bundled) return join(projectFolder(), entry.origin.folder, entry.file)
  return join(modelsFolder(stateDirectory), entry.file)
}

/** {@link entryPath} of a model of the program's own catalogue, by id. @throws MODEL_UNKNOWN */
export function modelPath(stateDirectory: string, id: string): string {
  return entryPath(stateDirectory, findModel(loadCatalogue(), id))
}

/**
 * Where a model that is not bundled is fetched from.
 *
 * @param template the catalogue's `downloadUrl`, or a mirror's
 */
export function downloadUrl(template: string, entry: ModelEntry): URL | null {
  if (entry.origin.bundled) return null
  const { repository, revision } = entry.origin
  const filled = template.replace(/\{(repository|revision|file)\}/g, (_match, part: string) =>
    encodeURI(part === 'repository' ? repository : part === 'revision' ? revision : entry.file),
  )
  return new URL(filled)
}
