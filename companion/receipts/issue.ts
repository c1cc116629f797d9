/**
 * Issues destruction receipts: gathers, checks, and only then signs. What has not passed the checks cannot be signed:
 * the signing takes a type that only the checking makes.
 */

import { EarshotError } from '../../device/contracts/errors.js'
import type { DestroySteps } from '../../device/contracts/journal.js'
import type { LedgerEntry } from '../../device/contracts/ledger-entry.js'
import {
  encodePayload,
  encodeReceipt,
  type ReceiptPayload,
  type ReceiptSegment,
  verifyReceipt,
} from '../../device/contracts/receipt.js'
import type { BoxIdentity } from '../ledger/identity.js'
import { checksOf, type Evidence, linesOf } from './evidence.js'
import { statementsFor } from './statements.js'

const checked: unique symbol = Symbol('checked')
/** A payload all of whose checks passed. Only {@link checkedPayload} makes one. */
type CheckedPayload = ReceiptPayload & { readonly [checked]: true }

/** Nobody could overwrite these: the memory they were in lost its power. */
const NO_STEPS: DestroySteps = {
  keyOverwritten: false,
  keyUnlinked: false,
  ciphertextOverwritten: false,
  ciphertextUnlinked: false,
  pathsAbsent: false,
}

/** After a power loss nobody can make these; the receipt shows them as false and says why. */
const MAY_FAIL_AFTER_POWER_LOSS: readonly string[] = ['everySegmentDestroyed', 'journalComplete']

/**
 * @returns the receipt file
 * @throws RECEIPT_CHECKS_FAILED with the names of the checks in `detail.failed`, and no receipt
 */
export function issueReceipt(evidence: Evidence, identity: BoxIdentity): Uint8Array {
  return sign(checkedPayload(gather(evidence, identity.boxId)), identity)
}

/** Puts together what the receipt would say; segments as the ledger tells of them. */
export function gather(evidence: Evidence, box: string): ReceiptPayload {
  const lines = linesOf(evidence)
  const started = lines.find(({ type }) => type === 'session_started')
  const ended =
    lines.findLast(({ type }) => type === 'session_ended' || type === 'session_discarded') ??
    lines.findLast(({ type }) => type === 'power_loss')
  const segments = segmentsOf(lines)
  const sum = (field: 'durationMs' | 'pcmBytes') => segments.reduce((total, segment) => total + segment[field], 0)
  return {
    v: 1,
    kind: evidence.kind,
    box,
    session: evidence.session,
    startedAtMs: timeOf(started),
    endedAtMs: timeOf(ended),
    issuedAtMs: Math.round(evidence.nowMs),
    clock: evidence.clock,
    captured: { ms: sum('durationMs'), bytes: sum('pcmBytes'), segments: segments.length },
    medium: String(started?.data['medium'] ?? ''),
    method: evidence.kind === 'destroyed-by-power-loss' ? 'power-loss' : 'cryptographic-erase-and-overwrite',
    segments,
    checks: checksOf(evidence),
    system: evidence.system,
    downgrades: evidence.downgrades,
    ...statementsFor(evidence.kind),
    ledger: evidence.ledger,
  }
}

function timeOf(line: LedgerEntry | undefined): number {
  const told = line?.data['atMs']
  return typeof told === 'number' ? told : (line?.atMs ?? 0)
}

function segmentsOf(lines: readonly LedgerEntry[]): ReceiptSegment[] {
  const foundGone = timeOf(lines.find(({ type }) => type === 'power_loss'))
  return lines
    .filter(({ type }) => type === 'segment_sealed')
    .map(sealed => {
      const { data } = sealed
      const end = lines.find(line => line.type === 'segment_destroyed' && line.data['segment'] === data['segment'])
      // The shape was checked when the line was written and is checked again by the self-check below.
      const { segment, startMs, durationMs, pcmBytes, ciphertextBytes, ciphertextSha256, keyCommitment, interrupted } =
        data as unknown as ReceiptSegment
      const stored = {
        segment,
        startMs,
        durationMs,
        pcmBytes,
        ciphertextBytes,
        ciphertextSha256,
        keyCommitment,
        interrupted,
      }
      const fate =
        end === undefined
          ? { destroyedAtMs: foundGone, reason: 'power-loss' as const, steps: NO_STEPS }
          : { destroyedAtMs: timeOf(end), ...(end.data as unknown as Pick<ReceiptSegment, 'reason' | 'steps'>) }
      return {
        ...stored,
        sealedAtMs: timeOf(sealed),
        destroyedAtMs: fate.destroyedAtMs,
        reason: fate.reason,
        steps: fate.steps,
      }
    })
    .sort((left, right) => left.segment - right.segment)
}

function checkedPayload(payload: ReceiptPayload): CheckedPayload {
  const mayFail = payload.kind === 'destroyed-by-power-loss' ? MAY_FAIL_AFTER_POWER_LOSS : []
  const failed = Object.entries(payload.checks)
    .filter(([name, passed]) => !passed && !mayFail.includes(name))
    .map(([name]) => name)
  if (failed.length > 0) throw refused(failed)
  return { ...payload, [checked]: true }
}

/** Signs, and checks what it signed as a stranger would: a receipt that would not verify is not handed out. */
function sign({ [checked]: _, ...payload }: CheckedPayload, identity: BoxIdentity): Uint8Array {
  const line = encodePayload(payload)
  const signature = Buffer.from(identity.sign(Buffer.from(line, 'utf8'))).toString('base64')
  const publicKey = Buffer.from(identity.publicKey).toString('hex')
  const receipt = encodeReceipt(line, { algorithm: 'Ed25519', publicKey, signature })
  const { ok, problems } = verifyReceipt(receipt, identity.publicKey)
  if (!ok) throw refused([...new Set(problems.map(({ code }) => code))])
  return receipt
}

function refused(failed: readonly string[]): EarshotError {
  return new EarshotError('RECEIPT_CHECKS_FAILED', 'receipt is not issued before every check has passed', {
    detail: { failed: failed.join(' ') },
    hint: 'the audio may still be there: look at the session on the Proof page; asking again is safe',
    retryable: true,
  })
}
