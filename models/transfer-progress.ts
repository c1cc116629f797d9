/** How far a model's way to the box is: for a progress bar, called after every piece. */
export interface TransferProgress {
  readonly phase: 'fetching' | 'copying' | 'verifying'
  /** Done in this phase, what earlier runs fetched included. */
  readonly bytes: number
  readonly totalBytes: number
}
