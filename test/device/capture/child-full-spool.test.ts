import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { beginFile, CaptureChild } from '../../support/capture-child.js'
import { root } from '../../support/root.js'
import { filesOf, openStored } from '../../support/spool-folder.js'

const DEMO = join(root, 'models/demo/demo-session.wav')
const demoPcm = readFileSync(DEMO).subarray(44)
const PROGRAM = fileURLToPath(new URL('../../../device/capture/child.js', import.meta.url))

/** Runs the child under a shell that first limits what it may write; in its own namespaces where it mounts. */
function childUnder(shell: string, ...wrapper: string[]): CaptureChild {
  // Without the test runner's own loader, which takes SIGXFSZ for the end, where Node by itself ignores it.
  const [command = 'sh', ...args] = [
    ...wrapper,
    'sh',
    '-c',
    `unset NODE_OPTIONS\n${shell}`,
    'sh',
    process.execPath,
    PROGRAM,
  ]
  const options = { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] as const, serialization: 'advanced' as const }
  return new CaptureChild(process.env, spawn(command, args, { ...options, stdio: [...options.stdio] }))
}

/** A small file system of its own needs user namespaces or root; a container may refuse both. */
const NAMESPACES = ['unshare', '--user', '--map-root-user', '--mount'] as const
const mayMount = spawnSync(NAMESPACES[0], [...NAMESPACES.slice(1), 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

t.test('a full spool closes the microphone, says so, and keeps what was sealed before', async t => {
  if (!mayMount) {
    t.pass('no file system can be mounted here: the next test refuses writes by a limit instead')
    return
  }
  const spool = t.testdir({ small: {}, copy: {} })
  const small = join(spool, 'small')
  const shell = [
    `mount -t tmpfs -o size=1m none ${small} || exit 90`,
    '"$1" "$2"; status=$?',
    `cp -p ${small}/* ${spool}/copy/`,
    'exit $status',
  ].join('\n')
  const child = childUnder(shell, ...NAMESPACES)
  child.tell(beginFile(small, DEMO, { targetSeconds: 10, maxSeconds: 15 }))
  t.match(await child.exited, { code: 0 })

  t.match(child.of('failed'), [{ error: { code: 'SPOOL_FULL', hint: /RAM/ } }])
  t.match(child.said.at(-1), { type: 'closed', reason: 'lost' })
  const copy = join(spool, 'copy')
  const reports = child.of('segment_sealed')
  t.ok(reports.length >= 2, `${reports.length} segments fit`)
  t.equal(filesOf(copy, '.seg').length, reports.length, 'no file is left of the segment that did not fit')
  t.equal(filesOf(copy, '.key').length, reports.length)
  let at = 0
  for (const report of reports) {
    const opened = openStored(copy, report.segment)
    t.equal(opened.ending, report.interrupted ? 'interrupted' : 'sealed')
    t.equal(opened.pcm.length, report.pcmBytes)
    t.ok(Buffer.from(opened.pcm).equals(demoPcm.subarray(at, at + opened.pcm.length)))
    at += opened.pcm.length
  }
  t.ok(at > 900_000, `${at} bytes of sound in a spool of one MiB`)
})

t.test('a write refused in the middle of a segment leaves it whole up to its last record', async t => {
  const spool = t.testdir({})
  // Blocks of 512 bytes or of 1024, as the shell has it: 15 to 31 records.
  const child = childUnder('trap "" XFSZ; ulimit -f 1000; exec "$1" "$2"')
  child.tell(beginFile(spool, DEMO))
  t.match(await child.exited, { code: 0 })
  t.match(child.of('failed'), [{ error: { code: 'SPOOL_FULL' } }])
  t.match(
    child.said.slice(-3).map(message => message.type),
    ['segment_sealed', 'failed', 'closed'],
  )
  const [report] = child.of('segment_sealed')
  const opened = openStored(spool, 1)
  t.match({ ending: opened.ending, interrupted: report?.interrupted }, { ending: 'sealed', interrupted: false })
  t.equal(opened.pcm.length, report?.pcmBytes)
  t.ok(Buffer.from(opened.pcm).equals(demoPcm.subarray(0, opened.pcm.length)))
})

t.test('a folder that is not there is told, and nothing is made', async t => {
  const spool = t.testdir({})
  const child = new CaptureChild()
  child.tell(beginFile(join(spool, 'absent'), DEMO))
  await child.exited
  t.match(child.of('failed'), [{ error: { code: 'INTERNAL' } }])
  mkdirSync(join(spool, 'absent'))
})
