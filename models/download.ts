/** The bytes of a model from an HTTP server into a partial file, going on after a cut where the server can. */

import { open, readFile, rm, writeFile } from 'node:fs/promises'
import { EarshotError } from '../device/contracts/errors.js'
import { type HttpSource, openHttpSource } from './http-source.js'
import { writeAll } from './install-file.js'
import type { ModelEntry } from './model-entry.js'
import { downloadFailed } from './transfer-errors.js'

export interface DownloadOptions {
  /** Called with the bytes in the partial file, earlier runs included. */
  readonly onBytes?: (bytes: number) => void
  readonly signal?: AbortSignal
  /** A connection over which nothing comes for so long is given up. */
  readonly stallMs: number
}

/**
 * Completes the partial file. What the server sent stays in it when this fails, unless it was plainly another file.
 *
 * @param haveBytes size of the partial file: fewer than the model's
 * @throws MODEL_DOWNLOAD_FAILED, MODEL_SIZE_MISMATCH, or an error of the network or the file system
 */
export async function download(
  entry: ModelEntry,
  url: URL,
  part: string,
  haveBytes: number,
  options: DownloadOptions,
): Promise<void> {
  const stall = new AbortController()
  const clock = setTimeout(() => stall.abort(downloadFailed(entry, 'stalled')), options.stallMs)
  const signal = options.signal === undefined ? stall.signal : AbortSignal.any([options.signal, stall.signal])
  try {
    const source = await ask(url, part, haveBytes, signal)
    try {
      const startBytes = startOf(entry, source, haveBytes)
      await store(entry, source, part, startBytes, bytes => {
        clock.refresh()
        options.onBytes?.(bytes)
      })
    } finally {
      await source.cancel()
    }
  } finally {
    clearTimeout(clock)
  }
}

/** Removes a partial file and what was remembered about it. */
export async function discardPart(part: string): Promise<void> {
  await rm(part, { force: true })
  await rm(tagFile(part), { force: true })
}

/** Asks for the rest, and for the whole where the server cannot give the rest of the very same file. */
async function ask(url: URL, part: string, haveBytes: number, signal: AbortSignal): Promise<HttpSource> {
  if (haveBytes === 0) return openHttpSource(url, {}, signal)
  const tag = await readFile(tagFile(part), 'utf8').catch(() => '')
  const headers = { range: `bytes=${haveBytes}-`, ...(tag === '' ? {} : { 'if-range': tag }) }
  const source = await openHttpSource(url, headers, signal)
  const goesOn = source.status === 206 && rangeOf(source)?.startBytes === haveBytes
  // A server that overlooks If-Range would have us glue two different files together.
  const sameFile = tag === '' || (source.headers.get('etag') ?? tag) === tag
  if ((goesOn && sameFile) || (source.status !== 206 && source.status !== 416)) return source
  await source.cancel()
  return openHttpSource(url, {}, signal)
}

/** Where in the file the answer begins. Refuses an answer that cannot be this file before anything is written. */
function startOf(entry: ModelEntry, source: HttpSource, haveBytes: number): number {
  const range = source.status === 206 ? rangeOf(source) : null
  const goesOn = range !== null && haveBytes > 0
  if (source.status !== 200 && !goesOn) throw downloadFailed(entry, 'refused', { status: source.status })
  const length = source.headers.get('content-length')
  const totalBytes = goesOn ? range.totalBytes : length === null ? null : Number(length)
  if (totalBytes !== null && totalBytes !== entry.bytes) throw wrongSize(entry, totalBytes)
  return goesOn ? range.startBytes : 0
}

async function store(
  entry: ModelEntry,
  source: HttpSource,
  part: string,
  startBytes: number,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const tag = source.headers.get('etag') ?? ''
  // A weak tag does not promise equal bytes, so it cannot say whether going on is right.
  await writeFile(tagFile(part), tag.startsWith('"') ? tag : '')
  const handle = await open(part, startBytes === 0 ? 'w' : 'a')
  let bytes = startBytes
  try {
    for await (const piece of source.body) {
      bytes += piece.length
      if (bytes > entry.bytes) {
        await discardPart(part)
        throw wrongSize(entry, bytes)
      }
      await writeAll(handle, piece)
      onBytes(bytes)
    }
  } finally {
    await handle.close()
  }
  if (bytes < entry.bytes) throw downloadFailed(entry, 'cut')
}

/** `Content-Range: bytes 100-199/200`; the total may be `*`. */
function rangeOf(source: HttpSource): { readonly startBytes: number; readonly totalBytes: number | null } | null {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(source.headers.get('content-range') ?? '')
  if (match === null) return null
  return { startBytes: Number(match[1]), totalBytes: match[2] === '*' ? null : Number(match[2]) }
}

function tagFile(part: string): string {
  return `${part}.etag`
}

function wrongSize(entry: ModelEntry, bytes: number): EarshotError {
  return new EarshotError('MODEL_SIZE_MISMATCH', 'server has a file of another size', {
    detail: { model: entry.id, bytes, expectedBytes: entry.bytes },
    hint: 'the publisher changed it, or something on the way answered: try later, or use scripts/models import',
  })
}
