/** Writes and reads the receipt file: two lines of canonical JSON, each ended by a line feed. Pure. */

import { type Canonical, canonicalJson, parseCanonicalJson } from './canonical-json.js'
import type { Downgrade } from './downgrades.js'
import { SIGNATURE_BYTES, strictBase64 } from './ed25519.js'
import type { DestroySteps } from './journal.js'
import type { OtherLine, ReceiptChecks, ReceiptPayload, ReceiptSeal, ReceiptSegment } from './receipt-format.js'
import {
  type Check,
  either,
  hexOf,
  isCount,
  isFlag,
  isText,
  listOf,
  oneOf,
  optional,
  shape,
  textLike,
} from './shape.js'

export interface ParsedReceipt {
  readonly payload: ReceiptPayload
  /** The first line: what the signature covers. */
  readonly signed: string
  readonly seal: ReceiptSeal
  readonly signature: Uint8Array
}

const isSteps = shape<DestroySteps>({
  keyOverwritten: isFlag,
  keyUnlinked: isFlag,
  ciphertextOverwritten: isFlag,
  ciphertextUnlinked: isFlag,
  pathsAbsent: isFlag,
})

const isSegment = shape<ReceiptSegment>({
  segment: isCount,
  startMs: isCount,
  durationMs: isCount,
  pcmBytes: isCount,
  ciphertextBytes: isCount,
  ciphertextSha256: hexOf(32),
  keyCommitment: hexOf(32),
  interrupted: isFlag,
  sealedAtMs: isCount,
  destroyedAtMs: isCount,
  reason: oneOf(['text-stored', 'discarded', 'expired', 'struck', 'power-loss']),
  steps: isSteps,
})

const isPayload = shape<ReceiptPayload>({
  v: oneOf([1]),
  kind: oneOf(['destroyed', 'discarded', 'destroyed-by-power-loss']),
  box: hexOf(32),
  session: textLike(/^[a-z2-7]{26}$/),
  startedAtMs: isCount,
  endedAtMs: isCount,
  issuedAtMs: isCount,
  clock: oneOf(['synced', 'unsynced']),
  captured: shape<ReceiptPayload['captured']>({ ms: isCount, bytes: isCount, segments: isCount }),
  medium: isText,
  method: oneOf(['cryptographic-erase-and-overwrite', 'power-loss']),
  segments: listOf(isSegment),
  checks: shape<ReceiptChecks>({
    everySegmentDestroyed: isFlag,
    keysAbsent: isFlag,
    ciphertextAbsent: isFlag,
    microphoneClosed: isFlag,
    captureProcessGone: isFlag,
    transcriberProcessGone: isFlag,
    journalComplete: isFlag,
    textAbsent: optional(isFlag),
  }),
  system: shape<ReceiptPayload['system']>({
    swapTotalKiB: isCount,
    initOnFree: isFlag,
    coreDumps: isFlag,
    kernel: isText,
    software: isText,
  }),
  // By pattern, not by list: a verifier of today also reads the receipt of a box that can name one more.
  downgrades: listOf(textLike<Downgrade>(/^[a-z0-9-]{1,40}$/)),
  remains: listOf(isText),
  claims: listOf(isText),
  notClaimed: listOf(isText),
  ledger: listOf(either(isText, shape<OtherLine>({ seq: isCount, sha256: hexOf(32) }))),
})

const isSeal: Check<ReceiptSeal> = shape<ReceiptSeal>({
  algorithm: oneOf(['Ed25519']),
  publicKey: hexOf(32),
  signature: isText,
})

/** The first line without its line feed: the bytes to sign. */
export function encodePayload(payload: ReceiptPayload): string {
  return canonicalJson(payload as unknown as Canonical)
}

/** The whole file. */
export function encodeReceipt(payloadLine: string, seal: ReceiptSeal): Uint8Array {
  return Buffer.from(`${payloadLine}\n${canonicalJson(seal as unknown as Canonical)}\n`, 'utf8')
}

/**
 * @returns `null` for anything but a receipt of version 1, canonical to the byte: each receipt can be written in exactly
 * one way, so a changed byte either breaks the form or the signature. Whether the signature holds is not said here.
 */
export function parseReceipt(bytes: Uint8Array): ParsedReceipt | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const text = file.toString('utf8')
  if (!Buffer.from(text, 'utf8').equals(file)) return null
  const [signed = '', sealLine = '', rest, ...more] = text.split('\n')
  if (rest !== '' || more.length > 0) return null
  const payload: unknown = parseCanonicalJson(signed)
  const seal: unknown = parseCanonicalJson(sealLine)
  if (!isPayload(payload) || !isSeal(seal)) return null
  const signature = strictBase64(seal.signature, SIGNATURE_BYTES)
  return signature === null ? null : { payload, signed, seal, signature }
}
