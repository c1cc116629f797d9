/**
 * The button: a port that delivers raw edges, and the reader that makes gestures of them. The reader only keeps the
 * time for the recogniser; what is a gesture is decided there.
 */

import type { Clock } from '../clock.js'
import type { Gesture } from '../contracts/device-api.js'
import { type ButtonInput, GESTURE_START, isTouched, recognise } from './gesture-recogniser.js'

export interface ButtonEdge {
  readonly edge: 'down' | 'up'
  /** Monotonic, of this boot. */
  readonly atMs: number
}

export interface Button {
  /** Every edge of the line, bounces included, in order. */
  start(onEdge: (edge: ButtonEdge) => void): void
  stop(): void
}

export interface ReaderOptions {
  readonly debounceMs: number
  readonly clock: Clock
  /** Whether a double press means anything now. */
  readonly doubleMeans: () => boolean
  readonly onGesture: (gesture: Gesture) => void
  /** The line or its standing has changed: the light answers at once. */
  readonly onTouch: () => void
}

export class ButtonReader {
  readonly #options: ReaderOptions
  #state = GESTURE_START
  #wake: NodeJS.Timeout | undefined

  constructor(options: ReaderOptions) {
    this.#options = options
  }

  /** Someone holds it. */
  get isTouched(): boolean {
    return isTouched(this.#state)
  }

  /** Something has leant on it for half a minute. */
  get isStuck(): boolean {
    return this.#state.stuck
  }

  edge({ edge, atMs }: ButtonEdge): void {
    this.#input({ type: edge, atMs })
  }

  stop(): void {
    clearTimeout(this.#wake)
  }

  #input(input: ButtonInput): void {
    const { clock, debounceMs, doubleMeans, onGesture, onTouch } = this.#options
    const { state, gestures, wakeAtMs } = recognise(this.#state, input, { debounceMs, doubleMeans: doubleMeans() })
    const before = this.#state
    this.#state = state
    if (isTouched(before) !== isTouched(state) || before.stuck !== state.stuck) onTouch()
    for (const gesture of gestures) onGesture(gesture)
    clearTimeout(this.#wake)
    if (wakeAtMs === null) return
    const waitMs = Math.max(0, wakeAtMs - clock.monotonicMs())
    this.#wake = setTimeout(() => this.#input({ type: 'time', atMs: Math.max(wakeAtMs, clock.monotonicMs()) }), waitMs)
  }
}
