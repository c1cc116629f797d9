import t from 'tap'
import { describeDefect, JsonLog } from '../../device/log.js'

t.test('an event is one line of JSON with its time', async t => {
  const lines: string[] = []
  new JsonLog({ write: line => lines.push(line) }).write('led', { pattern: 'solid', reason: 'recording' })
  t.equal(lines.length, 1)
  t.match(lines[0], /^\{.*\}\n$/)
  t.match(JSON.parse(lines[0]!), { at: /^\d{4}-.*Z$/, event: 'led', pattern: 'solid', reason: 'recording' })
})

t.test('what is not in the catalogue does not compile', async t => {
  const log = new JsonLog({ write: () => {} })
  // @ts-expect-error there is no such event
  log.write('transcript', { text: '' })
  // @ts-expect-error there is no such field
  log.write('led', { pattern: 'solid', reason: 'recording', text: '' })
  // @ts-expect-error there is no such fault
  log.write('fault', { code: 'the client said' })
  t.pass('and if it did, the type check would fail')
})

t.test('a defect is told by its kind and place, never by its words', async t => {
  const error = new RangeError('canarybird\n    at canarybird.js:1:1 canarybird')
  const described = describeDefect(error)
  t.equal(described.kind, 'RangeError')
  t.match(described.at, /^[\w.-]+:\d+:\d+$/)
  t.notMatch(JSON.stringify(describeDefect(new Error('canarybird'))), /canarybird/)
  t.strictSame(describeDefect('canarybird'), { kind: 'string', at: 'unknown' })
  t.strictSame(describeDefect(undefined), { kind: 'undefined', at: 'unknown' })
})
