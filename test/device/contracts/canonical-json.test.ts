import fc from 'fast-check'
import t from 'tap'
import { type Canonical, canonicalJson, parseCanonicalJson } from '../../../device/contracts/canonical-json.js'

t.test('keys are sorted, white space is absent, undefined members are left out', async t => {
  t.equal(canonicalJson({ b: 1, a: [true, null, 'ü"\n'], c: undefined }), '{"a":[true,null,"ü\\"\\n"],"b":1}')
})

t.test('a number that another language could not hold exactly is refused', async t => {
  t.equal(canonicalJson(Number.MAX_SAFE_INTEGER), '9007199254740991')
  for (const number of [0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.throws(() => canonicalJson(number), RangeError)
  }
  t.equal(canonicalJson(-0), '0')
})

t.test('a text that is not canonical to the byte is not read', async t => {
  t.strictSame(parseCanonicalJson('{"a":1,"b":2}'), { a: 1, b: 2 })
  for (const text of [
    '{"b":2,"a":1}',
    '{ "a":1}',
    '{"a":1}\n',
    '{"a":1.0}',
    '{"a":"\\u0041"}',
    '{"a":1,"a":1}',
    '',
    '{',
  ]) {
    t.equal(parseCanonicalJson(text), null, text)
  }
})

t.test('what was written reads back the same, whatever the order of its keys', async t => {
  const values = fc.letrec<{ value: Canonical }>(tie => ({
    value: fc.oneof(
      fc.string(),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
    ),
  })).value
  fc.assert(
    fc.property(values, value => {
      const text = canonicalJson(value)
      return canonicalJson(parseCanonicalJson(text)) === text
    }),
  )
  t.pass()
})
