/** The package has no types. What it does is written down in arecord-microphone.ts, trap by trap. */
declare module 'node-record-lpcm16' {
  import type { ChildProcessByStdio } from 'node:child_process'
  import type { Readable } from 'node:stream'

  export interface RecordOptions {
    readonly sampleRate: number
    readonly channels: number
    /** Passed to `require` of a path: a constant, never a setting. */
    readonly recorder: 'arecord'
    readonly audioType: 'raw'
    readonly device: string
  }

  export interface Recording {
    readonly process: ChildProcessByStdio<null, Readable, Readable>
    /** SIGTERM. `pause()` and `resume()` are left out: they stop the process with the microphone open. */
    stop(): void
    stream(): Readable
  }

  const api: { record(options: RecordOptions): Recording }
  export default api
}
