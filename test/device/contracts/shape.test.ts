import t from 'tap'
import {
  either,
  hexOf,
  isCount,
  isFlag,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  shape,
  textLike,
} from '../../../device/contracts/shape.js'

interface Thing {
  readonly name: string
  readonly size: number
  readonly note?: string
}
const isThing = shape<Thing>({ name: isText, size: isCount, note: optional(isText) })

t.test('a shape takes exactly its keys', t => {
  t.ok(isThing({ name: 'a', size: 0 }))
  t.ok(isThing({ name: 'a', size: 1, note: 'b' }))
  for (const bad of [
    null,
    [],
    'x',
    {},
    { name: 'a' },
    { name: 'a', size: 1, more: 1 },
    { name: 'a', size: 1, note: undefined },
  ]) {
    t.notOk(isThing(bad), JSON.stringify(bad))
  }
  t.notOk(isThing(Object.create({ name: 'a', size: 1 })), 'inherited keys are not keys')
  t.notOk(isThing(JSON.parse('{"name":"a","size":1,"__proto__":{}}')))
  t.end()
})

t.test('counts are safe integers from 0', t => {
  for (const good of [0, 1, Number.MAX_SAFE_INTEGER]) t.ok(isCount(good))
  for (const bad of [-1, 0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, '1', null]) t.notOk(isCount(bad))
  t.end()
})

t.test('the small checks', t => {
  t.ok(hexOf(2)('0aff') && !hexOf(2)('0aFF') && !hexOf(2)('0aff0') && !hexOf(2)(1))
  t.ok(oneOf(['a', 'b'])('a') && !oneOf(['a', 'b'])('c'))
  t.ok(orNull(isText)(null) && orNull(isText)('') && !orNull(isText)(undefined))
  t.ok(either(isText, isFlag)(true) && either(isText, isFlag)('') && !either(isText, isFlag)(1))
  t.ok(listOf(isText)([]) && listOf(isText)(['a']) && !listOf(isText)(['a', 1]) && !listOf(isText)({ length: 0 }))
  t.ok(textLike(/^a$/)('a') && !textLike(/^a$/)('b') && !textLike(/^a$/)(null))
  t.end()
})
