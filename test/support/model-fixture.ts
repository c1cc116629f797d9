/** A made-up model, its entry in a made-up catalogue, and a state folder to install it in. */

import { createHash, randomBytes } from 'node:crypto'
import type { Catalogue, ModelEntry, ModelKind } from '../../models/model-entry.js'

export interface ModelFixture {
  readonly entry: ModelEntry
  readonly content: Buffer
  readonly catalogue: Catalogue
}

/** Content is random behind the kind's magic, so that a piece in the wrong place never goes unseen. */
export function modelFixture(bytes = 300_000, kind: ModelKind = 'speech', id = 'small.test'): ModelFixture {
  const content = randomBytes(bytes)
  content.write(kind === 'speech' ? 'lmgg' : 'GGUF', 'latin1')
  const entry: ModelEntry = {
    id,
    kind,
    file: kind === 'speech' ? `ggml-${id}.bin` : `${id}.gguf`,
    bytes,
    sha256: createHash('sha256').update(content).digest('hex'),
    licence: 'MIT',
    languages: ['en'],
    ramMiB: 1,
    advice: null,
    origin: { bundled: false, repository: 'maker/models', revision: 'main' },
  }
  const catalogue = { downloadUrl: 'https://models.invalid/{repository}/resolve/{revision}/{file}', models: [entry] }
  return { entry, content, catalogue }
}
