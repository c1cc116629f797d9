/** What a session is made of; whoever starts or recovers one puts it together. */

import type { BeginCapture } from '../capture/messages.js'
import type { Clock } from '../clock.js'
import type { ErrorMessage } from '../contracts/errors.js'
import type { CaptureLauncher } from './capture-process.js'
import type { KeeperTimes } from './capture-troubles.js'
import type { SpoolAccess } from './session-audio.js'
import type { SessionClock } from './session-clock.js'
import type { SessionFile, SessionFolder } from './session-folder.js'
import type { SessionRecord } from './session-record.js'

export type SourceSettings = Pick<BeginCapture, 'source' | 'sampleRate' | 'channels' | 'targetSeconds' | 'maxSeconds'>

export interface SessionParts {
  readonly file: SessionFile
  readonly folder: SessionFolder
  readonly record: SessionRecord
  readonly sessionClock: SessionClock
  readonly clock: Clock
  readonly spool: SpoolAccess
  readonly launch: CaptureLauncher
  readonly settings: SourceSettings
  readonly times: KeeperTimes
  /** Something that others may show has changed. */
  readonly changed: () => void
  /**
   * The box ended the session by itself, and a person must know why.
   * @param heard there was sound in it: whoever sat there believed that it was recording
   */
  readonly selfEnded: (error: ErrorMessage, heard: boolean) => void
}
