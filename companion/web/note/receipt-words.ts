/** A destruction receipt in plain language. Pure. It reads, it does not check: that is scripts/verify-receipt. */

import { DOWNGRADES, isDowngrade } from '../../../device/contracts/downgrades.js'
import { dateTime, duration, plural } from '../format.js'

/** What is read of device/contracts/receipt.ts. */
export interface ReadableReceipt {
  readonly v: 1
  readonly kind: 'destroyed' | 'discarded' | 'destroyed-by-power-loss'
  readonly issuedAtMs: number
  readonly captured: { readonly ms: number; readonly segments: number }
  readonly segments: readonly { readonly destroyedAtMs: number }[]
  readonly downgrades: readonly string[]
  readonly remains: readonly string[]
  readonly claims: readonly string[]
  readonly notClaimed: readonly string[]
}

export interface ReceiptWords {
  readonly summary: readonly string[]
  readonly claims: readonly string[]
  readonly notClaimed: readonly string[]
}

/** @param file the receipt file's text. @returns null for what is no receipt of a known version */
export function receiptWords(file: string): ReceiptWords | null {
  let receipt: ReadableReceipt
  try {
    receipt = JSON.parse(file.split('\n')[0] ?? '') as ReadableReceipt
  } catch {
    return null
  }
  if (receipt?.v !== 1 || !Array.isArray(receipt.segments)) return null
  const { kind, captured, segments, issuedAtMs, downgrades, remains, claims, notClaimed } = receipt
  const last = Math.max(...segments.map(({ destroyedAtMs }) => destroyedAtMs))
  const missing = downgrades.map(name => (isDowngrade(name) ? DOWNGRADES[name].means : name))
  return {
    summary: [
      `${duration(captured.ms)} of audio were captured in ${plural(captured.segments, 'sealed piece')}.`,
      segments.length === 0
        ? 'There was no audio to destroy.'
        : kind === 'destroyed-by-power-loss'
          ? 'The power went: the keys were only in memory, and with them the audio is gone.'
          : `Every key and every piece was overwritten and removed, the last one on ${dateTime(last)}.`,
      remains.length === 0 ? 'Of the audio nothing remains.' : `What remains: ${remains.join('; ')}.`,
      missing.length === 0 ? 'No protection was missing.' : `Missing while this was done: ${missing.join('; ')}.`,
      `The receipt was issued on ${dateTime(issuedAtMs)}.`,
    ],
    claims,
    notClaimed,
  }
}
