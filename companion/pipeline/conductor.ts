/**
 * Follows the device and gives each of its sessions a pipeline; tells the light what is going on, and the pages what
 * they may see. Holds no text.
 */

import type { Activity, DeviceState, Gesture, SessionSummary } from '../../device/contracts/device-api.js'
import { ACTIVITIES } from '../../device/contracts/device-api.js'
import { EarshotError } from '../../device/contracts/errors.js'
import type { SessionId } from '../../device/contracts/session-id.js'
import type { DeviceClient } from '../device-client.js'
import type { Live, LiveSession, LiveStatus } from '../http/services.js'
import type { CompanionLog } from '../log.js'
import { liveSession } from './live-session.js'
import { OWN_DOWNGRADES } from './own-downgrades.js'
import type { SessionPipeline } from './session-pipeline.js'

/** A lease is renewed three times before it would run out and turn the light to attention. */
const LEASE_TTL_MS = 9000
const LEASE_RENEW_MS = 3000
/** The pages are told at most this often. */
const TELL_MS = 250

export interface ConductorParts {
  readonly device: Pick<DeviceClient, 'watch' | 'gesture' | 'discard' | 'lease'>
  readonly log: CompanionLog
  newPipeline(summary: SessionSummary, onChange: () => void): SessionPipeline
  /** Sessions whose draft waits to be absorbed into a chart, and which the device no longer knows. */
  waiting(): Promise<readonly LiveSession[]>
  /** Destroys text and draft of a session that the device no longer knows. @throws SESSION_NOT_FOUND */
  discardWaiting(session: SessionId): Promise<void>
  /** A session is through: its draft may go into a chart that is open. */
  onFinished(): Promise<void>
  /** Called once, with the first state the device tells: what of the ledger's open sessions is gone? */
  onDeviceKnown(state: DeviceState): Promise<void>
}

export class Conductor implements Live {
  readonly #parts: ConductorParts
  readonly #pipelines = new Map<SessionId, SessionPipeline>()
  readonly #listeners = new Set<(status: LiveStatus) => void>()
  readonly #stopping = new AbortController()
  readonly #leased = new Set<Activity>()
  #device: DeviceState | null = null
  #waiting: readonly LiveSession[] = []
  #known = false
  #telling: NodeJS.Timeout | null = null
  #leasing: NodeJS.Timeout | null = null
  #following: Promise<void> = Promise.resolve()

  constructor(parts: ConductorParts) {
    this.#parts = parts
  }

  async start(): Promise<void> {
    this.#waiting = await this.#parts.waiting()
    this.#following = this.#follow()
    this.#leasing = setInterval(() => {
      for (const pipeline of this.#pipelines.values()) pipeline.kick()
      void this.#renewLeases()
    }, LEASE_RENEW_MS)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    if (this.#leasing !== null) clearInterval(this.#leasing)
    if (this.#telling !== null) clearTimeout(this.#telling)
    // First no new pipelines, then the end of those there are.
    await this.#following
    await Promise.all([...this.#pipelines.values()].map(pipeline => pipeline.stop()))
  }

  status(): LiveStatus {
    const live = [...this.#pipelines.values()].map(liveSession)
    const ids = new Set(live.map(session => session.sessionId))
    const sessions = [...live, ...this.#waiting.filter(session => !ids.has(session.sessionId))]
    return { device: this.#device, sessions: sessions.sort((a, b) => b.startedAtMs - a.startedAtMs) }
  }

  watch(listener: (status: LiveStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async gesture(gesture: Gesture): Promise<void> {
    await this.#parts.device.gesture(gesture)
  }

  async discard(session: SessionId): Promise<void> {
    if (this.#device?.sessions.some(summary => summary.sessionId === session)) {
      await this.#parts.device.discard(session)
      return
    }
    await this.#parts.discardWaiting(session)
    await this.refreshWaiting()
  }

  /** To be called when a draft left the drops: it is in a chart now, or gone. */
  async refreshWaiting(): Promise<void> {
    this.#waiting = await this.#parts.waiting()
    this.#tell()
  }

  async #follow(): Promise<void> {
    for await (const state of this.#parts.device.watch(this.#stopping.signal)) {
      if ((state === null) !== (this.#device === null)) {
        this.#parts.log.write('device_reachable', { reachable: state !== null })
      }
      this.#device = state === null ? null : { ...state, downgrades: [...state.downgrades, ...OWN_DOWNGRADES] }
      if (state !== null) await this.#see(state)
      this.#tell()
    }
  }

  async #see(state: DeviceState): Promise<void> {
    if (!this.#known) {
      await this.#parts.onDeviceKnown(state)
      this.#known = true
      this.#waiting = await this.#parts.waiting()
    }
    for (const summary of state.sessions) {
      let pipeline = this.#pipelines.get(summary.sessionId)
      if (pipeline === undefined) {
        pipeline = this.#parts.newPipeline(summary, () => this.#tell())
        this.#pipelines.set(summary.sessionId, pipeline)
      }
      pipeline.update(summary)
    }
    const present = new Set(state.sessions.map(summary => summary.sessionId))
    for (const [session, pipeline] of this.#pipelines) {
      if (!pipeline.finished || present.has(session)) continue
      this.#pipelines.delete(session)
      await this.#parts.onFinished()
      this.#waiting = await this.#parts.waiting()
    }
  }

  #tell(): void {
    // Only a change is news for the light: the device tells its state after each lease, which must not go round for ever.
    const active = this.#activities()
    if (active.size !== this.#leased.size || [...active].some(name => !this.#leased.has(name))) void this.#renewLeases()
    this.#telling ??= setTimeout(() => {
      this.#telling = null
      const status = this.status()
      for (const listener of this.#listeners) listener(status)
    }, TELL_MS)
  }

  #activities(): ReadonlySet<Activity> {
    const active = new Set<Activity>()
    for (const { activity } of this.#pipelines.values()) if (activity !== 'idle') active.add(activity)
    if (this.#waiting.some(session => session.phase === 'ready')) active.add('ready')
    return active
  }

  /** What the light should know. An activity that ended is ended properly; one that is not renewed turns to attention. */
  async #renewLeases(): Promise<void> {
    if (this.#device === null || this.#stopping.signal.aborted) return
    const active = this.#activities()
    for (const activity of ACTIVITIES) {
      const wanted = active.has(activity)
      if (!wanted && !this.#leased.has(activity)) continue
      try {
        await this.#parts.device.lease(activity, { ttlMs: wanted ? LEASE_TTL_MS : 0 })
        if (wanted) this.#leased.add(activity)
        else this.#leased.delete(activity)
      } catch (error) {
        // An unreachable device shows what it knows by itself; the next renewal tells it again.
        if (!(error instanceof EarshotError)) throw error
      }
    }
  }
}
