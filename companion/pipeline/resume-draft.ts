/**
 * Drafting after a power cut: the text stored so far is sealed to the clinician, its copy in RAM is gone. At the next
 * sign-in it can be opened once more; it goes back to RAM under a fresh text key and is drafted as if nothing had been.
 */

import { EarshotError } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { FormatKey } from '../drafting/note-draft.js'
import type { CompanionLog } from '../log.js'
import { sealUnderKey } from '../vault/sealing.js'
import { DraftJob } from './draft-job.js'
import type { PipelinePorts } from './ports.js'

export interface ResumeParts {
  readonly ports: PipelinePorts
  readonly format: FormatKey
  readonly log: CompanionLog
  /** Opens what is sealed to the clinician who has signed in. */
  open(sealed: Uint8Array): Uint8Array
}

/** Drafts one session whose record says `transcribed`. @throws DRAFT_FAILED, VAULT_WRONG_KEY */
export async function resumeDraft(session: SessionId, parts: ResumeParts): Promise<void> {
  const { ports } = parts
  const record = await ports.drops.read(session)
  if (record === null || record.phase !== 'transcribed') return
  const textKeyFile = await ports.textRam.prepare(session)
  const textKey = await ports.textRam.readKey(session)
  if (textKey === null) throw new EarshotError('DRAFT_FAILED', 'text key of the session is missing')
  const segments = await ports.drops.listTexts(session)
  try {
    for (const segment of segments) {
      const sealed = await ports.drops.readText(session, segment)
      if (sealed === null) continue
      const plain = parts.open(sealed)
      await ports.textRam.put(session, segment, sealUnderKey(plain, textKey))
      plain.fill(0)
    }
    const job = new DraftJob(session, ports, parts.log)
    try {
      await job.prepare(textKeyFile, segments)
      const draft = await job.compose(parts.format)
      await ports.drops.putDraft(session, draft.sealedToClinician)
      await ports.ledger.append('draft_dropped', session, { sentences: draft.sentences })
      await ports.drops.update(session, stored => ({ ...stored, phase: 'ready' }))
    } finally {
      await job.stop()
    }
  } finally {
    textKey.fill(0)
    await ports.textRam.destroy(session)
  }
}
