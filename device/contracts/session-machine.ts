/**
 * The life of a session as a data table and a pure `step()`; no I/O.
 *
 * ```
 * idle ─press─► recording ⇄ paused            (the device owns these …)
 *                  │ press      │ press
 *                  ▼            ▼
 *               finishing ─all_text_stored─► transcribed ─► drafting ─► ready ─► signed
 *                                                      (… the companion owns these)
 * hold_3s / discard: from anywhere before signed ─► discarded
 * failed: a person must look; nothing is recording
 * ```
 */

export const PHASES = [
  'idle',
  'recording',
  'paused',
  'finishing',
  'transcribed',
  'drafting',
  'ready',
  'signed',
  'discarded',
  'failed',
] as const
export type Phase = (typeof PHASES)[number]

export const SESSION_EVENTS = [
  'press',
  'double_press',
  'hold_3s',
  'discard',
  'capture_failed',
  'spool_full',
  'max_length',
  'all_text_stored',
  'drafting_started',
  'draft_stored',
  'draft_failed',
  'signed',
  'audio_expired',
] as const
export type SessionEvent = (typeof SESSION_EVENTS)[number]

export const EFFECTS = [
  'open_microphone',
  'close_microphone',
  'seal_segment',
  'mark_gap',
  'destroy_audio',
  'destroy_text',
  'draft',
  'show_attention',
] as const
export type Effect = (typeof EFFECTS)[number]

export interface Edge {
  readonly to: Phase
  readonly effects: readonly Effect[]
}

type Table = { readonly [P in Phase]: { readonly [E in SessionEvent]?: Edge } }

/** Leaving `recording` for whatever reason: the microphone closes first, then what was heard is sealed. */
const STOP = ['close_microphone', 'seal_segment'] as const
const FORGET = ['destroy_audio', 'destroy_text'] as const

export const SESSION_TABLE = {
  idle: { press: { to: 'recording', effects: ['open_microphone'] } },
  recording: {
    press: { to: 'finishing', effects: STOP },
    double_press: { to: 'paused', effects: [...STOP, 'mark_gap'] },
    hold_3s: { to: 'discarded', effects: ['close_microphone', ...FORGET] },
    discard: { to: 'discarded', effects: ['close_microphone', ...FORGET] },
    capture_failed: { to: 'finishing', effects: [...STOP, 'show_attention'] },
    spool_full: { to: 'finishing', effects: [...STOP, 'show_attention'] },
    max_length: { to: 'finishing', effects: [...STOP, 'show_attention'] },
  },
  paused: {
    press: { to: 'finishing', effects: [] },
    double_press: { to: 'recording', effects: ['open_microphone'] },
    hold_3s: { to: 'discarded', effects: FORGET },
    discard: { to: 'discarded', effects: FORGET },
    max_length: { to: 'finishing', effects: ['show_attention'] },
  },
  finishing: {
    hold_3s: { to: 'discarded', effects: FORGET },
    discard: { to: 'discarded', effects: FORGET },
    all_text_stored: { to: 'transcribed', effects: [] },
    audio_expired: { to: 'transcribed', effects: ['show_attention'] },
  },
  transcribed: {
    discard: { to: 'discarded', effects: ['destroy_text'] },
    drafting_started: { to: 'drafting', effects: ['draft'] },
  },
  drafting: {
    discard: { to: 'discarded', effects: ['destroy_text'] },
    draft_stored: { to: 'ready', effects: [] },
    draft_failed: { to: 'failed', effects: ['show_attention'] },
  },
  ready: {
    discard: { to: 'discarded', effects: ['destroy_text'] },
    drafting_started: { to: 'drafting', effects: ['draft'] },
    signed: { to: 'signed', effects: [] },
  },
  signed: {},
  discarded: {},
  failed: {
    discard: { to: 'discarded', effects: ['destroy_text'] },
    drafting_started: { to: 'drafting', effects: ['draft'] },
  },
} as const satisfies Table

/** What `event` does in `phase`, or `null` where it means nothing there and is ignored. */
export function step(phase: Phase, event: SessionEvent): Edge | null {
  const edges: { readonly [E in SessionEvent]?: Edge } = SESSION_TABLE[phase]
  return edges[event] ?? null
}
