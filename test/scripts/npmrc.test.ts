import { execFile } from 'node:child_process'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { root } from '../support/root.js'

const run = promisify(execFile)
const NAMES = ['COMPUTE_BACKEND', 'CFLAGS', 'CXXFLAGS', 'npm_config_nodedir'] as const
const PRINT = `console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(NAMES)}.map(n => [n, process.env[n]]))))`

type Flags = Readonly<Partial<Record<(typeof NAMES)[number], string>>>

async function option(): Promise<string> {
  const lines = (await readFile(join(root, '.npmrc'), 'utf8')).split('\n')
  return lines.find(line => line.startsWith('node-options='))?.slice('node-options='.length) ?? ''
}

/** What an install script would find in its environment. */
async function flags(environment: Record<string, string> = {}, pretended: object = {}): Promise<Flags> {
  const pretend = `data:text/javascript,Object.entries(${encodeURIComponent(JSON.stringify(pretended))}).forEach(([k,v])=>Object.defineProperty(process,k,{value:v}))`
  const options = Object.keys(pretended).length === 0 ? await option() : `--import=${pretend} ${await option()}`
  const env = { PATH: process.env['PATH'] ?? '', NODE_OPTIONS: options, ...environment }
  const { stdout } = await run(process.execPath, ['-e', PRINT], { env })
  return JSON.parse(stdout) as Flags
}

t.test('the line survives npm: what npm reads from it is what stands there', async t => {
  const folder = t.testdir({ 'package.json': '{"private":true,"scripts":{"show":"node show.cjs"}}', 'show.cjs': PRINT })
  await copyFile(join(root, '.npmrc'), join(folder, '.npmrc'))
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder }
  const { stdout } = await run('npm', ['config', 'get', 'node-options'], { cwd: folder, env })
  t.equal(stdout.trim(), await option())
  const shown = await run('npm', ['run', '--silent', 'show'], { cwd: folder, env })
  t.match(JSON.parse(shown.stdout), await flags())
})

t.test('each processor gets its own flags', async t => {
  const common = { COMPUTE_BACKEND: 'cpu' }
  const x64 = '-O3 -DNDEBUG -march=native -mno-avx512f'
  t.match(await flags({}, { arch: 'x64' }), { ...common, CFLAGS: x64, CXXFLAGS: x64 })
  const arm64 = '-O3 -DNDEBUG -mcpu=native'
  t.match(await flags({}, { arch: 'arm64' }), { ...common, CFLAGS: arm64, CXXFLAGS: arm64 })
  for (const arch of ['arm', 'riscv64']) {
    t.match(await flags({}, { arch }), { ...common, CFLAGS: '-O3 -DNDEBUG', CXXFLAGS: '-O3 -DNDEBUG' }, arch)
  }
})

t.test('what a person sets wins', async t => {
  t.match(await flags({ CFLAGS: '-O2', COMPUTE_BACKEND: 'cuda', npm_config_nodedir: '/opt/headers' }), {
    CFLAGS: '-O2',
    CXXFLAGS: '-O2',
    COMPUTE_BACKEND: 'cuda',
    npm_config_nodedir: '/opt/headers',
  })
})

t.test('headers beside the running Node are used if they are of its very version', async t => {
  const header = '#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 19\n#define NODE_PATCH_VERSION 5\n'
  const home = t.testdir({ bin: {}, include: { node: { 'node_version.h': header } }, empty: { bin: {} } })
  const nodedir = async (node: string, folder: string): Promise<string | undefined> =>
    (await flags({}, { execPath: join(folder, 'bin/node'), versions: { ...process.versions, node } }))
      .npm_config_nodedir
  t.equal(await nodedir('20.19.5', home), home)
  t.equal(await nodedir('20.19.6', home), undefined)
  t.equal(await nodedir('20.19.5', join(home, 'empty')), undefined)
})
