/**
 * `NNNN.gone`: which steps of a segment's destruction were done, a digit a step, written after the step. It lets a
 * process that died in the middle, and one that is asked again, tell what was done and not what is hoped.
 */

import { open, readFile } from 'node:fs/promises'
import type { DestroySteps } from '../contracts/journal.js'
import { isMissing } from './missing.js'

export type DestructionStep = keyof Omit<DestroySteps, 'pathsAbsent'>

/** The order is the order of the steps. */
const DIGITS: Readonly<Record<DestructionStep, string>> = {
  keyOverwritten: '1',
  keyUnlinked: '2',
  ciphertextOverwritten: '3',
  ciphertextUnlinked: '4',
}

export class DestructionNote {
  readonly #path: string
  readonly #done: Set<DestructionStep>
  /** Done, and not in the file yet. */
  #unwritten = ''

  private constructor(path: string, done: Set<DestructionStep>) {
    this.#path = path
    this.#done = done
  }

  static async read(path: string): Promise<DestructionNote> {
    const text = await readFile(path, 'latin1').catch((error: unknown) => {
      if (isMissing(error)) return ''
      throw error
    })
    const steps = Object.keys(DIGITS) as DestructionStep[]
    return new DestructionNote(path, new Set(steps.filter(step => text.includes(DIGITS[step]))))
  }

  has(step: DestructionStep): boolean {
    return this.#done.has(step)
  }

  /** A full spool has no room for a note; that must not keep anybody from emptying it, so the next step writes both. */
  async add(step: DestructionStep): Promise<void> {
    if (this.#done.has(step)) return
    this.#done.add(step)
    this.#unwritten += DIGITS[step]
    try {
      await using file = await open(this.#path, 'a', 0o600)
      await file.writeFile(this.#unwritten)
      await file.sync()
      this.#unwritten = ''
    } catch (error) {
      if (!isFull(error)) throw error
    }
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
