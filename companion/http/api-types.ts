/** What the API answers, for the routes that make it and the pages that read it. Shapes only. */

import type { Note } from '../vault/note.js'

export interface BoxInfo {
  readonly claimed: boolean
  /** Somebody held the button: a claim is possible now. */
  readonly pairingOpen: boolean
  readonly mode: 'provisioned' | 'demo'
  readonly names: readonly string[]
  readonly version: string
  /** SHA-256 of the box's root certificate. */
  readonly rootFingerprint: string
}

/** Who is signed in. */
export interface Me {
  readonly clinicianId: string
  readonly name: string
  readonly credentials: string
  readonly csrfToken: string
  readonly idleMinutes: number
}

export interface EnteredWithCode {
  readonly me: Me
  /** Shown once; the box does not keep it. */
  readonly recoveryCode: string
}

export interface NoteView extends Note {
  /** What stands between the note and a signature: `unsupported:<id>`, `risk:<topic>`, `consent` … */
  readonly unresolved: readonly string[]
  /** What the clinician attests by signing. */
  readonly attestation: string
}

export interface Proof {
  readonly version: string
  readonly mode: 'provisioned' | 'demo'
  /** Ed25519, 32 bytes, hex. */
  readonly publicKey: string
  /** SHA-256 of the public key, hex: how receipts name the box. */
  readonly box: string
  readonly rootFingerprint: string
  readonly ledgerHead: { readonly seq: number; readonly sha256: string }
  /** Null while the device does not answer: not knowing is not "none". */
  readonly downgrades: readonly { readonly name: string; readonly means: string; readonly refuses: boolean }[] | null
  readonly spool: { readonly medium: string; readonly bytes: number; readonly keys: number } | null
  readonly limits: readonly string[]
}
