/**
 * The drafter child: holds the transcript of one session while it is drafted, and is killed after the job. Forked with
 * IPC and `serialization: 'advanced'`; messages.ts says what is spoken. It writes nothing: no files, no output.
 */

import { toErrorMessage } from '../../device/contracts/errors.js'
import { DraftRun } from './draft-run.js'
import type { FromDrafter, ToDrafter } from './messages.js'

const run = new DraftRun()
let answered: Promise<void> = Promise.resolve()

function send(message: FromDrafter): void {
  if (process.connected) process.send?.(message, () => undefined)
}

// One after the other: a segment is observed whole before the next, and the draft has them all.
process.on('message', (message: ToDrafter) => {
  answered = answered.then(async () => {
    try {
      send(await run.answer(message))
    } catch (error) {
      send({ type: 'failed', error: toErrorMessage(error) })
    }
  })
})
// Nobody is left to draft for. Killed, not ended: nothing in here may outlive the job, not even a handler.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl-C reaches every process of a terminal at once; the companion decides what it means.
process.on('SIGINT', () => undefined)
// What an unforeseen error says could quote the transcript: not a word of it is printed.
process.on('uncaughtException', () => process.kill(process.pid, 'SIGKILL'))
process.on('unhandledRejection', () => process.kill(process.pid, 'SIGKILL'))
