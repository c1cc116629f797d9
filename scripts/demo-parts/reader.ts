/**
 * Reads what the box wrote for its clinician, as the holder of the claim code: nobody else could. Only the demo, the
 * tests and the bench do this from outside; a clinician signs in over HTTPS.
 */

import type { NoteDraft } from '../../companion/drafting/note-draft.js'
import type { SegmentTurns } from '../../companion/transcriber/segment-turns.js'
import { openWithClaimCode } from '../../companion/vault/claim.js'
import { Drops } from '../../companion/vault/drops.js'
import { openAsRecipient, parseJsonBytes } from '../../companion/vault/sealing.js'
import type { SessionRecord } from '../../companion/vault/session-record.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Turn } from '../../device/contracts/turn.js'

export class DropReader {
  readonly #drops: Drops
  readonly #secretKey: Uint8Array
  #read = 0

  private constructor(drops: Drops, secretKey: Uint8Array) {
    this.#drops = drops
    this.#secretKey = secretKey
  }

  static async open(state: string, claimCode: string): Promise<DropReader> {
    return new DropReader(await Drops.open(state), await openWithClaimCode(state, claimCode))
  }

  record(session: SessionId): Promise<SessionRecord | null> {
    return this.#drops.read(session)
  }

  /** The turns stored since the last call, in order. */
  async newTurns(session: SessionId): Promise<Turn[]> {
    const turns: Turn[] = []
    const texts = await this.#drops.listTexts(session)
    for (const segment of texts.filter(number => number > this.#read)) {
      const sealed = await this.#drops.readText(session, segment)
      if (sealed === null) break
      turns.push(...(this.#open(sealed) as SegmentTurns).turns)
      this.#read = segment
    }
    return turns
  }

  async draft(session: SessionId): Promise<NoteDraft | null> {
    const sealed = await this.#drops.readDraft(session)
    return sealed === null ? null : (this.#open(sealed) as NoteDraft)
  }

  #open(sealed: Uint8Array): unknown {
    return parseJsonBytes(openAsRecipient(sealed, this.#secretKey))
  }
}
