import t from 'tap'
import { Decoder } from '../../../device/contracts/config-decoder.js'

const DEFAULTS = { name: 'box', pin: 17, led: { pin: 27, words: ['a'] } }

function read(value: unknown) {
  const root = new Decoder(value, DEFAULTS)
  const settings = {
    name: root.text('name', /^[a-z]+$/, 'lower-case letters'),
    pin: root.integer('pin', 0, 27),
    led: root.section('led', at => ({ pin: at.integer('pin', 0, 27), words: at.texts('words', /^\w+$/, 'a word') })),
  }
  root.finish()
  return settings
}

t.test('what is not said has its default', async t => {
  t.strictSame(read({}), DEFAULTS)
  t.strictSame(read({ led: { pin: 3 } }), { ...DEFAULTS, led: { pin: 3, words: ['a'] } })
})

t.test('an integer is taken at its bounds and refused beyond them', async t => {
  for (const pin of [0, 27]) t.equal(read({ pin }).pin, pin)
  for (const pin of [-1, 28, 1.5, '3', null]) {
    t.throws(() => read({ pin }), { code: 'CONFIG_INVALID', hint: 'pin must be an integer from 0 to 27' })
  }
})

t.test('every problem is told at once, by its path', async t => {
  t.throws(() => read({ name: 'A', pins: 1, led: { pin: 99, word: 'x', words: ['!'] } }), {
    code: 'CONFIG_INVALID',
    hint: /name must be lower-case letters; led\.pin must be .*; led\.words must be a list, each a word; led\.word is not a known setting; pins is not a known setting/,
    detail: { problems: 5 },
  })
})

t.test('a section that is no object, and a whole that is none, are told', async t => {
  t.throws(() => read({ led: [] }), { code: 'CONFIG_INVALID', hint: 'led must be an object' })
  for (const whole of [null, [], 'x', 3])
    t.throws(() => read(whole), { code: 'CONFIG_INVALID', hint: 'the configuration must be an object' })
})
