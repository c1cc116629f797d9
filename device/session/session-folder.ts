/**
 * The folder of one session in the spool, beside its sealed segments:
 *
 * | file | what | why |
 * |---|---|---|
 * | `session.json` | {@link SessionFile}: id, start, sample format, consent; no names | the next process of this boot goes on |
 * | `journal.ndjson` | the journal | source of ledger and receipt |
 * | `processes` | capture child and recorder, number and start tick, one a line | nobody scans while they still write |
 * | `intents.ndjson` | what was decided and not yet done: `end`, `destroy` | a kill in between must not undo a decision |
 */

import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EarshotError } from '../contracts/errors.js'
import type { DestroyReason, JournalBodies } from '../contracts/journal.js'
import { encodeSpoolSession, parseSpoolSession, type SpoolSession } from '../contracts/spool-session.js'
import type { ProcessIdentity } from './process-identity.js'

/** What SPOOL.md specifies, and what only this program needs to go on after a crash. */
export interface SessionFile extends SpoolSession {
  /** The press on the clock that all processes of this boot share. */
  readonly startedMonotonicMs: number
  readonly adapter: 'arecord' | 'wav-file'
}

export type EndReason = JournalBodies['session_ended']['reason']

export type Intent =
  | { readonly intent: 'end'; readonly reason: EndReason; readonly positionMs: number }
  | { readonly intent: 'destroy'; readonly segment: number; readonly reason: DestroyReason }

export class SessionFolder {
  readonly path: string
  readonly journalPath: string

  constructor(spool: string, sessionId: string) {
    this.path = join(spool, sessionId)
    this.journalPath = join(this.path, 'journal.ndjson')
  }

  /**
   * Makes folder, `session.json` and an empty journal.
   * @throws SPOOL_FULL if the spool takes not even this; nothing is left then
   */
  create(file: SessionFile): void {
    try {
      mkdirSync(this.path, { mode: 0o700 })
    } catch (error) {
      throw refused(error)
    }
    try {
      this.#replace('session.json', encodeSpoolSession(file))
      writeFileSync(this.journalPath, '', { mode: 0o600, flag: 'wx' })
    } catch (error) {
      this.remove()
      throw refused(error)
    }
  }

  /** @returns null if absent or damaged: without it nobody can tell what the folder is */
  read(): SessionFile | null {
    try {
      const text = readFileSync(join(this.path, 'session.json'), 'utf8')
      const specified = parseSpoolSession(text)
      const { startedMonotonicMs, adapter } = JSON.parse(text) as Partial<SessionFile>
      const sound =
        this.path.endsWith(`/${specified.sessionId}`) &&
        Number.isSafeInteger(startedMonotonicMs) &&
        (adapter === 'arecord' || adapter === 'wav-file')
      return sound ? ({ ...specified, startedMonotonicMs, adapter } as SessionFile) : null
    } catch {
      return null
    }
  }

  writeProcesses(processes: readonly ProcessIdentity[]): void {
    this.#replace('processes', processes.map(({ pid, startTicks }) => `${pid} ${startTicks}\n`).join(''))
  }

  readProcesses(): readonly ProcessIdentity[] {
    return this.#lines('processes').flatMap(line => {
      const [pid, startTicks] = line.split(' ')
      return startTicks === undefined || !Number.isSafeInteger(Number(pid)) ? [] : [{ pid: Number(pid), startTicks }]
    })
  }

  /** Written down before it is done. Where the spool is too full even for this, the deed still follows at once. */
  addIntent(intent: Intent): void {
    try {
      appendFileSync(join(this.path, 'intents.ndjson'), `${JSON.stringify(intent)}\n`, { mode: 0o600 })
    } catch {
      // Full: a kill in the next moments would cost the decision, and it can be taken again.
    }
  }

  readIntents(): readonly Intent[] {
    return this.#lines('intents.ndjson').flatMap(line => {
      try {
        return [JSON.parse(line) as Intent]
      } catch {
        return []
      }
    })
  }

  /** A key or a sealed file is still here. */
  get holdsAudio(): boolean {
    return readdirSync(this.path).some(name => /\.(seg|key)$/.test(name))
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }

  #lines(name: string): string[] {
    try {
      // The last line is torn or empty.
      return readFileSync(join(this.path, name), 'utf8').split('\n').slice(0, -1)
    } catch {
      return []
    }
  }

  #replace(name: string, text: string): void {
    const temporary = join(this.path, `${name}.tmp`)
    writeFileSync(temporary, text, { mode: 0o600 })
    renameSync(temporary, join(this.path, name))
  }
}

function refused(cause: unknown): EarshotError {
  return new EarshotError('SPOOL_FULL', 'spool does not take a new session', {
    hint: 'free memory on the box, then press again',
    retryable: true,
    cause,
  })
}
