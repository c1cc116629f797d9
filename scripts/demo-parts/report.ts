/** What happened, as `--json` writes it, and the honest verdict on it. */

import type { NoteDraft } from '../../companion/drafting/note-draft.js'
import type { Turn } from '../../device/contracts/turn.js'

export interface DemoReport {
  readonly audioSeconds: number
  readonly capturedSeconds: number
  readonly transcribedSeconds: number
  readonly silenceSeconds: number
  readonly coverage: number
  readonly segments: number
  readonly segmentsDestroyed: number
  readonly keysLeft: number
  readonly spoolBytesLeft: number
  readonly words: number
  readonly stopToDraftMs: number
  readonly oldestAudioAgeP95Ms: number
  readonly note: NoteDraft | null
  readonly receiptFile: string | null
  readonly receiptVerified: boolean
  readonly transcript: readonly Turn[]
}

/** Coverage below this marks a note as incomplete (design, invariant 11: within 1 %). */
const LEAST_COVERAGE = 0.99

/** What went wrong, in words; empty when all went well. */
export function problemsOf(report: DemoReport): string[] {
  const problems: string[] = []
  if (report.capturedSeconds === 0) problems.push('no sound was captured')
  else if (report.coverage < LEAST_COVERAGE)
    problems.push(`only ${(report.coverage * 100).toFixed(1)} % of the audio became text or silence`)
  if (report.segmentsDestroyed < report.segments) problems.push('not every segment was destroyed')
  if (report.keysLeft > 0) problems.push(`${report.keysLeft} segment keys are left`)
  if (report.spoolBytesLeft > 0) problems.push(`${report.spoolBytesLeft} bytes are left in the spool`)
  if (report.words === 0) problems.push('no words were heard')
  if (report.note === null) problems.push('no draft was made')
  if (!report.receiptVerified) problems.push('the destruction receipt does not verify')
  return problems
}

/** The p-th part (0 to 1) of the samples lies at or below this one; 0 for no samples. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0
}

/** The draft as a person reads it on a terminal: sections, sentences, the turns each rests on. */
export function draftText(note: NoteDraft): string {
  const lines = [`DRAFT (${note.format}, ${note.drafter}), to be read, corrected and signed by the clinician`, '']
  lines.push('Risk, as said in the session:')
  for (const finding of note.risk) {
    lines.push(
      `  ${finding.topic.replaceAll('-', ' ')}: ${finding.status.replaceAll('_', ' ')}${cited(finding.evidence)}`,
    )
  }
  for (const section of note.sections) {
    lines.push('', section.title)
    if (section.sentences.length === 0) lines.push(`  (${section.blank ?? 'not recorded'})`)
    for (const sentence of section.sentences) {
      const mark = sentence.source === 'unsupported' ? '[unsupported] ' : ''
      lines.push(`  ${mark}${sentence.text}${cited(sentence.evidence)}`)
    }
  }
  if (note.speakersUncertain) lines.push('', 'Who spoke was worked out from the words: one microphone cannot tell.')
  return lines.join('\n')
}

function cited(evidence: readonly string[]): string {
  return evidence.length === 0 ? '' : `  [${evidence.join(' ')}]`
}
