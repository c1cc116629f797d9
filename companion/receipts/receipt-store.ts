/** `EARSHOT_STATE/receipts/<session>.receipt`: written once, handed to whoever asks. */

import { join } from 'node:path'
import { EarshotError } from '../../device/contracts/errors.js'
import { verifyReceipt } from '../../device/contracts/receipt.js'
import { isSessionId, type SessionId } from '../../device/contracts/session-id.js'
import type { Receipts } from '../http/services.js'
import type { BoxIdentity } from '../ledger/identity.js'
import { makeFolder, readOrNull, sweepTemporary, writeDurably } from '../vault/durable-file.js'
import type { Evidence } from './evidence.js'
import { issueReceipt } from './issue.js'

export class ReceiptStore implements Receipts {
  readonly #folder: string
  readonly #identity: BoxIdentity

  private constructor(folder: string, identity: BoxIdentity) {
    this.#folder = folder
    this.#identity = identity
  }

  static async open(stateDirectory: string, identity: BoxIdentity): Promise<ReceiptStore> {
    const folder = join(stateDirectory, 'receipts')
    await makeFolder(folder)
    await sweepTemporary(folder)
    return new ReceiptStore(folder, identity)
  }

  /** The file's name is its session's id: it says nothing of anyone. */
  fileOf(session: SessionId): string {
    return join(this.#folder, `${session}.receipt`)
  }

  /**
   * Issues and stores the session's receipt. One of the same kind that is stored already stays as it is, however often
   * a crash makes us ask. A session that is discarded after its audio was destroyed gets a new one, which says both.
   *
   * @returns the file
   * @throws RECEIPT_CHECKS_FAILED, STORAGE_FULL, STORAGE_READ_ONLY
   */
  async issue(evidence: Evidence): Promise<string> {
    const file = this.fileOf(evidence.session)
    const stored = await readOrNull(file)
    const finding = stored === null ? null : verifyReceipt(stored, this.#identity.publicKey)
    const before = finding?.ok === true ? finding.payload : null
    if (before !== null && (before.kind === evidence.kind || evidence.kind !== 'discarded')) return file
    const earlier = before?.kind === 'destroyed' ? { earlier: before.checks } : {}
    await writeDurably(file, issueReceipt({ ...evidence, ...earlier }, this.#identity))
    return file
  }

  /** @throws RECEIPT_NOT_FOUND */
  async read(session: SessionId): Promise<Uint8Array> {
    const bytes = isSessionId(session) ? await readOrNull(this.fileOf(session)) : null
    if (bytes === null) {
      throw new EarshotError('RECEIPT_NOT_FOUND', 'no receipt of this session', {
        hint: 'a receipt is written when all audio of the session is destroyed; look again when the session is done',
      })
    }
    return bytes
  }

  publicKey(): Uint8Array {
    return this.#identity.publicKey
  }
}
