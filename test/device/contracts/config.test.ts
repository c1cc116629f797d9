import t from 'tap'
import { CONFIG_DEFAULTS, parseConfig } from '../../../device/contracts/config.js'
import { EarshotError } from '../../../device/contracts/errors.js'

/** The problems of a configuration, one string each. */
function problems(value: unknown): readonly string[] {
  try {
    parseConfig(JSON.stringify(value))
  } catch (error) {
    if (!(error instanceof EarshotError) || error.code !== 'CONFIG_INVALID') throw error
    const listed = (error.hint ?? '').split('; ')
    t.equal(error.detail['problems'], listed.length)
    return listed
  }
  return []
}

t.test('an empty object is the defaults, and the defaults are valid', async t => {
  t.strictSame(parseConfig('{}'), CONFIG_DEFAULTS)
  t.strictSame(parseConfig(JSON.stringify(CONFIG_DEFAULTS)), CONFIG_DEFAULTS)
})

t.test('a default is safe: provisioned, a real microphone, audio kept for at most a day', async t => {
  t.match(CONFIG_DEFAULTS, { mode: 'provisioned', capture: { adapter: 'arecord' } })
  t.ok(CONFIG_DEFAULTS.spool.keepUntranscribedHours <= 24)
})

t.test('the configuration is frozen', async t => {
  t.ok(Object.isFrozen(parseConfig('{}')))
})

t.test('one setting can be given without its neighbours', async t => {
  const config = parseConfig('{"capture":{"alsaDevice":"plughw:CARD=Mic,DEV=0"}}')
  t.equal(config.capture.alsaDevice, 'plughw:CARD=Mic,DEV=0')
  t.equal(config.capture.maxMinutes, CONFIG_DEFAULTS.capture.maxMinutes)
})

t.test('text that is not JSON is refused without a word of it', async t => {
  try {
    parseConfig('{"mode": Jane Doe}')
    t.fail('accepted')
  } catch (error) {
    t.match(error, { code: 'CONFIG_INVALID' })
    t.notMatch(JSON.stringify(error) + String((error as Error).cause), /Jane/)
  }
})

t.test('every problem is listed at once, by its path', async t => {
  t.strictSame(
    problems({
      version: 2,
      mode: 'production',
      capture: { adapter: 'sox', alsaDevice: 'hw:0; rm -rf /', maxMinutes: 0, speed: '8', colour: 'red' },
      button: 'socket',
      led: [],
      spool: { targetSeconds: 50.5, keepUntranscribedHours: 73 },
      transcriber: { vocabulary: ['EMDR', 7] },
      web: { port: 65_536, names: 'earshot.local' },
      extra: 1,
    }),
    [
      'version must be one of 1',
      'mode must be one of provisioned, demo',
      'capture.adapter must be one of arecord, wav-file',
      'capture.alsaDevice must be an ALSA device name',
      'capture.maxMinutes must be an integer from 1 to 240',
      'capture.speed must be a number from 0.1 to 1000',
      'capture.colour is not a known setting',
      'button must be an object',
      'led must be an object',
      'spool.targetSeconds must be an integer from 5 to 120',
      'spool.keepUntranscribedHours must be an integer from 1 to 72',
      'transcriber.vocabulary must be a list, each a word or name',
      'web.port must be an integer from 0 to 65535',
      'web.names must be a list, each a host name or address',
      'extra is not a known setting',
    ].map(problem => problem.replace('one of 1', '1')),
  )
})

t.test('a configuration that is no object is one problem', async t => {
  for (const value of [[], 'x', 1, true, null]) {
    t.strictSame(problems(value), ['the configuration must be an object'], JSON.stringify(value))
  }
})

t.test('numbers are accepted to their borders and not beyond', async t => {
  const cases = [
    ['capture', 'maxMinutes', 1, 240],
    ['button', 'debounceMs', 1, 200],
    ['spool', 'maxMiB', 1, 8192],
    ['spool', 'minFreeMiB', 0, 8192],
    ['spool', 'keepUntranscribedHours', 1, 72],
    ['transcriber', 'threads', 0, 16],
    ['web', 'port', 0, 65_535],
    ['web', 'idleMinutes', 1, 240],
    ['web', 'absoluteHours', 1, 24],
  ] as const
  for (const [section, name, least, most] of cases) {
    for (const value of [least, most]) t.strictSame(problems({ [section]: { [name]: value } }), [], `${name} ${value}`)
    for (const value of [least - 1, most + 1, least + 0.5, String(least), null]) {
      t.equal(problems({ [section]: { [name]: value } }).length, 1, `${name} ${value}`)
    }
  }
})

t.test('settings that contradict each other are problems', async t => {
  t.strictSame(problems({ spool: { targetSeconds: 60, maxSeconds: 60 } }), [
    'spool.maxSeconds must be greater than spool.targetSeconds',
  ])
  t.strictSame(problems({ spool: { targetSeconds: 60, maxSeconds: 61 } }), [])
  t.strictSame(problems({ mode: 'demo', capture: { adapter: 'wav-file' } }), [
    'capture.file must name a WAV file when capture.adapter is wav-file',
  ])
  t.strictSame(problems({ capture: { adapter: 'wav-file', file: '/demo.wav' } }), [
    'capture.adapter must be arecord when mode is provisioned',
  ])
  t.strictSame(problems({ mode: 'demo', capture: { adapter: 'wav-file', file: '/demo.wav' } }), [])
  t.equal(
    problems({ mode: 'demo', capture: { adapter: 'wav-file', file: 'demo.wav' } })[0],
    'capture.file must be an absolute path, or null',
  )
})

t.test('nothing that a shell would read gets through as the name of a microphone', async t => {
  for (const name of ['', 'hw 0', 'hw:0\n', '$(id)', '`id`', 'a;b', 'x'.repeat(101)]) {
    t.equal(problems({ capture: { alsaDevice: name } }).length, 1, JSON.stringify(name))
  }
})

t.test('a setting called like a part of every object is not known', async t => {
  t.strictSame(problems(JSON.parse('{"__proto__":{"mode":"demo"},"toString":1}')).length, 2)
})
