import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'

const program = join(import.meta.dirname, '../../scripts/check-binding.js')
const run = promisify(execFile)

interface Ran {
  readonly status: number
  readonly out: string
  readonly err: string
}

async function check(argv: readonly string[], path = process.env['PATH'] ?? ''): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(process.execPath, [program, ...argv], { env: { PATH: path } })
    return { status: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, out: stdout, err: stderr }
  }
}

/** Whether this processor has what a build for it must use; on another there is no wrong build to show. */
const demanding = /^(flags|Features)\s*:.*\b(avx2|asimdhp)\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))

/** A small addon-like library, compiled as smart-whisper would be without our flags, or with them. */
async function compile(folder: string, flags: readonly string[]): Promise<string> {
  const source = join(folder, 'dot.c')
  // Many copies, because the check wants to see more than a library function or two.
  const functions = Array.from(
    { length: 60 },
    (
      _,
      n,
    ) => `float dot${n}(const float *a, const float *b, long n) { float s = ${n}; for (long i = 0; i < n; i++) s += a[i] * b[i]; return s; }
void add${n}(_Float16 *a, const _Float16 *b, long n) { for (long i = 0; i < n; i++) a[i] = a[i] * b[i] + (_Float16)${n}; }`,
  )
  const text = functions.join('\n')
  await writeFile(source, process.arch === 'arm64' ? text : text.replaceAll(/void add.*/g, ''))
  const library = join(folder, 'dot.node')
  await run('gcc', ['-shared', '-fPIC', ...flags, source, '-o', library])
  return library
}

t.test('the installed binding is compiled for this machine', async t => {
  const { status, out, err } = await check([])
  t.equal(status, 0, err)
  t.match(out, /^smart-whisper: .*counted by objdump/)
})

t.test('without binutils the check still works, from the bytes', async t => {
  const { status, out, err } = await check([], '/nowhere')
  t.equal(status, 0, err)
  t.match(out, /counted by bytes/)
})

t.test('a build without our flags fails and says what to do, with binutils and without', async t => {
  const plain = await compile(t.testdir(), ['-O2'])
  for (const path of [process.env['PATH'] ?? '', '/nowhere']) {
    const { status, out, err } = await check([plain], path)
    if (!demanding) {
      t.equal(status, 0, 'this processor wants no more than a plain build')
      continue
    }
    t.equal(status, 1)
    t.equal(out, '')
    t.match(err, /npm rebuild smart-whisper/)
  }
})

t.test('the same source with our flags passes', async t => {
  const flags = process.arch === 'x64' ? ['-march=native', '-mno-avx512f'] : ['-mcpu=native']
  const good = await compile(t.testdir(), ['-O3', '-ffast-math', ...flags])
  t.strictSame(await check([good]).then(({ status, err }) => [status, err]), [0, ''])
})

t.test('a binding that is missing or is no program fails and says what to do', async t => {
  const folder = t.testdir({ 'text.node': 'not a program' })
  t.match(await check([join(folder, 'none.node')]), { status: 1, err: /is missing; run npm ci/ })
  t.match(await check([join(folder, 'text.node')]), { status: 1, err: /npm rebuild smart-whisper/ })
})
