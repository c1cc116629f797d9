/** One session on a demo box, from the press to the receipt, with everything that was seen on the way. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { NoteDraft } from '../../companion/drafting/note-draft.js'
import { IDENTITY_PUBLIC_FILE } from '../../companion/ledger/identity.js'
import type { SessionRecord } from '../../companion/vault/session-record.js'
import type { DeviceState, SessionSummary } from '../../device/contracts/device-api.js'
import { verifyReceipt } from '../../device/contracts/receipt.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { Turn } from '../../device/contracts/turn.js'
import type { Box } from './box.js'
import { DropReader } from './reader.js'
import { type DemoReport, percentile } from './report.js'

export interface SessionWatcher {
  onState(state: DeviceState, session: SessionSummary | undefined): void
  onTurn(turn: Turn): void
  onPhase(words: string): void
}

export interface SessionPlan {
  /** Length of the file that plays; null for a microphone. */
  readonly audioSeconds: number | null
  /** Resolves when the second press should come; for a file it is the end of the file. */
  readonly untilStop: Promise<void> | null
  /** How long after the stop the draft may take before the demo gives up. */
  readonly patienceMs: number
}

/** How often the state is looked at: fine enough to time the oldest audio, coarse enough to cost nothing. */
const LOOK_MS = 200
const PRESS_ATTEMPTS = 50

/** Presses, waits, presses again, waits for draft and receipt, and looks at what is left. */
export async function runSession(box: Box, plan: SessionPlan, watcher: SessionWatcher): Promise<DemoReport> {
  const reader = await DropReader.open(box.state, box.claimCode)
  const started = await press(box)
  if (started.sessionId === null) {
    throw new Error(`the box does not record: ${started.fault?.message ?? 'unknown'}. ${started.fault?.hint ?? ''}`)
  }
  const session = started.sessionId
  watcher.onPhase('pressed: recording')
  const ages: number[] = []
  const transcript: Turn[] = []
  const look = async (): Promise<DeviceState | null> => {
    const state = await box.device.state().catch(() => null)
    if (state !== null) {
      ages.push(state.spool.oldestAudioAgeMs)
      watcher.onState(state, summaryOf(state, session))
    }
    for (const turn of await reader.newTurns(session)) {
      transcript.push(turn)
      watcher.onTurn(turn)
    }
    return state
  }

  let toldToStop = false
  void plan.untilStop?.then(() => {
    toldToStop = true
  })
  for (;;) {
    const state = await look()
    if (state !== null && state.sessionId !== session) break
    if (plan.untilStop === null ? playedThrough(state, session) : toldToStop) break
    await pause(LOOK_MS)
  }
  const pressedAtMs = await pressToStop(box, session)
  watcher.onPhase('pressed again: the microphone is closed')

  const deadline = Date.now() + plan.patienceMs
  let done = false
  while (!done && Date.now() < deadline) {
    await look()
    const record = await reader.record(session)
    done = record?.phase === 'failed' || (record?.phase === 'ready' && record.receiptFile !== null)
    if (!done) await pause(LOOK_MS)
  }
  await look()
  return await reportOf(box, reader, session, plan, { transcript, ages, pressedAtMs })
}

/**
 * The file is at its end, and the transcriber is where it would be at life's pace: at its last segment. Played many
 * times faster than life a file can be minutes of its own time ahead, which says nothing about a therapist's wait.
 */
function playedThrough(state: DeviceState | null, session: SessionId): boolean {
  if (state?.microphone.sourceEnded !== true) return false
  const waiting = summaryOf(state, session)?.segments.filter(segment => segment.status === 'held') ?? []
  return waiting.length <= 1 || state.fault !== null || state.activities.includes('attention')
}

/** A press reaches the device even if it is just being started again. */
async function press(box: Box): Promise<DeviceState> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await box.device.gesture('press')
    } catch (error) {
      if (attempt === PRESS_ATTEMPTS) throw error
      await pause(LOOK_MS)
    }
  }
}

/**
 * Presses only while this session is at the button: a press after its end would begin another one.
 * @returns when, in UTC milliseconds
 */
async function pressToStop(box: Box, session: SessionId): Promise<number> {
  let pressedAtMs = Date.now()
  for (let attempt = 1; attempt <= PRESS_ATTEMPTS; attempt += 1) {
    const state = await box.device.state().catch(() => null)
    const running = state?.sessionId === session && (state.phase === 'recording' || state.phase === 'paused')
    if (state !== null && !running) break
    if (running) {
      pressedAtMs = Date.now()
      await box.device.gesture('press').catch(() => null)
    }
    await pause(LOOK_MS)
  }
  return pressedAtMs
}

async function reportOf(
  box: Box,
  reader: DropReader,
  session: SessionId,
  plan: SessionPlan,
  seen: { readonly transcript: readonly Turn[]; readonly ages: readonly number[]; readonly pressedAtMs: number },
): Promise<DemoReport> {
  const record = await reader.record(session)
  const measures = record === null ? [] : Object.values(record.segments)
  const sum = (pick: (measure: (typeof measures)[number]) => number): number =>
    measures.reduce((total, measure) => total + pick(measure), 0)
  const capturedMs = record?.capturedMs ?? 0
  const receiptFile = record?.receiptFile ?? null
  const left = await leftInSpool(join(box.run, 'spool'))
  const note: NoteDraft | null = await reader.draft(session)
  return {
    audioSeconds: plan.audioSeconds ?? capturedMs / 1000,
    capturedSeconds: capturedMs / 1000,
    transcribedSeconds: sum(measure => measure.transcribedMs) / 1000,
    silenceSeconds: sum(measure => measure.silenceMs) / 1000,
    coverage: capturedMs === 0 ? 0 : sum(measure => measure.transcribedMs + measure.silenceMs) / capturedMs,
    segments: record?.segmentsSealed ?? 0,
    segmentsDestroyed: record?.segmentsDestroyed ?? 0,
    keysLeft: left.keys,
    spoolBytesLeft: left.bytes,
    words: sum(measure => measure.words),
    stopToDraftMs: stopToDraftMs(record, seen.pressedAtMs),
    oldestAudioAgeP95Ms: Math.round(percentile(seen.ages, 0.95)),
    note,
    receiptFile,
    receiptVerified: receiptFile !== null && (await verified(box.state, receiptFile)),
    transcript: seen.transcript,
  }
}

/** From the press itself: the record counts from the moment the device had closed the session. */
function stopToDraftMs(record: SessionRecord | null, pressedAtMs: number): number {
  if (record?.endedAtMs == null || record.stopToDraftMs === null) return -1
  return record.endedAtMs + record.stopToDraftMs - pressedAtMs
}

async function verified(state: string, receiptFile: string): Promise<boolean> {
  const label = (await readFile(join(state, 'identity', IDENTITY_PUBLIC_FILE), 'utf8')).trim()
  return verifyReceipt(await readFile(receiptFile), Buffer.from(label, 'hex')).ok
}

/** Looks at the folders themselves, not at what the device says of them. One that goes meanwhile holds nothing. */
async function leftInSpool(spool: string): Promise<{ readonly keys: number; readonly bytes: number }> {
  let keys = 0
  let bytes = 0
  for (const session of await orIfGone(readdir(spool), [])) {
    for (const name of await orIfGone(readdir(join(spool, session)), [])) {
      if (!name.endsWith('.seg') && !name.endsWith('.key')) continue
      const size = await orIfGone(
        stat(join(spool, session, name)).then(found => found.size),
        null,
      )
      if (size === null) continue
      if (name.endsWith('.key')) keys += 1
      bytes += size
    }
  }
  return { keys, bytes }
}

async function orIfGone<T>(looking: Promise<T>, gone: T): Promise<T> {
  try {
    return await looking
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return gone
    throw error
  }
}

function summaryOf(state: DeviceState, session: SessionId): SessionSummary | undefined {
  return state.sessions.find(summary => summary.sessionId === session)
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
