/** What scripts/models does: one function a command. Each prints one line a model and tells whether all went well. */

import { stat } from 'node:fs/promises'
import { EarshotError } from '../../device/contracts/errors.js'
import { entryPath, findModel } from '../../models/catalogue.js'
import { fetchModel } from '../../models/fetch.js'
import { findModelFiles } from '../../models/find-model-files.js'
import { importModel } from '../../models/import.js'
import { type Catalogue, MODEL_KINDS, type ModelEntry } from '../../models/model-entry.js'
import { verifyModel } from '../../models/verify.js'
import type { ModelsOptions } from './options.js'
import { mib, type ProgressOutput, ProgressReport } from './progress.js'

export interface Surroundings {
  readonly catalogue: Catalogue
  /** Results, for people and for pipes. */
  readonly print: (line: string) => void
  /** Where progress is shown. */
  readonly progress: ProgressOutput
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** @returns whether everything that was asked for is done */
export async function runCommand(options: ModelsOptions, around: Surroundings): Promise<boolean> {
  switch (options.command) {
    case 'list':
      return list(options, around)
    case 'fetch':
      return fetchAll(options, around)
    case 'import':
      return importAll(options, around)
    case 'verify':
      return verifyAll(options, around)
  }
}

async function list({ stateDirectory }: ModelsOptions, { catalogue, print }: Surroundings): Promise<boolean> {
  for (const kind of MODEL_KINDS) {
    print(`${kind} models`)
    for (const entry of catalogue.models.filter(model => model.kind === kind)) {
      const columns = [
        entry.id.padEnd(24),
        (await state(entry, stateDirectory)).padEnd(14),
        `${mib(entry.bytes)} MiB`.padStart(9),
        `RAM ${entry.ramMiB} MiB`.padStart(13),
        entry.languages.join(' ').padEnd(13),
        entry.licence.padEnd(16),
        entry.advice ?? '',
      ]
      print(`  ${columns.join('  ').trimEnd()}`)
    }
  }
  return true
}

/** By the size alone: quick enough for a list. `verify` reads every byte. */
async function state(entry: ModelEntry, stateDirectory: string): Promise<string> {
  const file = entryPath(stateDirectory, entry)
  const size = (await stat(file).catch(() => null))?.size ?? null
  if (size === entry.bytes) return entry.origin.bundled ? 'bundled' : 'installed'
  if (size !== null) return 'damaged'
  const part = (await stat(`${file}.part`).catch(() => null))?.size ?? 0
  return part > 0 ? `${Math.floor((part / entry.bytes) * 100)} % fetched` : '-'
}

async function fetchAll(options: ModelsOptions, around: Surroundings): Promise<boolean> {
  const entries = options.names.map(id => findModel(around.catalogue, id))
  return each(entries, around, async (entry, report) => {
    const outcome = await fetchModel(entry, options.stateDirectory, {
      downloadUrl: options.mirror ?? around.catalogue.downloadUrl,
      onProgress: report.show,
      signal: around.signal,
    })
    if (entry.origin.bundled) return 'comes with Earshot, nothing to fetch'
    return outcome === 'fetched' ? 'fetched and verified' : 'is installed already, verified'
  })
}

async function importAll(options: ModelsOptions, around: Surroundings): Promise<boolean> {
  let allWell = true
  for (const place of options.names) {
    const found = await findModelFiles(around.catalogue, place)
    if (found.length === 0) {
      throw new EarshotError('MODEL_UNKNOWN', 'no model of the catalogue is there', {
        hint: 'scripts/models list shows which models may be used; a file is known by its name or by its content',
      })
    }
    const files = new Map(found.map(model => [model.entry, model]))
    const well = await each([...files.keys()], around, async (entry, report) => {
      const model = files.get(entry)
      if (model === undefined) return 'not found'
      const outcome = await importModel(model, options.stateDirectory, {
        onProgress: report.show,
        signal: around.signal,
      })
      return outcome === 'imported' ? 'imported and verified' : 'is installed already, verified'
    })
    allWell &&= well
  }
  return allWell
}

async function verifyAll(options: ModelsOptions, around: Surroundings): Promise<boolean> {
  const { catalogue, signal } = around
  const named = options.names.map(id => findModel(catalogue, id))
  const there = await Promise.all(
    catalogue.models.map(async entry => {
      const present = (await stat(entryPath(options.stateDirectory, entry)).catch(() => null)) !== null
      return present || entry.origin.bundled ? [entry] : []
    }),
  )
  return each(named.length > 0 ? named : there.flat(), around, async (entry, report) => {
    const onProgress = (bytes: number): void => report.show({ phase: 'verifying', bytes, totalBytes: entry.bytes })
    await verifyModel(entry, entryPath(options.stateDirectory, entry), { onProgress, signal })
    return 'verified'
  })
}

/** One line a model, failures included: what is wrong with one is no reason not to do the others. */
async function each(
  entries: readonly ModelEntry[],
  { print, progress, signal }: Surroundings,
  work: (entry: ModelEntry, report: ProgressReport) => Promise<string>,
): Promise<boolean> {
  let allWell = true
  for (const entry of entries) {
    const report = new ProgressReport(progress, entry.id)
    let line: string
    try {
      line = `ok      ${entry.id}: ${await work(entry, report)}`
    } catch (error) {
      if (signal.aborted || !(error instanceof EarshotError)) throw error
      line = `FAILED  ${entry.id}: ${describe(error)}`
      allWell = false
    } finally {
      report.done()
    }
    print(line)
  }
  return allWell
}

/** An error in one line, for a person. */
export function describe(error: EarshotError): string {
  const facts = Object.entries(error.detail)
    .filter(([name]) => name !== 'model')
    .map(([name, value]) => `${name} ${value}`)
  const detail = facts.length === 0 ? '' : ` (${facts.join(', ')})`
  return `${error.message}${detail}; ${error.hint ?? 'no advice'} [${error.code}]`
}
