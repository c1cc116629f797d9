/** Reads one sealed segment and its key from the spool and opens it: the only place where the companion meets sound. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EarshotError } from '../../device/contracts/errors.js'
import { type SessionId, sessionIdBytes } from '../../device/contracts/session-id.js'
import { openSegment, segmentFile } from '../../device/contracts/spool-format.js'
import { monoSamples, SAMPLE_RATE } from './samples.js'
import type { SegmentSound } from './transcription.js'

export interface SegmentPlaceInSpool {
  readonly directory: string
  readonly sessionId: SessionId
  readonly segment: number
  /** Whether the device says that this segment's writer died: only then may its last record be missing. */
  readonly interrupted: boolean
}

/**
 * The caller clears the samples when it is done; everything else that was sound or key on the way is cleared here.
 *
 * @throws SPOOL_KEY_MISSING, SPOOL_TAMPERED, SPOOL_NOT_A_SEGMENT, SPOOL_VERSION_UNKNOWN
 * @throws SPOOL_TRUNCATED if the end is missing of a segment that is not known to be interrupted
 * @throws TRANSCRIBE_FAILED if the segment is not there, cannot be read or is of another sample rate
 */
export async function openSpooled(place: SegmentPlaceInSpool): Promise<SegmentSound> {
  const { directory, segment } = place
  const names = segmentFile(segment)
  const key = await readOr(join(directory, names.key), segment, 'SPOOL_KEY_MISSING', 'key of the segment is not there')
  try {
    const file = join(directory, names.sealed)
    const sealed = await readOr(file, segment, 'TRANSCRIBE_FAILED', 'segment is not in the spool')
    const session = sessionIdBytes(place.sessionId)
    const { header, pcm, ending } = openSegment(sealed, key, { session, segment })
    try {
      if (ending === 'interrupted' && !place.interrupted) {
        throw new EarshotError('SPOOL_TRUNCATED', 'segment ends before its last record', { detail: { segment } })
      }
      if (header.sampleRate !== SAMPLE_RATE) {
        throw new EarshotError('TRANSCRIBE_FAILED', 'segment is of another sample rate than the recogniser takes', {
          detail: { segment, sampleRate: header.sampleRate },
        })
      }
      return { segment, startMs: header.startMs, samples: monoSamples(pcm, header.channels) }
    } finally {
      pcm.fill(0)
    }
  } finally {
    key.fill(0)
  }
}

async function readOr(
  file: string,
  segment: number,
  code: 'SPOOL_KEY_MISSING' | 'TRANSCRIBE_FAILED',
  message: string,
): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new EarshotError(code, message, { detail: { segment } })
    throw new EarshotError('TRANSCRIBE_FAILED', 'segment cannot be read', { detail: { segment }, cause })
  }
}
