/**
 * Reads a TAP log of tap 21 (one top-level test a file): prints a line a file, the whole text of the files that failed,
 * and the closing count from tap's own totals. Fails if anything failed, was skipped or left to do, or if nothing ran.
 */

import { readFileSync } from 'node:fs'

const [logFile = '', tapStatus = '1'] = process.argv.slice(2)
const lines = readFileSync(logFile, 'utf8').split('\n')

let since: string[] = []
for (const line of lines) {
  const file = /^(not )?ok \d+ - (\S+)/.exec(line)
  if (file === null) {
    since.push(line)
    continue
  }
  console.log(`${file[1] === undefined ? 'ok    ' : 'FAILED'} ${file[2]}`)
  if (file[1] !== undefined) console.log(since.filter(text => !/^\s+ok /.test(text)).join('\n'))
  since = []
}

// tap closes with, for example: # { total: 8, pass: 6, fail: 1, skip: 1 }
const totals = lines.findLast(line => /^# \{ total: \d+/.test(line)) ?? ''
const count = (name: string): number => Number(new RegExp(`\\b${name}: (\\d+)`).exec(totals)?.[1] ?? 0)
const passed = count('pass')
const notRun = count('skip') + count('todo')
let failed = count('fail') + notRun
if (notRun > 0) console.log(`${notRun} skipped or left to do: each counts as failed`)
if (passed === 0 || (tapStatus !== '0' && failed === 0)) {
  console.log(lines.slice(-60).join('\n'))
  failed += 1
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
