import t from 'tap'
import { parseOptions } from '../../../scripts/models-parts/options.js'

t.test('the state folder is the one named, else EARSHOT_STATE, else that of a provisioned box', async t => {
  const state = (argv: readonly string[], environment: NodeJS.ProcessEnv): unknown => {
    const options = parseOptions(argv, environment)
    return options === 'help' ? null : options.stateDirectory
  }
  t.equal(state(['list'], {}), '/var/lib/earshot')
  t.equal(state(['list'], { EARSHOT_STATE: '/s' }), '/s')
  t.equal(state(['list', '--state', '/t'], { EARSHOT_STATE: '/s' }), '/t')
  t.equal(state(['list', '--state', 't'], {}), `${process.cwd()}/t`)
})

t.test('a mirror is an address with the file at its end, or with the parts where it wants them', async t => {
  const mirror = (url: string): unknown => {
    const options = parseOptions(['fetch', 'x', '--mirror', url], {})
    return options === 'help' ? null : options.mirror
  }
  t.equal(mirror('https://m.example/models'), 'https://m.example/models/{file}')
  t.equal(mirror('https://m.example/models/'), 'https://m.example/models/{file}')
  t.equal(mirror('https://m.example/{repository}/{file}?x'), 'https://m.example/{repository}/{file}?x')
  for (const wrong of ['m.example', 'ftp://m.example', '']) t.throws(() => mirror(wrong), /--mirror takes/)
})

t.test('names belong to the command', async t => {
  t.match(parseOptions(['fetch', 'a', 'b'], {}), { command: 'fetch', names: ['a', 'b'], mirror: null })
  t.match(parseOptions(['verify'], {}), { command: 'verify', names: [] })
  t.equal(parseOptions(['-h'], {}), 'help')
})
