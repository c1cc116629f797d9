/** What the drafter child does with each message, apart from being a process: opens, maps, composes, seals. */

import { readFile } from 'node:fs/promises'
import { EarshotError } from '../../device/contracts/errors.js'
import { parseSegmentTurns } from '../vault/note-shape.js'
import { jsonBytes, openUnderKey, parseJsonBytes, sealToRecipient } from '../vault/sealing.js'
import { ExtractiveDrafter } from './extractive/extractive-drafter.js'
import { isFormatKey } from './formats/index.js'
import type { BeginDrafting, DraftComposed, FromDrafter, ToDrafter } from './messages.js'
import type { NoteDraft } from './note-draft.js'
import type { Drafter } from './port.js'

const KEY_BYTES = 32

export class DraftRun {
  readonly #makeDrafter: () => Drafter
  #drafter: Drafter | null = null
  #textKey: Uint8Array | null = null
  #recipient: Uint8Array | null = null
  #lastSegment = 0
  readonly #seen = new Set<number>()

  /** @param makeDrafter tests give one that fails */
  constructor(makeDrafter: () => Drafter = () => new ExtractiveDrafter()) {
    this.#makeDrafter = makeDrafter
  }

  /** @throws DRAFT_FAILED, VAULT_WRONG_KEY, STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN; never with words of the session */
  async answer(message: ToDrafter): Promise<FromDrafter> {
    switch (message.type) {
      case 'begin':
        await this.#begin(message)
        return { type: 'begun' }
      case 'observe':
        await this.#observe(message.segment, message.sealedUnderTextKey)
        return { type: 'observed', segment: message.segment }
      case 'compose':
        return await this.#compose(message.format)
    }
  }

  async #begin({ textKeyFile, recipientPublicKey }: BeginDrafting): Promise<void> {
    if (this.#drafter !== null) throw new EarshotError('DRAFT_FAILED', 'drafting has begun already')
    const key = await readFile(textKeyFile).catch(() => null)
    if (key === null || key.length !== KEY_BYTES) {
      throw new EarshotError('DRAFT_FAILED', 'text key of the session is missing')
    }
    if (recipientPublicKey.length !== KEY_BYTES)
      throw new EarshotError('DRAFT_FAILED', 'recipient key has the wrong size')
    this.#textKey = key
    this.#recipient = recipientPublicKey
    this.#drafter = this.#makeDrafter()
  }

  /** A segment that was observed already is answered again and counted once. */
  async #observe(segment: number, sealed: Uint8Array): Promise<void> {
    const { drafter, textKey } = this.#begun()
    if (this.#seen.has(segment)) return
    if (segment < this.#lastSegment) throw new EarshotError('DRAFT_FAILED', 'segment comes after a later one')
    const plain = openUnderKey(sealed, textKey)
    const stored = parseSegmentTurns(parseJsonBytes(plain))
    plain.fill(0)
    if (stored.segment !== segment) throw new EarshotError('STORAGE_DAMAGED', 'stored text is of another segment')
    this.#seen.add(segment)
    this.#lastSegment = segment
    await guarded(() => drafter.observe(stored.turns))
  }

  async #compose(format: unknown): Promise<DraftComposed> {
    const { drafter, recipient } = this.#begun()
    if (!isFormatKey(format)) throw new EarshotError('DRAFT_FAILED', 'unknown note format')
    const draft = await guarded(() => drafter.compose(format))
    const plain = jsonBytes(draft)
    const sealedToClinician = sealToRecipient(plain, recipient)
    plain.fill(0)
    return { type: 'draft', sealedToClinician, ...counted(draft) }
  }

  #begun(): { readonly drafter: Drafter; readonly textKey: Uint8Array; readonly recipient: Uint8Array } {
    if (this.#drafter === null || this.#textKey === null || this.#recipient === null) {
      throw new EarshotError('DRAFT_FAILED', 'drafting has not begun')
    }
    return { drafter: this.#drafter, textKey: this.#textKey, recipient: this.#recipient }
  }
}

/** What a drafter throws may quote what it was reading: it is not told. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch {
    throw new EarshotError('DRAFT_FAILED', 'drafter failed on the transcript')
  }
}

function counted({ sections }: NoteDraft): { readonly sentences: number; readonly unsupported: number } {
  const sentences = sections.flatMap(section => section.sentences)
  return { sentences: sentences.length, unsupported: sentences.filter(({ source }) => source === 'unsupported').length }
}
