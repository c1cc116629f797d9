/**
 * The transcriber child: one session's recogniser, and the only program of the companion that ever holds sound, one
 * segment at a time. Forked with IPC and `serialization: 'advanced'`; messages.ts says what is spoken. It never ends by
 * itself: it is killed, because native code cannot be asked to stop, and what it held goes with it.
 */

import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import type { FromTranscriber, ToTranscriber } from './messages.js'
import { TranscriberRun } from './transcriber-run.js'

/** The recorder comes first: on a busy box a transcript may be late, a lost second of sound is lost for good. */
const NICENESS = 5

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

/** Native code may crash here: should a core be dumped at all, then none of this process's memory goes into it. */
function keepMemoryOutOfCoreDumps(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0')
  } catch {
    // Not Linux, or no /proc: whether cores are dumped is the unit's setting and is read for the receipt.
  }
}

keepMemoryOutOfCoreDumps()
/** `process.exit` would wait for a running window, which takes seconds on a small box. */
process.on('disconnect', die)
setPriority(NICENESS)

const run = new TranscriberRun((message: FromTranscriber) => {
  if (process.connected) process.send?.(message)
})
process.on('message', (message: ToTranscriber) => {
  switch (message.type) {
    case 'begin':
      run.begin(message)
      return
    case 'segment':
      run.transcribe(message)
      return
  }
})
