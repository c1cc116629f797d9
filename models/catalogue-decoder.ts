/** Reads the text of catalogue.json and collects every problem by its path, so that all can be put right at once. */

import { EarshotError } from '../device/contracts/errors.js'
import { type Catalogue, MODEL_KINDS, type ModelEntry, type ModelKind, type ModelOrigin } from './model-entry.js'

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

/** Ids and file names become command-line words and paths: nothing that a shell or a path could misread. */
const ID = /^[a-z0-9][\w.-]{0,59}$/
const FILE = /^[\w][\w.-]{0,99}$/
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/
const FOLDER = /^[\w-]+(\/[\w-]+)*$/
const SHA256 = /^[0-9a-f]{64}$/
const LANGUAGE = /^([a-z]{2}|multilingual)$/
const TEMPLATE = /^https:\/\/[^{}]*\{repository\}[^{}]*\{revision\}[^{}]*\{file\}$/

const matches =
  (pattern: RegExp): Check =>
  value =>
    typeof value === 'string' && pattern.test(value)
const text: Check = value => typeof value === 'string' && value.length > 0 && value.length <= 200
const count: Check = value => Number.isSafeInteger(value) && (value as number) > 0

const KNOWN_AT_TOP = ['version', 'about', 'downloadUrl', 'models']
const KNOWN = ['id', 'kind', 'file', 'bytes', 'sha256', 'licence', 'languages', 'ramMiB', 'advice']
const KNOWN_BUNDLED = [...KNOWN, 'bundled', 'path']
const KNOWN_FETCHED = [...KNOWN, 'repository', 'revision']

/** @throws CONFIG_INVALID with every problem in its hint */
export function decodeCatalogue(source: string): Catalogue {
  let json: unknown
  try {
    json = JSON.parse(source)
  } catch {
    throw invalid(['it is not JSON'])
  }
  if (!isObject(json)) throw invalid(['it must be an object'])
  const problems: string[] = []
  unknownKeys(json, KNOWN_AT_TOP, '', problems)
  if (json['version'] !== 1) problems.push('version must be 1')
  const downloadUrl = field<string>(json, 'downloadUrl', '', problems, matches(TEMPLATE), 'an https address template')
  const list = json['models']
  if (!Array.isArray(list)) throw invalid([...problems, 'models must be a list'])
  const models = list.map((value: unknown, index) => decodeEntry(value, `models[${index}].`, problems))
  for (const name of ['id', 'file', 'sha256'] as const) {
    const values = models.map(model => model[name])
    for (const twice of new Set(values.filter((value, index) => value !== '' && values.indexOf(value) < index))) {
      problems.push(`two models have the same ${name}: ${twice}`)
    }
  }
  if (problems.length > 0) throw invalid(problems)
  return { downloadUrl, models }
}

function decodeEntry(value: unknown, path: string, problems: string[]): ModelEntry {
  const fields = isObject(value) ? value : {}
  if (!isObject(value)) problems.push(`${path.slice(0, -1)} must be an object`)
  const bundled = fields['bundled'] === true
  unknownKeys(fields, bundled ? KNOWN_BUNDLED : KNOWN_FETCHED, path, problems)
  const at = <T>(name: string, check: Check, wanted: string): T => field(fields, name, path, problems, check, wanted)
  const languages: Check = list => Array.isArray(list) && list.length > 0 && list.every(matches(LANGUAGE))
  const isKind: Check = kind => MODEL_KINDS.includes(kind as ModelKind)
  const origin: ModelOrigin = bundled
    ? { bundled, folder: at('path', matches(FOLDER), 'a folder inside the project') }
    : {
        bundled,
        repository: at('repository', matches(REPOSITORY), 'owner/name'),
        revision:
          fields['revision'] === undefined ? 'main' : at('revision', matches(/^[0-9a-f]{40}$/), '40 hex digits'),
      }
  return {
    id: at('id', matches(ID), 'letters, digits, . _ -'),
    kind: at('kind', isKind, `one of ${MODEL_KINDS.join(', ')}`),
    file: at('file', matches(FILE), 'a file name'),
    bytes: at('bytes', count, 'a whole number above 0'),
    sha256: at('sha256', matches(SHA256), '64 lower-case hex digits'),
    licence: at('licence', text, 'a text'),
    languages: at('languages', languages, 'a list of two-letter codes, or multilingual'),
    ramMiB: at('ramMiB', count, 'a whole number above 0'),
    advice: fields['advice'] === undefined ? null : at('advice', text, 'a text'),
    origin,
  }
}

function field<T>(fields: Fields, name: string, path: string, problems: string[], check: Check, wanted: string): T {
  const value = fields[name]
  if (check(value)) return value as T
  problems.push(`${path}${name} must be ${wanted}`)
  return '' as T
}

function unknownKeys(fields: Fields, known: readonly string[], path: string, problems: string[]): void {
  for (const name of Object.keys(fields)) {
    if (!known.includes(name)) problems.push(`${path}${name} is not known`)
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(problems: readonly string[]): EarshotError {
  return new EarshotError('CONFIG_INVALID', 'model catalogue is not valid', {
    detail: { problems: problems.length },
    hint: `correct models/catalogue.json: ${problems.join('; ')}`,
  })
}
