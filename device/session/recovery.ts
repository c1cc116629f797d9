/**
 * What a device process does with the sessions that an earlier process of the same boot has left in the spool.
 *
 * | found | done |
 * |---|---|
 * | capture child or recorder of the dead device | they close by themselves when their parent is gone; waited for, then killed |
 * | a segment that is not journalled as sealed | its ciphertext is measured and journalled as `interrupted`; text is made of it |
 * | an intent to destroy or to end | finished: what was decided stays decided |
 * | a key without its segment, a segment without its key | destroyed: nobody can or may open it |
 * | a session that was recording | goes on in the same session after a gap `crashed`, if all protections still hold and it is not over its longest length; else it ends |
 * | paused, finishing, discarded | stays so; a discard is completed |
 * | a folder without `session.json` or journal | the press was not over: if there is no sound in it, it never was |
 * | a damaged folder, or one of another boot | nothing of audio may linger where nobody can answer for it: all is destroyed as `expired`, journalled as far as it is known, and a fault is shown |
 *
 * A damaged folder is not moved aside: a copy that nobody looks after is the worst place for a key. Its text stored so
 * far is with the companion and is not touched by this.
 */

import { readdirSync } from 'node:fs'
import type { Clock } from '../clock.js'
import { EarshotError, type ErrorMessage, toErrorMessage } from '../contracts/errors.js'
import { isSessionId, type SessionId } from '../contracts/session-id.js'
import { readJournal } from './journal-file.js'
import { killNow, waitUntilGone } from './process-identity.js'
import type { RecordedSession } from './recorded-session.js'
import { TOO_LONG } from './recording-gate.js'
import type { SessionFactory } from './session-factory.js'
import { type SessionFile, SessionFolder } from './session-folder.js'

/** Closing the microphone and sealing takes a capture child well under this. */
const FAREWELL_MS = 5000

export interface RecoveryOptions {
  readonly spoolDirectory: string
  readonly bootId: string
  readonly clock: Clock
  readonly factory: SessionFactory
  readonly maxMinutes: number
  /** Whether a microphone may be opened now. @throws why not */
  readonly mayRecord: () => Promise<void>
}

export interface Recovered {
  /** Oldest first. */
  readonly sessions: readonly RecordedSession[]
  readonly fault: ErrorMessage | null
}

export async function recover(options: RecoveryOptions): Promise<Recovered> {
  const sessions: RecordedSession[] = []
  let fault: ErrorMessage | null = null
  for (const id of listSessions(options.spoolDirectory)) {
    const folder = new SessionFolder(options.spoolDirectory, id)
    await outlive(folder)
    const recovered = await recoverFolder(options, folder, id).catch((error: unknown) => {
      fault = toErrorMessage(error)
      return null
    })
    if (recovered === null) continue
    sessions.push(recovered.session)
    fault = recovered.fault ?? fault
  }
  sessions.sort((a, b) => a.file.startedMonotonicMs - b.file.startedMonotonicMs)
  await resumeNewest(options, sessions)
  return { sessions, fault }
}

function listSessions(spoolDirectory: string): readonly SessionId[] {
  return readdirSync(spoolDirectory).filter(isSessionId)
}

/** Nobody may look at the folder while somebody still writes in it. */
async function outlive(folder: SessionFolder): Promise<void> {
  for (const process of folder.readProcesses()) {
    if (await waitUntilGone(process, FAREWELL_MS)) continue
    killNow(process)
    await waitUntilGone(process, FAREWELL_MS)
  }
}

async function recoverFolder(
  { factory, bootId, clock }: RecoveryOptions,
  folder: SessionFolder,
  sessionId: SessionId,
): Promise<{ session: RecordedSession; fault: ErrorMessage | null } | null> {
  const file = folder.read()
  const read = readJournal(folder.journalPath)
  const sound = file !== null && file.bootId === bootId && !read.damaged && read.entries.length > 0
  if (!sound && read.entries.length === 0 && !folder.holdsAudio) {
    folder.remove()
    return null
  }
  const session = factory.reopen(file ?? strangerFile(sessionId, bootId, clock), folder, read)
  const { facts } = session.record
  if (facts.capturePid !== null) {
    const closed = { pid: facts.capturePid, reason: 'crashed', exitCode: null, signal: null } as const
    session.record.write('capture_closed', closed)
  }
  if (!sound) {
    await session.abandon()
    if (facts.phase === 'idle') {
      // Not even its beginning is known: nobody was ever told of it.
      session.remove()
      throw damaged(sessionId)
    }
    return { session, fault: toErrorMessage(damaged(sessionId)) }
  }
  await session.settle()
  if (facts.phase === 'discarded') {
    session.forget(facts.accountedMs)
    await session.settled()
  }
  const end = folder.readIntents().findLast(intent => intent.intent === 'end')
  if (end !== undefined && facts.endedAtMs === null && facts.phase !== 'discarded') {
    session.end('press', end.reason, end.positionMs)
    await session.settled()
  }
  return { session, fault: null }
}

/** At most one session can have had the microphone; should there be more, only the newest gets it again. */
async function resumeNewest(options: RecoveryOptions, sessions: readonly RecordedSession[]): Promise<void> {
  for (const session of sessions) {
    if (session.phase !== 'recording' && session.phase !== 'paused') continue
    if (session !== sessions.at(-1)) session.act('press', 'box')
    else if (session.phase === 'recording') await resume(options, session)
  }
}

async function resume({ clock, maxMinutes, mayRecord }: RecoveryOptions, session: RecordedSession): Promise<void> {
  const runningMs = clock.monotonicMs() - session.file.startedMonotonicMs
  if (Math.max(runningMs, session.record.facts.accountedMs) >= maxMinutes * 60_000) {
    session.act('max_length', 'box', TOO_LONG)
    return
  }
  try {
    await mayRecord()
    session.resume()
  } catch (error) {
    session.act('capture_failed', 'box', toErrorMessage(error))
  }
}

function strangerFile(sessionId: SessionId, bootId: string, clock: Clock): SessionFile {
  const startedAtMs = clock.nowMs()
  return {
    version: 1,
    sessionId,
    startedAtMs,
    startedMonotonicMs: clock.monotonicMs(),
    bootId,
    adapter: 'arecord',
    sampleRate: 0,
    channels: 0,
    encoding: 'S16_LE',
    consent: { state: 'attested-by-press', atMs: startedAtMs },
    seatMap: null,
  }
}

function damaged(session: SessionId): EarshotError {
  return new EarshotError('STORAGE_DAMAGED', 'a session in the spool was damaged and its audio is destroyed', {
    detail: { session },
    hint: 'the text stored so far is kept; complete the note by hand',
  })
}
