/** Takes finished drops into the chart. A crash at any point leaves a drop to absorb again, or a note, or both. */

import { EarshotError } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Turn } from '../../device/contracts/turn.js'
import type { Chart } from './chart.js'
import type { Drops } from './drops.js'
import { firstNote } from './first-note.js'
import type { NoteCard } from './note.js'
import { parseNoteDraft, parseSegmentTurns } from './note-shape.js'
import { openAsRecipient, parseJsonBytes } from './sealing.js'
import type { SessionRecord } from './session-record.js'

export interface OpenKeys {
  readonly secretKey: Uint8Array
  readonly chartKey: Uint8Array
}

/** The text of a session so far, opened, in order of segment. */
export async function openTurns(drops: Drops, session: SessionId, secretKey: Uint8Array): Promise<Turn[]> {
  const turns: Turn[] = []
  for (const segment of await drops.listTexts(session)) {
    const sealed = await drops.readText(session, segment)
    if (sealed !== null) turns.push(...parseSegmentTurns(openJson(sealed, secretKey)).turns)
  }
  return turns
}

/** A draft is there, or will never be: the note can begin. */
export function isFinished(record: SessionRecord): boolean {
  return record.phase === 'ready' || record.phase === 'failed'
}

/**
 * Absorbs one finished drop. The note is durable before the drop goes; a note that is there already stays as it is.
 * The drop goes once its receipt is written: until then its record is what the session is known by.
 *
 * @returns the new note's card, or `null` if the note was there already
 */
export async function absorbDrop(
  record: SessionRecord,
  { drops, chart, keys }: { readonly drops: Drops; readonly chart: Chart; readonly keys: OpenKeys },
): Promise<NoteCard | null> {
  const session = record.sessionId
  let card: NoteCard | null = null
  if ((await chart.readNote(session, keys.chartKey)) === null) {
    const turns = await openTurns(drops, session, keys.secretKey)
    const draft = record.phase === 'ready' ? await drops.readDraft(session) : null
    if (record.phase === 'ready' && draft === null) {
      throw new EarshotError('STORAGE_DAMAGED', 'draft of a finished session is missing', {
        hint: 'its text is still there: have it drafted again',
      })
    }
    const opened = draft === null ? null : parseNoteDraft(openJson(draft, keys.secretKey))
    card = await chart.writeNote(firstNote(record, turns, opened), keys.chartKey)
  }
  if (record.receiptFile !== null) await drops.removeSession(session)
  return card
}

function openJson(sealed: Uint8Array, secretKey: Uint8Array): unknown {
  const plain = openAsRecipient(sealed, secretKey)
  try {
    return parseJsonBytes(plain)
  } finally {
    plain.fill(0)
  }
}
