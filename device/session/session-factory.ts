/** Puts sessions together: new ones at a press, and those that an earlier process of this boot has left. */

import { randomBytes } from 'node:crypto'
import { type Clock, systemClock } from '../clock.js'
import type { EarshotConfig } from '../contracts/config.js'
import type { Downgrade } from '../contracts/downgrades.js'
import { sessionIdFrom } from '../contracts/session-id.js'
import { destroySegment } from '../spool/destroy-segment.js'
import { scanSegments } from '../spool/scan-segments.js'
import { type CaptureLauncher, launchCapture } from './capture-process.js'
import { KEEPER_TIMES, type KeeperTimes } from './capture-troubles.js'
import { type JournalRead, readJournal } from './journal-file.js'
import { RecordedSession } from './recorded-session.js'
import type { SpoolAccess } from './session-audio.js'
import { fileClock, microphoneClock } from './session-clock.js'
import { type SessionFile, SessionFolder } from './session-folder.js'
import type { SessionParts, SourceSettings } from './session-parts.js'
import { SessionRecord } from './session-record.js'

export interface FactoryOptions {
  readonly config: EarshotConfig
  readonly spoolDirectory: string
  readonly bootId: string
  readonly changed: () => void
  readonly selfEnded: SessionParts['selfEnded']
  readonly clock?: Clock
  readonly launch?: CaptureLauncher
  readonly times?: KeeperTimes
  readonly spool?: SpoolAccess
}

export function sourceSettings({ capture, spool }: EarshotConfig): SourceSettings {
  const { sampleRate, channels } = capture
  const source: SourceSettings['source'] =
    capture.adapter === 'arecord' || capture.file === null
      ? { adapter: 'arecord', alsaDevice: capture.alsaDevice }
      : { adapter: 'wav-file', file: capture.file, speed: capture.speed }
  return { source, sampleRate, channels, targetSeconds: spool.targetSeconds, maxSeconds: spool.maxSeconds }
}

export class SessionFactory {
  readonly #options: FactoryOptions
  readonly #clock: Clock
  readonly #settings: SourceSettings

  constructor(options: FactoryOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#settings = sourceSettings(options.config)
  }

  /**
   * Makes the folder and opens the microphone.
   * @throws SPOOL_FULL
   */
  start(downgrades: readonly Downgrade[], medium: string): RecordedSession {
    const { sampleRate, channels, source } = this.#settings
    const startedAtMs = this.#clock.nowMs()
    const file: SessionFile = {
      version: 1,
      sessionId: sessionIdFrom(randomBytes(16)),
      startedAtMs,
      startedMonotonicMs: this.#clock.monotonicMs(),
      bootId: this.#options.bootId,
      adapter: source.adapter,
      sampleRate,
      channels,
      encoding: 'S16_LE',
      consent: { state: 'attested-by-press', atMs: startedAtMs },
      seatMap: null,
    }
    const folder = new SessionFolder(this.#options.spoolDirectory, file.sessionId)
    folder.create(file)
    const session = this.reopen(file, folder, readJournal(folder.journalPath))
    const microphone = source.adapter === 'arecord' ? source.alsaDevice : 'wav-file'
    session.start({ sessionId: file.sessionId, sampleRate, channels, microphone, downgrades, medium })
    return session
  }

  /** The session as its journal tells it; nothing happens yet. */
  reopen(file: SessionFile, folder: SessionFolder, read: JournalRead): RecordedSession {
    const record = new SessionRecord(folder.journalPath, this.#clock, read)
    const { source } = this.#settings
    const sessionClock =
      file.adapter === 'wav-file'
        ? fileClock(this.#clock, source.adapter === 'wav-file' ? source.speed : 1, record.facts.accountedMs)
        : microphoneClock(this.#clock, file.startedMonotonicMs)
    if (record.facts.phase === 'paused') sessionClock.paused(true)
    return new RecordedSession({
      file,
      folder,
      record,
      sessionClock,
      clock: this.#clock,
      spool: this.#options.spool ?? { destroySegment, scanSegments },
      launch: this.#options.launch ?? launchCapture,
      settings: this.#settings,
      times: this.#options.times ?? KEEPER_TIMES,
      changed: this.#options.changed,
      selfEnded: this.#options.selfEnded,
    })
  }
}
