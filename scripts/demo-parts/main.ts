/** scripts/demo: the whole way from the press to the note, on this machine, with nothing but what is bundled. */

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { OWN_DOWNGRADES } from '../../companion/pipeline/own-downgrades.js'
import { projectRoot } from '../../companion/project-root.js'
import { inspectWav } from '../../device/capture/wav-header.js'
import { DOWNGRADES } from '../../device/contracts/downgrades.js'
import { EarshotError } from '../../device/contracts/errors.js'
import { Box } from './box.js'
import { type DemoOptions, HELP, parseOptions } from './options.js'
import { type DemoReport, draftText, problemsOf } from './report.js'
import { runSession } from './run-session.js'
import { clock, ledWords, Screen } from './screen.js'
import { fingerprintOf, waitForBox } from './wait-for-box.js'

const root = projectRoot()
const screen = new Screen()

async function main(): Promise<number> {
  let options: DemoOptions | 'help'
  try {
    options = parseOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nscripts/demo --help lists what there is\n`)
    return 2
  }
  if (options === 'help') {
    process.stdout.write(HELP)
    return 0
  }
  const file = options.microphone === null ? (options.audio ?? join(root, 'models/demo/demo-session.wav')) : null
  const audioSeconds = file === null ? null : (await inspectWav(file)).durationMs / 1000

  // Each demo starts on a new box: what an earlier one left is synthetic, and nobody's.
  const state = join(root, '.demo')
  await rm(state, { recursive: true, force: true })
  const box = await Box.prepare({
    state,
    config: {
      capture:
        file === null
          ? { adapter: 'arecord', alsaDevice: options.microphone ?? 'default', maxMinutes: 240 }
          : { adapter: 'wav-file', file, speed: options.speed, maxMinutes: 240 },
      transcriber: { model: 'demo-tiny.en-q5_1' },
      web: { host: '127.0.0.1', port: options.port, names: ['localhost', '127.0.0.1'] },
    },
    onRestart: program => screen.line(`the ${program} program died and was started again`),
  })
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort())
  process.once('SIGTERM', () => interrupted.abort())
  const listens = process.stdin.isTTY || options.press || options.microphone !== null
  const keyboard = listens ? createInterface({ input: process.stdin }) : null
  keyboard?.once('SIGINT', () => interrupted.abort())
  try {
    box.start('device')
    box.start('companion')
    await waitForBox(box, options.port)
    const report = await Promise.race([session(box, options, audioSeconds, keyboard), aborted(interrupted.signal)])
    if (report === null) return 130
    if (options.json !== null) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`)
    const status = tell(report)
    if (!options.once) await leavePagesUp(box, options.port, keyboard, interrupted.signal)
    return status
  } finally {
    screen.endStatus()
    keyboard?.close()
    await box.stop()
  }
}

async function session(
  box: Box,
  options: DemoOptions,
  audioSeconds: number | null,
  keyboard: ReturnType<typeof createInterface> | null,
): Promise<DemoReport> {
  const first = await box.device.state()
  for (const name of [...first.downgrades, ...OWN_DOWNGRADES]) screen.line(`! ${name}: ${DOWNGRADES[name].means}`)
  const enter = (): Promise<void> => new Promise(resolve => keyboard?.once('line', () => resolve()))
  if (options.press) {
    screen.line('\nEnter presses the button.')
    await enter()
  }
  let led = ''
  let fault = ''
  let destroyed = 0
  return await runSession(
    box,
    {
      audioSeconds,
      untilStop: options.press || options.microphone !== null ? enter() : null,
      patienceMs: 120_000 + (audioSeconds ?? 7200) * 1000,
    },
    {
      onPhase: words => screen.line(`\n${words}`),
      onTurn: turn => screen.line(`  ${clock(turn.start)}  ${turn.text}`),
      onState: (state, summary) => {
        if (state.led.pattern !== led) {
          led = state.led.pattern
          screen.line(`  LED ${ledWords(state.led.pattern)}`)
        }
        if (state.fault !== null && state.fault.code !== fault) {
          screen.line(`! ${state.fault.message}${state.fault.hint === undefined ? '' : `: ${state.fault.hint}`}`)
        }
        fault = state.fault?.code ?? ''
        if (summary === undefined) return
        const gone = summary.segments.filter(segment => segment.status === 'destroyed').length
        if (gone > destroyed) screen.line(`  audio of segment ${gone} destroyed; ${state.spool.keys} keys left`)
        destroyed = Math.max(destroyed, gone)
        screen.status(
          `${ledWords(state.led.pattern)}  ${summary.phase} ${clock(summary.capturedMs / 1000)}` +
            `  sealed ${(state.spool.bytes / 1e6).toFixed(1)} MB, oldest ${clock(state.spool.oldestAudioAgeMs / 1000)}`,
        )
      },
    },
  )
}

function tell(report: DemoReport): number {
  screen.endStatus()
  if (report.note !== null) screen.line(`\n${draftText(report.note)}`)
  screen.line(
    `\n${report.words} words from ${clock(report.capturedSeconds)} of sound, coverage ${(report.coverage * 100).toFixed(1)} %, ` +
      `draft ${(report.stopToDraftMs / 1000).toFixed(1)} s after the second press`,
  )
  screen.line(
    `audio: ${report.segmentsDestroyed} of ${report.segments} segments destroyed, ${report.keysLeft} keys and ` +
      `${report.spoolBytesLeft} bytes left; receipt ${report.receiptVerified ? 'verified' : 'NOT VERIFIED'}: ${report.receiptFile ?? 'none'}`,
  )
  const problems = problemsOf(report)
  for (const problem of problems) screen.line(`PROBLEM: ${problem}`)
  return problems.length === 0 ? 0 : 1
}

async function leavePagesUp(
  box: Box,
  port: number,
  keyboard: ReturnType<typeof createInterface> | null,
  signal: AbortSignal,
): Promise<void> {
  screen.line(`\nThe pages are at https://localhost:${port}
  claim code         ${box.claimCode}
  root certificate   https://localhost:${port}/api/v1/ca.crt
  its fingerprint    ${await fingerprintOf(box.state)}
Enter holds the button for ten seconds (it opens the pairing window, for the claim). Ctrl-C ends.`)
  keyboard?.on('line', () => {
    void box.device.gesture('hold_10s').then(
      state => screen.line(`  LED ${ledWords(state.led.pattern)}: two minutes to claim`),
      () => screen.line('  the device does not answer'),
    )
  })
  await aborted(signal)
}

async function aborted(signal: AbortSignal): Promise<null> {
  if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
  return null
}

process.exitCode = await main().catch((error: unknown) => {
  screen.endStatus()
  const hint = error instanceof EarshotError && error.hint !== undefined ? `. ${error.hint}` : ''
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${hint}\n`)
  return 1
})
process.exit()
