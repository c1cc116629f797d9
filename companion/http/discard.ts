/** Discarding a session, wherever it is by now: at the device, among the drops, in the chart. */

import { EarshotError } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Note } from '../vault/note.js'
import type { Live, UnlockedClinician } from './services.js'

/**
 * Destroys what there is of a session that is not signed. The chart comes last, because a draft may be on its way there.
 * @throws NOTE_ALREADY_SIGNED before anything is destroyed; SESSION_NOT_FOUND if there is nothing of it anywhere
 */
export async function discardAll(live: Live, clinician: UnlockedClinician, session: SessionId): Promise<void> {
  const note = await noteOrNull(clinician, session)
  if (note?.status === 'signed') {
    throw new EarshotError('NOTE_ALREADY_SIGNED', 'signed notes are part of the record and stay')
  }
  try {
    await live.discard(session)
  } catch (error) {
    if (note === null || !isCode(error, 'SESSION_NOT_FOUND')) throw error
  }
  await clinician.discardNote(session)
}

async function noteOrNull(clinician: UnlockedClinician, session: SessionId): Promise<Note | null> {
  try {
    return await clinician.readNote(session)
  } catch (error) {
    if (isCode(error, 'NOTE_NOT_FOUND')) return null
    throw error
  }
}

function isCode(error: unknown, code: EarshotError['code']): boolean {
  return error instanceof EarshotError && error.code === code
}
