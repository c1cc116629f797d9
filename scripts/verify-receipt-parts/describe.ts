/** Says what a receipt says, for a person. */

import { DOWNGRADES, isDowngrade } from '../../device/contracts/downgrades.js'
import type { ReceiptChecks, ReceiptPayload } from '../../device/contracts/receipt.js'

const KINDS: { readonly [K in ReceiptPayload['kind']]: string } = {
  destroyed: 'The sound of this session was destroyed piece by piece, as its text was stored.',
  discarded: 'This session was discarded: its sound, its text and its draft were destroyed.',
  'destroyed-by-power-loss': 'This session was ended by a loss of power, and what was left of its sound went with it.',
}

const CHECKS: { readonly [C in keyof ReceiptChecks]-?: string } = {
  everySegmentDestroyed: 'every piece was overwritten and removed',
  keysAbsent: 'no key was left',
  ciphertextAbsent: 'no sealed sound was left',
  microphoneClosed: 'the microphone was closed',
  captureProcessGone: 'the recording program had ended',
  transcriberProcessGone: 'the transcribing program had ended',
  journalComplete: 'the record of the session was complete',
  textAbsent: 'no text and no draft was left',
}

export function describe(payload: ReceiptPayload): string {
  const { captured, checks, system } = payload
  return [
    `Receipt of session ${payload.session}`,
    `  ${KINDS[payload.kind]}`,
    `  from ${time(payload.startedAtMs)} to ${time(payload.endedAtMs)}; receipt written ${time(payload.issuedAtMs)} (clock ${payload.clock})`,
    `  captured: ${(captured.ms / 1000).toFixed(1)} seconds in ${captured.segments} pieces, sealed in ${payload.medium}`,
    ...payload.segments.map(
      segment =>
        `    piece ${segment.segment}: sealed ${time(segment.sealedAtMs)}, ${segment.reason === 'power-loss' ? 'found gone' : 'destroyed'} ${time(segment.destroyedAtMs)} (${segment.reason})`,
    ),
    '  Looked at afterwards:',
    ...Object.entries(checks).map(
      ([name, passed]) => `    ${passed ? 'yes' : 'no '}  ${CHECKS[name as keyof ReceiptChecks]}`,
    ),
    `    swap ${system.swapTotalKiB} KiB; memory zeroed when freed: ${system.initOnFree ? 'yes' : 'no'}; core dumps: ${system.coreDumps ? 'on' : 'off'}`,
    `    kernel ${system.kernel}; software ${system.software}`,
    ...payload.downgrades.map(name => `  Missing on this box: ${isDowngrade(name) ? DOWNGRADES[name].means : name}`),
    '  What remains:',
    ...payload.remains.map(line => `    ${line}`),
    '  The box claims:',
    ...payload.claims.map(line => `    ${line}`),
    '  The box does not claim:',
    ...payload.notClaimed.map(line => `    ${line}`),
    '',
  ].join('\n')
}

function time(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString()
}
