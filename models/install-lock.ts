/** One program at a time installs a model: two writers of one temporary file would spoil it after its check. */

import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EarshotError } from '../device/contracts/errors.js'
import type { ModelEntry } from './model-entry.js'

/**
 * Runs `work` under the file's lock. The lock of a process that is gone, or of an earlier boot, is taken over.
 *
 * @throws MODEL_BUSY if another program is installing this model
 */
export async function withInstallLock<T>(entry: ModelEntry, file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true })
  const lock = `${file}.lock`
  if (!(await take(lock))) {
    const owner = await readFile(lock, 'utf8').catch(() => '')
    if (await isRunning(owner)) throw busy(entry)
    await rm(lock, { force: true })
    if (!(await take(lock))) throw busy(entry)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** Made whole and then given its name, so that nobody ever reads half a lock. */
async function take(lock: string): Promise<boolean> {
  const mine = `${lock}.${process.pid}`
  await writeFile(mine, (await identity(process.pid)) ?? '')
  try {
    await link(mine, lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(mine, { force: true })
  }
}

async function isRunning(owner: string): Promise<boolean> {
  const pid = Number(owner.split(' ')[0])
  return Number.isSafeInteger(pid) && pid > 0 && owner === (await identity(pid))
}

/** Names one process for ever: numbers are used again, but not with the same boot and the same start. Null: gone. */
async function identity(pid: number): Promise<string | null> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold blanks; the start time is field 22, the 20th after it.
    const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${pid} ${boot} ${startTicks}`
  } catch {
    return null
  }
}

function busy(entry: ModelEntry): EarshotError {
  return new EarshotError('MODEL_BUSY', 'model is being installed by another program', {
    detail: { model: entry.id },
    hint: 'wait until the other scripts/models is done, then run this again',
    retryable: true,
  })
}
