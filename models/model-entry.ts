/** What the catalogue says of a model. */

/** `speech`: whisper.cpp's ggml file. `language`: llama.cpp's GGUF file. */
export type ModelKind = 'speech' | 'language'

export const MODEL_KINDS: readonly ModelKind[] = ['speech', 'language']

export interface ModelEntry {
  /** What configuration files and people call it. */
  readonly id: string
  readonly kind: ModelKind
  /** The publisher's file name; also the name under which it is installed. */
  readonly file: string
  readonly bytes: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
  readonly licence: string
  /** Two-letter codes, or `multilingual`. */
  readonly languages: readonly string[]
  /** A guide: what the worker that runs it takes at its peak. */
  readonly ramMiB: number
  /** Which box it suits; null where there is nothing to say. */
  readonly advice: string | null
  readonly origin: ModelOrigin
}

export type ModelOrigin =
  /** Comes with the project, in `folder` under the project's own. */
  | { readonly bundled: true; readonly folder: string }
  /** Fetched or imported. `revision` is `main` where the publisher's is not pinned: the SHA-256 is, always. */
  | { readonly bundled: false; readonly repository: string; readonly revision: string }

export interface Catalogue {
  /** With `{repository}`, `{revision}` and `{file}` to be filled in. */
  readonly downloadUrl: string
  readonly models: readonly ModelEntry[]
}
