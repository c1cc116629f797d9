import t from 'tap'
import { PLACES } from '../../../../companion/drafting/formats/format.js'
import { FORMATS, isFormatKey } from '../../../../companion/drafting/formats/index.js'

t.test('formats in the order of their letters', async t => {
  t.strictSame(
    FORMATS.SOAP.sections.map(({ title }) => title),
    ['Subjective', 'Objective', 'Assessment', 'Plan'],
  )
  t.strictSame(
    FORMATS.DAP.sections.map(({ title }) => title),
    ['Data', 'Assessment', 'Plan'],
  )
})

for (const [key, format] of Object.entries(FORMATS)) {
  t.test(`${key}: every place has one section, and none is lost`, async t => {
    t.equal(format.key, key)
    t.strictSame(format.sections.flatMap(({ places }) => places).sort(), [...PLACES].sort())
  })

  t.test(`${key}: the assessment is the clinician’s, the plan what was agreed`, async t => {
    const section = (name: string) => format.sections.find(({ key: found }) => found === name)
    t.match(section('assessment'), { blank: 'for the clinician', blankAlways: true })
    t.match(section('plan'), { agreedOnly: true, blank: 'none agreed' })
    t.equal(format.sections.filter(({ agreedOnly }) => agreedOnly).length, 1)
  })
}

t.test('only keys that are formats are formats', async t => {
  t.ok(isFormatKey('SOAP'))
  for (const value of ['soap', 'toString', '', null, 7]) t.notOk(isFormatKey(value))
})
