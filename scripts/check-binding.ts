/** scripts/check-binding [FILE.node]: fails if smart-whisper is not compiled for the processor it runs on. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../companion/project-root.js'
import { countInstructions } from './check-binding-parts/machine-code.js'
import { judge } from './check-binding-parts/verdict.js'

const REBUILD =
  'build it again with: npm rebuild smart-whisper (in the project folder, with no CFLAGS set; .npmrc sets them)'

function cpuFeatures(): ReadonlySet<string> {
  const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? ''
  return new Set(line.trim().split(/\s+/))
}

const binding =
  process.argv[2] ??
  join(projectRoot(import.meta.dirname), 'node_modules/smart-whisper/build/Release/smart-whisper.node')

if (!existsSync(binding)) {
  console.error(`smart-whisper is not built: ${binding} is missing; run npm ci`)
  process.exitCode = 1
} else {
  const verdict = judge(process.arch, cpuFeatures(), await countInstructions(binding))
  if (verdict.good) {
    console.log(`smart-whisper: ${verdict.why}`)
  } else {
    console.error(`smart-whisper: ${verdict.why}`)
    console.error(REBUILD)
    process.exitCode = 1
  }
}
