/**
 * The device put together: button and light, sessions and leases, and the one picture of it all that the socket tells.
 * `start()` recovers what an earlier process left before anything else; `stop()` undoes everything.
 */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Hand } from './button/hand.js'
import { type Clock, systemClock } from './clock.js'
import type { EarshotConfig } from './contracts/config.js'
import type { Activity, DeviceState } from './contracts/device-api.js'
import type { Downgrade } from './contracts/downgrades.js'
import type { ErrorMessage } from './contracts/errors.js'
import { Leases } from './light/leases.js'
import { type Led, socketLed } from './light/led.js'
import { TerminalLed } from './light/led-terminal.js'
import { Light } from './light/light.js'
import type { Log } from './log.js'
import { Observer } from './observer.js'
import { describeState } from './service/device-state.js'
import type { CaptureLauncher } from './session/capture-process.js'
import type { KeeperTimes } from './session/capture-troubles.js'
import { requireProtections } from './session/recording-gate.js'
import { RecordingService } from './session/recording-service.js'
import { recover } from './session/recovery.js'
import { SessionBook } from './session/session-book.js'
import { SessionFactory } from './session/session-factory.js'
import { realSystem, type System } from './system.js'

/** The light looks at the kernel's facts this often. */
const LOOK_MS = 100
const TIDY_MS = 1000

export interface DeviceOptions {
  readonly config: EarshotConfig
  /** EARSHOT_RUN: RAM-backed; `spool/` and the socket live there. */
  readonly runDirectory: string
  readonly log: Log
  readonly clock?: Clock
  readonly system?: System
  readonly led?: Led
  readonly launch?: CaptureLauncher
  readonly times?: KeeperTimes
}

export class Device {
  readonly leases: Leases
  readonly book: SessionBook
  readonly service: RecordingService
  readonly spoolDirectory: string
  readonly hand: Hand
  readonly #options: DeviceOptions
  readonly #clock: Clock
  readonly #system: System
  readonly #factory: SessionFactory
  readonly #led: Led
  readonly #light: Light
  readonly #observer: Observer
  readonly #listeners = new Set<() => void>()
  #downgrades: readonly Downgrade[] = []
  #medium = 'unknown'
  #timers: NodeJS.Timeout[] = []
  #lookedAtMs = 0

  constructor(options: DeviceOptions) {
    const { config, runDirectory, log, clock = systemClock } = options
    this.#options = options
    this.#clock = clock
    this.spoolDirectory = join(runDirectory, 'spool')
    this.#system = options.system ?? realSystem(config, this.spoolDirectory)
    this.leases = new Leases(clock)
    this.book = new SessionBook(this.#changed)
    const { launch, times } = options
    this.#factory = new SessionFactory({
      config,
      spoolDirectory: this.spoolDirectory,
      bootId: this.#system.bootId,
      changed: this.#changed,
      selfEnded: (error, heard) => this.service.selfEnded(error, heard),
      clock,
      ...(launch === undefined ? {} : { launch }),
      ...(times === undefined ? {} : { times }),
    })
    const { book } = this
    this.service = new RecordingService({
      config,
      system: this.#system,
      clock,
      factory: this.#factory,
      book,
      changed: this.#changed,
    })
    this.hand = new Hand(config.button, clock, this.service, this.#changed)
    this.#led = options.led ?? (config.led.adapter === 'terminal' ? new TerminalLed() : socketLed)
    this.#light = new Light({
      service: this.service,
      book,
      leases: this.leases,
      led: this.#led,
      clock,
      captureStreamOpen: () => this.#system.captureStreamOpen(),
      buttonHeld: () => this.hand.isTouching,
      fault: () => this.fault !== null,
    })
    this.#observer = new Observer(log, book)
  }

  get fault(): ErrorMessage | null {
    return this.service.fault ?? this.hand.error
  }

  /** @returns the state, with the spool looked at anew */
  async freshState(): Promise<DeviceState> {
    await this.service.measure()
    return this.state()
  }

  state(): DeviceState {
    this.#light.look()
    return describeState({
      service: this.service,
      book: this.book,
      leases: this.leases,
      clock: this.#clock,
      light: this.#light,
      adapter: this.#options.config.capture.adapter,
      bootId: this.#system.bootId,
      spoolDirectory: this.spoolDirectory,
      medium: this.#medium,
      downgrades: this.#downgrades,
      fault: this.fault,
    })
  }

  /** The companion says what it does. @param ttlMs 0 ends it */
  setLease(activity: Activity, ttlMs: number): void {
    this.leases.set(activity, ttlMs)
    this.#changed()
  }

  /** @returns the way to stop listening. Called on every change; listeners space themselves. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async start(): Promise<void> {
    const { config } = this.#options
    mkdirSync(this.spoolDirectory, { recursive: true, mode: 0o700 })
    await this.#look()
    const { sessions, fault } = await recover({
      spoolDirectory: this.spoolDirectory,
      bootId: this.#system.bootId,
      clock: this.#clock,
      factory: this.#factory,
      maxMinutes: config.capture.maxMinutes,
      mayRecord: async () => requireProtections(config.mode, await this.#system.downgrades()),
    })
    this.service.adopt(sessions, fault)
    this.hand.start()
    this.#lookedAtMs = this.#clock.monotonicMs()
    this.#timers = [setInterval(this.#tick, LOOK_MS), setInterval(() => void this.#look(), TIDY_MS)]
    this.#changed()
  }

  /** Closes and seals what is open; sessions stay for the next process. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    this.hand.stop()
    await this.service.suspend()
    this.#changed()
    this.#led.stop()
  }

  readonly #changed = (): void => {
    // Nothing is put together yet while the constructor runs.
    if (this.#timers.length === 0) return
    this.#light.look()
    this.#observer.look(this.#light.shown, this.fault?.code ?? null)
    for (const listener of this.#listeners) listener()
  }

  readonly #tick = (): void => {
    const nowMs = this.#clock.monotonicMs()
    const lateMs = Math.max(0, nowMs - this.#lookedAtMs - LOOK_MS)
    this.#lookedAtMs = nowMs
    this.service.watch(lateMs)
    if (this.#light.look()) this.#changed()
  }

  async #look(): Promise<void> {
    await this.service.tidy()
    try {
      this.#downgrades = await this.#system.downgrades()
      this.#medium = await this.#system.medium()
    } catch {
      // What was seen a second ago still stands; a press asks again and refuses if it gets no answer.
    }
    this.#changed()
  }
}
