/**
 * A session's sealed audio: what a dead child left is taken into the journal, what is no longer needed is destroyed.
 * A destruction is decided (intent), done, looked at, and only then journalled; asked twice it answers the same.
 */

import { createHash } from 'node:crypto'
import { EarshotError } from '../contracts/errors.js'
import type { DestroyReason, DestroySteps, JournalBodies } from '../contracts/journal.js'
import type { SegmentScan } from '../spool/scan-segments.js'
import type { SessionFolder } from './session-folder.js'
import type { SessionRecord } from './session-record.js'

/** What a session needs of device/spool: ciphertext and file names, never a key or a sound. */
export interface SpoolAccess {
  destroySegment(directory: string, segment: number): Promise<DestroySteps>
  scanSegments(directory: string): Promise<readonly SegmentScan[]>
}

const SHA256_OF_NOTHING = createHash('sha256').digest('hex')

export class SessionAudio {
  readonly #spool: SpoolAccess
  readonly #folder: SessionFolder
  readonly #record: SessionRecord
  readonly #underWay = new Map<number, Promise<DestroySteps>>()

  constructor(spool: SpoolAccess, folder: SessionFolder, record: SessionRecord) {
    this.#spool = spool
    this.#folder = folder
    this.#record = record
  }

  /**
   * @throws DEVICE_REQUEST_INVALID for a segment that never was, SESSION_BUSY while it is being written,
   *   SPOOL_DESTROY_FAILED if something is left; ask again
   */
  async destroy(segment: number, reason: DestroyReason): Promise<DestroySteps> {
    const known = this.#record.facts.segment(segment)
    if (known === undefined) throw new EarshotError('DEVICE_REQUEST_INVALID', 'session has no such segment')
    if (known.destroyed !== null) return known.destroyed.steps
    if (known.sealed === null) {
      throw new EarshotError('SESSION_BUSY', 'segment is still being written', { retryable: true })
    }
    return this.#destroyOnce(segment, reason)
  }

  /** Everything, journalled or not, segment by segment; the caller has made sure that nobody writes any more. */
  async destroyAll(reason: DestroyReason): Promise<void> {
    const failures: unknown[] = []
    const each = async () => {
      for (const { segment } of this.#record.facts.held) {
        await this.#destroyOnce(segment, reason).catch((error: unknown) => failures.push(error))
      }
    }
    // What is known goes first: looking at the rest takes time that it need not have.
    await each()
    await this.settle()
    await each()
    if (failures.length > 0) throw failures.at(-1)
  }

  /** Sealed and empty: nothing was heard in it, so there is no text to wait for. */
  async destroyEmpty(): Promise<void> {
    for (const { segment, sealed } of this.#record.facts.held) {
      if (sealed?.pcmBytes === 0) await this.#destroyOnce(segment, 'discarded')
    }
  }

  /**
   * Brings journal and folder together after a child or a whole device has died: what it was writing is sealed as
   * interrupted, what was being destroyed is finished, keys that open nothing are destroyed.
   */
  async settle(): Promise<void> {
    const found = new Map((await this.#spool.scanSegments(this.#folder.path)).map(scan => [scan.segment, scan]))
    for (const scan of found.values()) await this.#settleFound(scan)
    for (const { segment, startMs, keyCommitment } of this.#record.facts.opened) {
      // It was announced, and nothing of it is in the spool.
      const empty = { durationMs: 0, pcmBytes: 0, ciphertextBytes: 0, ciphertextSha256: SHA256_OF_NOTHING }
      this.#record.write('segment_sealed', { segment, startMs, keyCommitment, interrupted: true, ...empty })
    }
    await this.#finishDestroying(found)
    await this.destroyEmpty()
  }

  async #settleFound(scan: SegmentScan): Promise<void> {
    const { segment } = scan
    const known = this.#record.facts.segment(segment)
    if (known?.destroyed || (known === undefined && (scan.stillborn || !scan.hasKey))) {
      // A second file of something destroyed, or half of a pair that its writer died in the middle of making.
      await this.#spool.destroySegment(this.#folder.path, segment)
      return
    }
    if (known?.sealed || !scan.hasSealed) return
    const { startMs, durationMs, pcmBytes, ciphertextBytes, ciphertextSha256 } = scan
    const keyCommitment = known?.keyCommitment ?? scan.keyCommitment
    if (known === undefined) this.#record.write('segment_opened', { segment, startMs, keyCommitment })
    this.#record.write('segment_sealed', {
      segment,
      startMs,
      durationMs,
      pcmBytes,
      ciphertextBytes,
      ciphertextSha256,
      keyCommitment,
      interrupted: true,
    })
  }

  /** Half-done destructions, by their intents; and audio whose key is gone without one, which nobody can open. */
  async #finishDestroying(found: ReadonlyMap<number, SegmentScan>): Promise<void> {
    const reasons = new Map<number, DestroyReason>()
    for (const intent of this.#folder.readIntents()) {
      if (intent.intent === 'destroy') reasons.set(intent.segment, intent.reason)
    }
    for (const { segment, sealed } of this.#record.facts.held) {
      const reason = reasons.get(segment)
      const lost = sealed?.pcmBytes !== 0 && found.get(segment)?.hasKey !== true
      if (reason === undefined && lost) this.#record.warn('SPOOL_KEY_MISSING')
      if (reason !== undefined || lost) await this.#destroyOnce(segment, reason ?? 'expired')
    }
  }

  #destroyOnce(segment: number, reason: DestroyReason): Promise<DestroySteps> {
    const underWay = this.#underWay.get(segment)
    if (underWay !== undefined) return underWay
    const destroying = this.#destroyNow(segment, reason).finally(() => this.#underWay.delete(segment))
    this.#underWay.set(segment, destroying)
    return destroying
  }

  async #destroyNow(segment: number, reason: DestroyReason): Promise<DestroySteps> {
    this.#folder.addIntent({ intent: 'destroy', segment, reason })
    const steps = await this.#spool.destroySegment(this.#folder.path, segment)
    if (!Object.values(steps).every(Boolean)) {
      throw new EarshotError('SPOOL_DESTROY_FAILED', 'segment could not be destroyed', {
        detail: { segment, ...steps },
        hint: 'ask again; if it stays, restart the box: the spool is in its memory only',
        retryable: true,
      })
    }
    const body: JournalBodies['segment_destroyed'] = { segment, reason, steps }
    this.#record.write('segment_destroyed', body)
    return steps
  }
}
