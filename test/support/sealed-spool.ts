/** A session's folder in a spool with sealed segments in it, a text key, and what a transcriber begins with. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import nacl from 'tweetnacl'
import type { BeginTranscribing, SegmentText } from '../../companion/transcriber/messages.js'
import type { SegmentTurns } from '../../companion/transcriber/segment-turns.js'
import { openAsRecipient, openUnderKey, parseJsonBytes } from '../../companion/vault/sealing.js'
import { type SessionId, sessionIdBytes, sessionIdFrom } from '../../device/contracts/session-id.js'
import { sealSegment, segmentFile } from '../../device/contracts/spool-format.js'
import { demoModel } from './demo-speech.js'

export interface Sealing {
  readonly startMs?: number
  readonly sampleRate?: number
  readonly channels?: number
  /** Name under which another segment's bytes are put. */
  readonly asSegment?: number
}

export class SealedSpool {
  readonly folder: string
  readonly runDirectory: string
  readonly textKeyFile: string
  readonly sessionId: SessionId = sessionIdFrom(nacl.randomBytes(16))
  readonly recipient = nacl.box.keyPair()

  /** @param parent an empty folder that the test clears away */
  constructor(parent: string) {
    this.runDirectory = join(parent, 'run')
    this.folder = join(this.runDirectory, 'spool', this.sessionId)
    this.textKeyFile = join(this.runDirectory, 'text.key')
    mkdirSync(this.folder, { recursive: true })
    writeFileSync(this.textKeyFile, nacl.randomBytes(32), { mode: 0o600 })
  }

  /** Interleaved samples, sealed under a new key. */
  put(segment: number, samples: Int16Array, sealing: Sealing = {}): void {
    const { startMs = 0, sampleRate = 16_000, channels = 1, asSegment = segment } = sealing
    const key = nacl.randomBytes(32)
    const pcm = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
    const header = { session: sessionIdBytes(this.sessionId), segment, startMs, sampleRate, channels }
    writeFileSync(this.file(asSegment, 'sealed'), sealSegment(header, pcm, key))
    writeFileSync(this.file(asSegment, 'key'), key, { mode: 0o600 })
  }

  file(segment: number, which: 'sealed' | 'key'): string {
    return join(this.folder, segmentFile(segment)[which])
  }

  begin(changes: Partial<BeginTranscribing> = {}): BeginTranscribing {
    return {
      type: 'begin',
      sessionId: this.sessionId,
      spoolDirectory: this.folder,
      ...demoModel(),
      language: 'en',
      // Threads of whisper.cpp wait by spinning: two of them on a busy machine take many times longer than one.
      threads: 1,
      vocabulary: [],
      recipientPublicKey: this.recipient.publicKey,
      textKeyFile: this.textKeyFile,
      ...changes,
    }
  }

  openAsClinician(text: SegmentText): SegmentTurns {
    return parseJsonBytes(openAsRecipient(text.sealedToClinician, this.recipient.secretKey)) as SegmentTurns
  }

  openUnderTextKey(text: SegmentText): SegmentTurns {
    return parseJsonBytes(openUnderKey(text.sealedUnderTextKey, readFileSync(this.textKeyFile))) as SegmentTurns
  }
}
