import t from 'tap'
import { HELP, parseOptions } from '../../../scripts/demo-parts/options.js'

t.test('without options the bundled session plays eight times faster than life', async t => {
  t.match(parseOptions([]), {
    speed: 8,
    audio: null,
    microphone: null,
    press: false,
    once: false,
    json: null,
    port: 8443,
  })
})

t.test('a microphone is never faster than life', async t => {
  t.match(parseOptions(['--mic', '--speed', '8']), { speed: 1, microphone: 'default' })
  t.match(parseOptions(['--mic', 'plughw:CARD=Mic']), { microphone: 'plughw:CARD=Mic' })
})

t.test('what cannot be meant is said, not guessed', async t => {
  for (const argv of [
    ['--speed', '0'],
    ['--speed', 'x'],
    ['--port', '70000'],
    ['--mic', '--audio', 'a.wav'],
    ['extra'],
    ['--sped', '3'],
  ]) {
    t.throws(() => parseOptions(argv), Error, argv.join(' '))
  }
})

t.test('every option is in the help', async t => {
  t.equal(parseOptions(['--help']), 'help')
  for (const name of ['--speed', '--audio', '--mic', '--press', '--once', '--json', '--port'])
    t.ok(HELP.includes(name), name)
})
