/**
 * From edges of the button to gestures: a pure machine over (edge | time), so that every bounce can be tested.
 *
 * ```
 * up ──stable down──► down ──stable up before 1 s──► press, or wait 350 ms for a second one ──► double_press
 *                      │ 3 s ──► hold_3s ── 10 s ──► hold_10s ── 30 s ──► stuck (until it comes up)
 * ```
 * - An edge counts when the line has been quiet for the debounce time (30 ms: ordinary switches bounce for under
 *   10 ms); it then counts from its first change. A spike shorter than that is nothing, so noise cannot start a
 *   session. The light does not wait for it: `touched` follows the raw line.
 * - Two presses within 350 ms are a double press (people take 150 to 300 ms between two clicks). Where a double press
 *   means nothing the single one acts at once, and a second one inside the window is swallowed as its echo: starting
 *   is immediate, and an eager double press does not start and stop.
 * - Let go between 1 s and 3 s is no gesture at all: the countdown was seen, and the session is kept.
 */

import type { Gesture } from '../contracts/device-api.js'

export const DOUBLE_PRESS_MS = 350
export const PRESS_MAX_MS = 1000
export const HOLD_SHORT_MS = 3000
export const HOLD_LONG_MS = 10_000
/** Nobody holds a button this long: something leans on it. */
export const STUCK_MS = 30_000

export type ButtonInput =
  | { readonly type: 'down' | 'up'; readonly atMs: number }
  /** Time passed; no edge. */
  | { readonly type: 'time'; readonly atMs: number }

export interface GestureState {
  /** The line as it is, bounces included, and since when. */
  readonly rawDown: boolean
  readonly rawSinceMs: number
  /** When the present restlessness of the line began; a debounced edge counts from there. */
  readonly restlessSinceMs: number | null
  readonly down: boolean
  readonly downAtMs: number
  /** Holds already told of the present press. */
  readonly told: 0 | 1 | 2
  readonly stuck: boolean
  /** A press that waits for a second one, or (`acted`) has acted and swallows a second one. */
  readonly first: { readonly upAtMs: number; readonly acted: boolean } | null
  /** The present down is the second of a double press, and whether the first has acted already. */
  readonly second: 'no' | 'double' | 'echo'
}

export interface GestureStep {
  readonly state: GestureState
  readonly gestures: readonly Gesture[]
  /** When `time` must be told at the latest, if no edge comes before. */
  readonly wakeAtMs: number | null
}

export interface GestureOptions {
  readonly debounceMs: number
  /** Whether a double press means anything now. Where it does not, a single press need not wait for it. */
  readonly doubleMeans: boolean
}

export const GESTURE_START: GestureState = {
  rawDown: false,
  rawSinceMs: 0,
  restlessSinceMs: null,
  down: false,
  downAtMs: 0,
  told: 0,
  stuck: false,
  first: null,
  second: 'no',
}

/** The raw line is down and not stuck: what the light answers to, at once. */
export function isTouched(state: GestureState): boolean {
  return (state.rawDown || state.down) && !state.stuck
}

/** Inputs must come in the order of time. */
export function recognise(before: GestureState, input: ButtonInput, options: GestureOptions): GestureStep {
  const gestures: Gesture[] = []
  // What was due before this input happens first, at its own time: a late timer changes nothing.
  let state = before
  for (let due = dueAt(state, options.debounceMs); due !== null && due <= input.atMs; ) {
    state = act(state, due, options, gestures)
    due = dueAt(state, options.debounceMs)
  }
  if (input.type !== 'time') state = edge(state, input.type === 'down', input.atMs)
  return { state, gestures, wakeAtMs: dueAt(state, options.debounceMs) }
}

function edge(state: GestureState, rawDown: boolean, atMs: number): GestureState {
  if (rawDown === state.rawDown) return state
  return { ...state, rawDown, rawSinceMs: atMs, restlessSinceMs: state.restlessSinceMs ?? atMs }
}

function dueAt(state: GestureState, debounceMs: number): number | null {
  const dues: number[] = []
  if (state.restlessSinceMs !== null) dues.push(state.rawSinceMs + debounceMs)
  // A line that is up already may be a release that is still being debounced: a hold must not fire into it.
  if (state.down && state.rawDown && !state.stuck) {
    const hold = [HOLD_SHORT_MS, HOLD_LONG_MS, STUCK_MS][state.told] ?? STUCK_MS
    dues.push(state.downAtMs + hold)
  }
  if (state.first !== null && !state.down) dues.push(state.first.upAtMs + DOUBLE_PRESS_MS)
  return dues.length === 0 ? null : Math.min(...dues)
}

/** One thing that is due at `atMs`. */
function act(state: GestureState, atMs: number, options: GestureOptions, gestures: Gesture[]): GestureState {
  if (state.restlessSinceMs !== null && state.rawSinceMs + options.debounceMs === atMs) {
    return settled(state, state.restlessSinceMs, options, gestures)
  }
  if (state.down && !state.stuck) return held(state, gestures)
  if (state.first !== null) {
    // Unless the line moved inside the window: then the second press is being debounced, and decides.
    if (state.restlessSinceMs !== null && state.rawDown) return { ...state, first: { ...state.first, upAtMs: atMs } }
    if (!state.first.acted) gestures.push('press')
  }
  return { ...state, first: null }
}

function held(state: GestureState, gestures: Gesture[]): GestureState {
  if (state.told === 0) {
    gestures.push('hold_3s')
    return { ...state, told: 1, first: null, second: 'no' }
  }
  if (state.told === 1) {
    gestures.push('hold_10s')
    return { ...state, told: 2 }
  }
  return { ...state, stuck: true }
}

/** The line has been quiet long enough: what it shows now counts, from when it began to move. */
function settled(state: GestureState, sinceMs: number, options: GestureOptions, gestures: Gesture[]): GestureState {
  const quiet: GestureState = { ...state, restlessSinceMs: null }
  if (state.rawDown === state.down) return quiet
  if (state.rawDown) {
    const second = state.first === null ? 'no' : state.first.acted ? 'echo' : 'double'
    return { ...quiet, down: true, downAtMs: sinceMs, told: 0, stuck: false, first: null, second }
  }
  const released: GestureState = { ...quiet, down: false, told: 0, stuck: false, first: null, second: 'no' }
  if (state.told > 0 || state.stuck) return released
  if (sinceMs - state.downAtMs > PRESS_MAX_MS) {
    // The first press stands, though the second became a hold that was let go.
    if (state.second === 'double') gestures.push('press')
    return released
  }
  if (state.second === 'double') {
    gestures.push('double_press')
    return released
  }
  if (state.second === 'echo') return released
  if (!options.doubleMeans) gestures.push('press')
  return { ...released, first: { upAtMs: sinceMs, acted: !options.doubleMeans } }
}
